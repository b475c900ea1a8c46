"""How well each piece answers a question: by meaning, by words, and by what a clinician must see first."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexes.abbreviations import spell_out
from indexes.bands import find_measures, fits
from indexes.exclusions import without_exclusions
from indexes.late_interaction import match_tokens, pack_signs
from indexes.populations import MATERNAL, find_age_groups, find_groups
from indexes.types import Embedder
from rag.answerers.echoes import gives_number, is_echo
from rag.answerers.pieces import Piece, find_lead, table_opening, titles_above, words_of
from rag.answerers.row_parts import is_part
from rag.checks.asked_medicines import dosed_medicines
from rag.checks.asking import asks_amount
from rag.checks.circumstances import PATIENTS_OWN, find_circumstances, is_for_other_germ
from rag.checks.directives import asks_what_to_do, says_what_to_do
from rag.checks.doses import gives_dose
from rag.checks.exclusions import find_excluding
from rag.checks.frequencies import find_frequencies
from rag.checks.line_bands import find_line_bands, find_needed
from rag.checks.medicine_classes import names_asked_class
from rag.checks.own_abbreviations import find_own_abbreviations, spell_out_own
from rag.checks.parts import asking_parts
from rag.checks.populations import patient_age_groups
from rag.checks.ratios import asked_ratio, gives_ratio
from rag.checks.studies import is_background, is_on_study
from rag.checks.units import asked_units, asks_time, counts_units
from rag.checks.words import content_words
from rag.types import Request

_COVERAGE = 0.4
_TOKENS = 0.8
_RANK = 0.3
"""What the share of the question's words, the match of its tokens and the passage's rank weigh, to a cosine's 1."""

_WHOLE = 0.5
"""What the score for the question as a whole weighs in that for one of its parts, which may be "and how often?"."""

_ASKS_QUANTITY = re.compile(
    r"\b(?:dos(?:e|es|age|ing)|how (?:much|many|long|often|far|old|soon|small|large|big|high|low|wide)|when|what age|"
    r"rate|ratio|threshold|minimum|maximum|limit|level|percentage|proportion|share|mg|ml|units?|tablets?|days?|weeks?|hours?|"
    r"cut-?offs?|counts?|frequency|intervals?|distance|temperature|at most|at least)\b",
    re.IGNORECASE,
)
_QUANTITY_BONUS = 0.2
_BAND_BONUS = 0.2
_EXCLUSION_BONUS = 0.2
"""Whoever asks about a patient must see first that the patient is left out."""

_AGE_BONUS = 0.1
_NO_DOSE_PENALTY = 0.1
_MATERNAL_BONUS = 0.15
"""What is said of pregnant women comes first where they are asked about, and after what is said of all elsewhere."""

_CIRCUMSTANCE_PENALTY = 0.3
"""What holds on the way to hospital, or by another route, comes after what holds without such a condition."""

_OWN_CIRCUMSTANCE_BONUS = 0.3
"""What is said for the patient's own circumstance ("in G6PD deficiency") comes before what is said for all."""

_EXAMPLE_PENALTY = 0.2
"""One weight's dose, as in a worked example, comes after what is for all where the question gives no weight."""

_STUDY_PENALTY = 0.3
"""What happened in a trial comes after what the guideline says should be done."""

_DIRECTIVE_BONUS = 0.2
"""Whoever asks what to do wants what is recommended or forbidden, and not what is described."""

_CLASS_BONUS = 0.15
_BACKGROUND_PENALTY = 0.2
_ECHO_PENALTY = 1.0
"""What only repeats the question answers nothing."""


def is_on_amount(question: str) -> bool:
    """Return whether a question asks for the amount of a medicine that it names."""
    return bool(dosed_medicines(question)) and asks_amount(question)


def find_patients_rows(request: Request, pieces: Sequence[Piece]) -> set[int]:
    """Return which pieces are a table's row for the patient's weight or age."""
    measures = find_measures(request.question)
    return {
        at
        for at, piece in enumerate(pieces)
        if piece.rows and fits(measures, find_line_bands(words_of(piece, request.evidence[piece.evidence]), rows=True))
    }


def gives_asked(request: Request, piece: Piece) -> bool:
    """Return whether a piece gives the dose that the question wants, and counts what it wants a number of."""
    evidence = request.evidence[piece.evidence]
    quote = words_of(piece, evidence)
    if is_on_amount(request.question) and not gives_dose(quote):
        return False
    ratio = asked_ratio(request.question)
    if ratio and not gives_ratio(quote, ratio):
        return False
    units = asked_units(request.question)
    return not units or _counts(request, piece, units)


def _counts(request: Request, piece: Piece, units: frozenset[str]) -> bool:
    evidence = request.evidence[piece.evidence]
    above = "\n".join([*titles_above(piece, evidence), table_opening(piece, evidence.quote) if piece.rows else ""])
    return counts_units(words_of(piece, evidence), above, units)


@dataclass(frozen=True, slots=True)
class Scores:
    """A score for each piece, higher for better; only those of one question compare."""

    whole: tuple[float, ...]
    """For the question as a whole."""
    parts: tuple[tuple[float, ...], ...]
    """For each of the things that it asks, if there are several."""
    conditional: frozenset[int]
    """Which pieces hold only under a condition that the question does not name, such as before referral."""


def score_pieces(
    request: Request, pieces: Sequence[Piece], passages: Mapping[int, Sequence[Piece]], embedder: Embedder
) -> Scores:
    """Return how well each piece answers a question.

    A piece is taken with the titles above it. `passages` are all pieces of each passage, by the number of its evidence.
    """
    asked = spell_out(request.question)
    quotes = [words_of(piece, request.evidence[piece.evidence]) for piece in pieces]
    names = find_own_abbreviations("\n".join([*each.hit.passage.heading, each.quote]) for each in request.evidence)
    texts = [spell_out_own(_in_context(piece, request, passages), names) for piece in pieces]
    parts = asking_parts(asked)
    question, embedded = embedder.embed_queries([asked, *parts]), embedder.embed_passages(texts)
    similarities = embedded.vectors @ question.vectors.T
    matches = match_tokens(question.tokens[0], [pack_signs(tokens) for tokens in embedded.tokens])
    held_words = [content_words(text, request.language) for text in texts]
    wanted = content_words(asked, request.language)
    coverages = _cover(wanted, [wanted & held for held in held_words])
    weigh = _Weighing(request)
    rows = find_patients_rows(request, pieces)
    scores = []
    conditional = {at for at, text in enumerate(texts) if weigh.is_conditional(text)}
    for at, (piece, quote) in enumerate(zip(pieces, quotes, strict=True)):
        score = float(similarities[at, 0]) + _COVERAGE * coverages[at] + _TOKENS * matches[at]
        score += _RANK / (1 + piece.evidence) + _BAND_BONUS * (at in rows)
        scores.append(score + weigh.weigh(piece, quote, texts[at]))
    of_parts = []
    for number, part in enumerate(parts, start=1):
        words = content_words(part, request.language)
        held = _cover(words, [words & held for held in held_words])
        units = asked_units(part)
        of_parts.append(
            tuple(
                float(similarities[at, number])
                + _COVERAGE * held[at]
                + _QUANTITY_BONUS * (bool(units) and _counts(request, piece, units))
                + _WHOLE * scores[at]
                for at, piece in enumerate(pieces)
            )
        )
    return Scores(tuple(scores), tuple(of_parts), frozenset(conditional))


class _Weighing:
    """What the question names, and what a piece gains or loses by it."""

    def __init__(self, request: Request) -> None:
        self._request = request
        question = request.question
        self._maternal = find_groups(question) & MATERNAL
        self._ages = patient_age_groups(question)
        self._measures = find_measures(question)
        self._on_medicine = bool(dosed_medicines(question))
        self._on_amount = is_on_amount(question)
        self._asks_quantity = bool(_ASKS_QUANTITY.search(question))
        self._asks_time = asks_time(question)
        self._asks_study = is_on_study(question)
        self._asks_what_to_do = asks_what_to_do(question)
        self._circumstances = find_circumstances(question)

    def weigh(self, piece: Piece, quote: str, text: str) -> float:
        """Return what is added to the score of a piece that says `quote`, `text` with what stands above it."""
        question = self._request.question
        score = 0.0
        if self._on_amount and self._ages and self._ages & find_age_groups(text):
            score += _AGE_BONUS
        if self._on_medicine and self._maternal & find_groups(quote):
            score += _MATERNAL_BONUS
        elif not self._maternal and find_groups(without_exclusions(quote)) & MATERNAL:
            score -= _MATERNAL_BONUS
        heading = self._request.evidence[piece.evidence].hit.passage.heading
        # How a recommendation came about leaves nobody out.
        if self._on_medicine and not is_background(heading) and find_excluding(question, quote):
            score += _EXCLUSION_BONUS
        if self._on_amount and not gives_dose(quote):
            score -= _NO_DOSE_PENALTY
        if self._on_amount and not piece.rows and self._is_example(quote):
            score -= _EXAMPLE_PENALTY
        if self._asks_quantity and self._gives_number(quote) and gives_asked(self._request, piece):
            score += _QUANTITY_BONUS
        if self._asks_what_to_do and says_what_to_do(quote):
            score += _DIRECTIVE_BONUS
        if not self._on_medicine and names_asked_class(question, quote):
            score += _CLASS_BONUS
        if self.is_conditional(text):
            score -= _CIRCUMSTANCE_PENALTY
        elif self._on_medicine and self._circumstances & PATIENTS_OWN & find_circumstances(without_exclusions(quote)):
            score += _OWN_CIRCUMSTANCE_BONUS
        if not self._asks_study and is_on_study(quote):
            score -= _STUDY_PENALTY
        evidence = self._request.evidence[piece.evidence]
        above = [*evidence.hit.passage.heading[-2:], *titles_above(piece, evidence)]
        if not self._asks_study and is_background(above):
            score -= _BACKGROUND_PENALTY
        if is_echo(quote, question, self._request.language):
            score -= _ECHO_PENALTY
        return score

    def _gives_number(self, quote: str) -> bool:
        """Whether a piece says a number, or how often where that is asked: "monthly"."""
        return gives_number(quote, self._request.question) or (self._asks_time and bool(find_frequencies(quote)))

    def is_conditional(self, text: str) -> bool:
        """Return whether a text holds only under a condition that the question does not name."""
        return bool(find_circumstances(text) - self._circumstances) or is_for_other_germ(self._request.question, text)

    def _is_example(self, quote: str) -> bool:
        """Whether a sentence is on patients of one narrow band that the question may or may not mean."""
        needed, bands = find_needed(self._measures, quote), find_line_bands(quote)
        return any(band.quantity in needed and band.low > 0 and band.high < float("inf") for band in bands)


def _in_context(piece: Piece, request: Request, passages: Mapping[int, Sequence[Piece]]) -> str:
    """Return what a piece says below its titles and, for a further part of a row, the row's beginning."""
    evidence = request.evidence[piece.evidence]
    lead = None
    if is_part(evidence.quote, piece.start):
        lead = find_lead(piece, passages[piece.evidence], evidence.quote)
    opening = [words_of(lead, evidence)] if lead else []
    return "\n".join([*titles_above(piece, evidence), *opening, words_of(piece, evidence)])


def _cover(wanted: frozenset[str], held: Sequence[frozenset[str]]) -> list[float]:
    """Return the share of the wanted words' weight that each piece holds.

    A word weighs its inverse document frequency among the pieces; one that is in none weighs nothing.
    """
    counts = {word: sum(word in words for words in held) for word in wanted}
    weights = {word: float(np.log(1 + len(held) / count)) for word, count in counts.items() if count}
    whole = max(1e-9, sum(weights.values()))
    return [sum(weights[word] for word in words) / whole for words in held]
