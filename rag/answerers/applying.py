"""Which pieces may answer a question: those on the medicine and the patient that it names. Pure."""

from collections.abc import Mapping, Sequence

from indexes.bands import Band, find_bands, find_measures, fits
from indexes.exclusions import without_exclusions
from indexes.populations import MATERNAL, find_age_groups, find_groups
from ingest.table_passages import BETWEEN_CELLS
from rag.answerers.inner_titles import find_announcing_line, find_inner_titles
from rag.answerers.pieces import Piece, by_passage, find_lead, find_row_above, table_opening, titles_above, words_of
from rag.checks.asked_medicines import dosed_medicines, taken_medicines, unwanted_medicines
from rag.checks.asking import asks_amount, asks_dose
from rag.checks.contrasts import is_on_other_side
from rag.checks.doses import find_doses, gives_dose, gives_quantity
from rag.checks.indications import is_for_another, is_for_other_purpose
from rag.checks.medicine_mentions import Medicine, find_mentions
from rag.checks.medicine_names import CARRIERS
from rag.checks.medicines import find_aliases, has_forbidden_part, has_part, is_about, names_by_alias, names_medicine
from rag.checks.on_topic import are_on_both, is_on_other_illness
from rag.checks.patients import is_for_other_patient
from rag.checks.populations import is_young, patient_age_groups
from rag.checks.units import asks_time
from rag.types import Evidence, Request

Passages = Mapping[int, Sequence[Piece]]
"""All pieces of each passage, by the number of its evidence."""


def applying_pieces(request: Request, pieces: Sequence[Piece]) -> list[Piece]:
    """Return those of all pieces that are on the medicine and the patient that the question names.

    A quote on another medicine or on another patient reads like an answer, and is the wrong dose. A piece is on a
    medicine if it names it, or if it names no other and stands below what names it: a title, the line that announces
    its list, the table's header, the sentence before it. For a dose, a piece that gives some must give one of that
    medicine, and one must be given somewhere. A combination is named by all its parts, and what stands below its name
    is not on one part of it. If the question names an illness too, the passage must be on both. A piece on a patient of
    another weight or age, or below words on children where an adult is asked for or the other way round, is left out;
    one that says whom it leaves out stays. Where no piece names the medicine of a question that is not on a dose, all
    stay: it may be called something else there.
    """
    passages = by_passage(pieces)
    kept = _on_side(request, _without_unwanted(request, _on_medicine(request, passages)), passages)
    return _on_patient(request, kept, passages)


def _on_medicine(request: Request, passages: Passages) -> list[Piece]:
    asked = dosed_medicines(request.question)
    on_both = are_on_both(request.question, [evidence.hit for evidence in request.evidence])
    passages = {number: beside for number, beside in passages.items() if on_both[number]}
    pieces = [piece for beside in passages.values() for piece in beside]
    on_dose = asks_dose(request.question)
    if not asked:
        return _on_illness(request, pieces)
    if not on_dose and asked == taken_medicines(request.question):
        return pieces
    texts = ["\n".join([*evidence.hit.passage.heading, evidence.quote]) for evidence in request.evidence]
    kept = {
        piece
        for medicine in asked
        for piece in _on_one(medicine, find_aliases([medicine], texts), passages, request, on_dose)
    }
    return [piece for piece in pieces if piece in kept] if kept or on_dose else pieces


def _on_illness(request: Request, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without those on another illness, unless nothing else is left."""
    fitting = []
    for piece in pieces:
        evidence = request.evidence[piece.evidence]
        if not is_on_other_illness(request.question, words_of(piece, evidence), evidence.hit):
            fitting.append(piece)
    return fitting or pieces


def _without_unwanted(request: Request, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces that give no dose of a medicine that the patient cannot have, and of no other besides."""
    unwanted = unwanted_medicines(request.question)
    fitting = []
    for piece in pieces:
        own = words_of(piece, request.evidence[piece.evidence])
        owners = [dose.of for dose in find_doses(own) if dose.of is not None]
        if owners and any(all(has_forbidden_part(owner, medicine) for owner in owners) for medicine in unwanted):
            continue
        fitting.append(piece)
    return fitting


def _on_one(
    medicine: Medicine, aliases: frozenset[str], passages: Passages, request: Request, on_dose: bool
) -> list[Piece]:
    """Return the pieces on one medicine; for a dose, none if none of them gives any quantity."""
    kept = [
        piece
        for number, beside in passages.items()
        for piece in beside
        if _is_on(medicine, aliases, piece, beside, request.evidence[number], on_dose)
    ]
    if not on_dose:
        return kept
    if len(medicine) == 1:
        kept = _prefer_alone(medicine, kept, request)
    gives = gives_dose if asks_amount(request.question) else gives_quantity
    return kept if any(gives(words_of(piece, request.evidence[piece.evidence])) for piece in kept) else []


def _prefer_alone(medicine: Medicine, kept: list[Piece], request: Request) -> list[Piece]:
    """Return the pieces without those that name the medicine in combinations only, if others give its own dose."""
    quotes = [words_of(piece, request.evidence[piece.evidence]) for piece in kept]
    named = [[mention for mention in find_mentions(quote) if has_part(mention, medicine, quote)] for quote in quotes]
    alone = [not mentions or any(is_about([mention], medicine) for mention in mentions) for mentions in named]
    if not any(own and gives_dose(quote) for own, quote in zip(alone, quotes, strict=True)):
        return kept
    return [piece for piece, own in zip(kept, alone, strict=True) if own]


def _is_on(
    medicine: Medicine,
    aliases: frozenset[str],
    piece: Piece,
    beside: Sequence[Piece],
    evidence: Evidence,
    on_dose: bool,
) -> bool:
    own = words_of(piece, evidence)
    named = names_medicine(own, medicine, aliases)
    if not named and any(not mention.medicine <= CARRIERS for mention in find_mentions(own)):
        return False
    if not on_dose and not named and not find_doses(own):
        # What is no dose may speak of the medicine that its passage is on without naming it.
        return names_medicine("\n".join([*evidence.hit.passage.heading, evidence.quote]), medicine, aliases)
    doses = find_doses(own) if on_dose else ()
    if named and not doses:
        return True
    if any(dose.of is not None and has_part(dose.of, medicine, own) for dose in doses):
        return named
    first = doses[0].start if doses else 0
    if any(dose.of is not None for dose in doses):
        return False
    if named and (names_by_alias(own[:first], aliases) or names_medicine(own[:first], medicine)):
        return True
    return _stands_below(medicine, aliases, piece, beside, evidence, alone=bool(doses))


def _stands_below(
    medicine: Medicine, aliases: frozenset[str], piece: Piece, beside: Sequence[Piece], evidence: Evidence, alone: bool
) -> bool:
    """Return whether what stands above a piece names the medicine; `alone` if it must name no other beside it."""
    above = [evidence.hit.guideline.title, *evidence.hit.passage.heading]
    lead = find_lead(piece, beside, evidence.quote)
    at = beside.index(piece)
    nearest = lead or (beside[at - 1] if at and not piece.rows else None)
    if nearest is not None:
        above.append(words_of(nearest, evidence))
    if piece.rows:
        above.append(table_opening(piece, evidence.quote))
    # The nearest that names a medicine decides.
    for text in reversed(above):
        mentions = find_mentions(text)
        if mentions or names_medicine(text, medicine, aliases):
            # What it is diluted in is no other medicine.
            if alone and len({mention.medicine for mention in mentions if not mention.medicine <= CARRIERS}) > 1:
                return False
            return is_about(mentions, medicine) or (not mentions and names_medicine(text, medicine, aliases))
    return False


def _on_side(request: Request, pieces: list[Piece], passages: Passages) -> list[Piece]:
    """Return the pieces that are not on another illness, kind of it or step of its treatment, as announced above.

    The titles count for doses where the question names a medicine, and for times where it asks how long or how often,
    only: other lines below "treatment of malaria" may well speak of its prevention.
    """
    question = request.question
    on_dose, on_time = asks_dose(question), asks_time(question)
    on_medicine = on_dose or bool(dosed_medicines(question))
    fitting = []
    for piece in pieces:
        evidence = request.evidence[piece.evidence]
        lead = find_lead(piece, passages[piece.evidence], evidence.quote)
        own = words_of(piece, evidence)
        announced = words_of(lead, evidence) if lead else ""
        opening = table_opening(piece, evidence.quote) if piece.rows else ""
        titles = [*find_inner_titles(piece, evidence.quote), *reversed(evidence.hit.passage.heading)]
        gives = on_medicine and gives_dose(own)
        announcing = find_announcing_line(piece, evidence.quote)
        if is_on_other_side(question, own) or is_on_other_side(question, f"{announced}\n{own}"):
            continue
        if announcing and is_on_other_side(question, own, [announcing]):
            continue
        row_above = find_row_above(piece, passages[piece.evidence], evidence.quote)
        above = [announced, words_of(row_above, evidence) if row_above else "", opening, *titles]
        if (gives or (on_time and gives_quantity(own))) and is_on_other_side(question, own, above):
            continue
        if gives and is_for_other_purpose(question, own, above):
            continue
        doses = find_doses(own)
        first = doses[0].start if doses else 0
        if gives and is_for_another(
            question, own, first, [[announced, opening], *([title] for title in titles), [evidence.hit.guideline.title]]
        ):
            continue
        fitting.append(piece)
    return fitting if fitting or on_dose else pieces


def _on_patient(request: Request, pieces: list[Piece], passages: Passages) -> list[Piece]:
    measures = find_measures(request.question)
    asked, young = patient_age_groups(request.question), is_young(request.question)
    if not measures and len(asked) != 1:
        return pieces
    fitting = []
    for piece in pieces:
        evidence = request.evidence[piece.evidence]
        # Whom a line leaves out is not whom it is on.
        quote = without_exclusions(words_of(piece, evidence))
        beside = passages[piece.evidence]
        lead = find_lead(piece, beside, evidence.quote)
        if piece is beside[0] and asks_dose(request.question) and _is_orphan(piece, evidence):
            continue
        announced = without_exclusions(words_of(lead, evidence) if lead else "")
        if is_for_other_patient(measures, quote, rows=piece.rows):
            continue
        if fits(measures, find_bands(announced)) is False:
            continue
        if piece.rows and fits(measures, _bands_above(piece, evidence)) is False:
            continue
        said = (
            _ages_of(quote, young)
            or _ages_before(piece, beside, evidence, young)
            or _nearest_ages(
                [announced, *find_inner_titles(piece, evidence.quote), *reversed(titles_above(piece, evidence))], young
            )
        )
        if len(asked) == 1 and said and not asked & said:
            continue
        # A pregnant woman's dose is none for a child.
        if (
            asked == frozenset(["children"])
            and not _ages_of(quote, young)
            and gives_dose(quote)
            and find_groups(quote) & MATERNAL
        ):
            continue
        fitting.append(piece)
    return fitting if fitting or asks_dose(request.question) else pieces


def _nearest_ages(above: Sequence[str], young: bool) -> frozenset[str]:
    """Return the age groups of the nearest title that names one: an adults' table may stand in children's chapter."""
    return next((ages for title in above if (ages := find_age_groups(title, young=young))), frozenset())


def _bands_above(piece: Piece, evidence: Evidence) -> tuple[Band, ...]:
    """Return the bands of the line above a row's table; those of the header's columns are each for their own cells."""
    opening = without_exclusions(table_opening(piece, evidence.quote))
    return find_bands("\n".join(line for line in opening.splitlines() if BETWEEN_CELLS not in line))


def _ages_before(piece: Piece, beside: Sequence[Piece], evidence: Evidence, young: bool) -> frozenset[str]:
    """Return the age groups of the sentence right before one that gives a dose: "most reduce it to" is for the same."""
    at = beside.index(piece)
    quote = words_of(piece, evidence)
    if piece.rows or not at or not find_doses(quote) or find_mentions(quote):
        return frozenset()
    before = beside[at - 1]
    if "\n" in evidence.quote[before.end : piece.start]:
        return frozenset()
    sentence = words_of(before, evidence)
    return find_age_groups(sentence, young=young) if find_doses(sentence) else frozenset()


def _ages_of(quote: str, young: bool) -> frozenset[str]:
    """Return the age groups that a line is on. "2 g every 12 hours. Child: 100 mg/kg" is on adults first."""
    said = find_age_groups(quote, young=young)
    doses = find_doses(quote)
    if said == frozenset(["children"]) and doses and not find_age_groups(quote[: doses[0].end], young=young):
        return said | {"adults"}
    return said


def _is_orphan(piece: Piece, evidence: Evidence) -> bool:
    """Whether rows without a header open their passage: the line that says for whom they are stands before it."""
    quote = words_of(piece, evidence)
    return piece.start == 0 and "\n" in quote and BETWEEN_CELLS not in quote and not find_age_groups(quote)
