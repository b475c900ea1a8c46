"""Answers, hits and guidelines as text for a terminal."""

import textwrap
from collections.abc import Collection, Sequence
from typing import Any

from indexes.languages import language_of
from indexes.matching import describe_filter
from indexes.stored import StoredGuideline
from indexes.types import Filter, Hit, Place
from ingest.language import detect_other_language
from ingest.types import PageSource
from rag.types import Answer, Calculation, Citation, Conflict, Statement
from ui.ages import describe_age, describe_edition, name_guideline

_WIDTH = 100
_PUBLISHER_WIDTH = 32


def answer_text(answer: Answer, titles: dict[str, str], tables: Sequence[str] = ()) -> str:
    """Return an answer with its citations; `titles` gives each guideline id its title.

    `tables` are those, set as text, of whose rows the statements quote some only, and the reader has to pick one.
    """
    lines: list[str] = []
    if answer.error is not None:
        lines += [f"No answer: {answer.error}", "", "The passages found:", ""]
        lines += [hits_text([evidence.hit for evidence in answer.evidence], Filter())]
        lines += ["", _asked_of(answer)]
        return "\n".join([*lines, *_searched_in(answer.where)])
    if answer.outcome == "not_in_guidelines":
        lines += [silence_text(answer), "", "The nearest sections:"]
        lines += [f"  {_where(evidence.hit)}" for evidence in answer.evidence[:3]]
        lines += ["", _asked_of(answer)]
        return "\n".join([*lines, *_searched_in(answer.where)])
    if answer.missing:
        lines += [_wrap(missing_text(answer.missing), ""), ""]
    for conflict in answer.conflicts:
        lines += [conflict_text(conflict, titles), ""]
    shared = shared_problems(answer.statements)
    lines += [_wrap(f"! {problem}", "") for problem in shared]
    lines += [""] if shared else []
    for number, statement in enumerate(answer.statements):
        lines.append(_wrap(labelled_text(statement), "  "))
        lines += [f"    ! {problem}" for problem in statement.problems if problem not in shared]
        for citation in statement.citations:
            lines.append(f"      {cited_at(citation, titles)}")
        lines += [_wrap(calculation_text(each), "    ") for each in answer.calculations if each.statement == number]
        lines.append("")
    for table in tables:
        lines += [f"The whole {table}", ""]
    lines.append(f"Answered by {answer.answerer} from the set {answer.library}{_ordered(answer)}.")
    return "\n".join([*lines, *_searched_in(answer.where)])


def silence_text(answer: Answer) -> str:
    """Return that a question is not answered, and why: "These guidelines do not answer this: none ... names zinc."."""
    return "These guidelines do not answer this" + (f": {answer.silence}." if answer.silence else ".")


def _asked_of(answer: Answer) -> str:
    return f"Asked of the set {answer.library}, with the answerer {answer.answerer}{_ordered(answer)}."


def _ordered(answer: Answer) -> str:
    return "" if answer.reranker is None else f", ordered by {answer.reranker}"


def labelled_text(statement: Statement) -> str:
    """Return a statement with the labels that it cites, each once: "Give zinc. [1][3]"."""
    labels = "".join(f"[{label}]" for label in dict.fromkeys(citation.label for citation in statement.citations))
    return f"{statement.text} {labels}".strip()


def shared_problems(statements: Sequence[Statement]) -> tuple[str, ...]:
    """Return the problems that each of several statements has, which are said once for all of them."""
    if len(statements) < 2:
        return ()
    first, *others = statements
    return tuple(problem for problem in first.problems if all(problem in other.problems for other in others))


def question_language_text(question: str, language: str) -> str | None:
    """Return what must be said where a question is not in the language of its set."""
    found = detect_other_language(question, language)
    if not found:
        return None
    asked, searched = language_of(found).name, language_of(language).name
    return f"The question seems to be in {asked}, and this set is searched in {searched}: ask in {searched}."


def as_sentence(text: str) -> str:
    """Return the words of a problem or fault as one sentence."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def missing_text(missing: Sequence[str]) -> str:
    """Return the sentence that says what of the patient the question lacks."""
    named = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
    return f"Lines depend on the patient's {named}, which the question does not give: see which is the patient's."


def calculation_text(calculation: Calculation) -> str:
    """Return a worked line, marked as such, with the label of the passage that its dose is from."""
    return f"Calculated: {calculation.text} [{calculation.citation.label}]"


def conflict_title(conflict: Conflict) -> str:
    """Return in what two places disagree, and whether one guideline has both."""
    is_one = conflict.first.guideline == conflict.second.guideline
    return f"{'This guideline disagrees with itself' if is_one else 'These guidelines disagree'}: {conflict.subject}"


def conflict_text(conflict: Conflict, titles: dict[str, str]) -> str:
    """Return two places that disagree one below the other, each with its own words and where it stands."""
    lines = [conflict_title(conflict)]
    for citation in (conflict.first, conflict.second):
        lines += [_wrap(citation.quote, "    "), f"      {cited_at(citation, titles)}"]
    return "\n".join(lines)


def cited_at(citation: Citation, titles: dict[str, str]) -> str:
    """Return where a citation stands, such as "[1] Severe malaria, page 3 (severe-malaria.pdf)".

    If the edition is superseded or old, that is said behind.
    """
    title = titles.get(citation.guideline, citation.guideline)
    page = page_name(citation.page, citation.page_label, citation.source)
    edition = describe_edition(citation.published, citation.status)
    return f"[{citation.label}] {title}, {page} ({citation.file}){f' - {edition}' if edition else ''}"


def page_name(number: int, label: str | None, source: PageSource = "text") -> str:
    """Return how to find a page: its printed folio, its place in the PDF where that differs, and OCR."""
    told = " read by OCR" if source == "ocr" else ""
    if label is None:
        return f"PDF page {number}{told}"
    return f"page {label}{told}" if label == str(number) else f"page {label} (PDF page {number}){told}"


def hits_text(hits: Sequence[Hit], where: Filter) -> str:
    """Return hits, best first, and what the search was restricted to."""
    blocks = []
    for rank, hit in enumerate(hits, start=1):
        blocks.append(f"{rank}. {_where(hit)}\n{_wrap(hit.passage.text, '   ')}")
    return "\n\n".join([*(blocks or ["Nothing found."]), *_searched_in(where)])


def guidelines_text(guidelines: Sequence[StoredGuideline]) -> str:
    """Return a table of guidelines."""
    if not guidelines:
        return "The set is empty."
    width = max(len(stored.guideline.id) for stored in guidelines)
    publishers = [_cut(stored.guideline.publisher) or "-" for stored in guidelines]
    wide = max(len("publisher"), *map(len, publishers))
    ages = [describe_age(stored.guideline.published) or "-" for stored in guidelines]
    long = max(len("age"), *map(len, ages))
    rows = [
        f"{'id':{width}}  {'published':10}  {'age':{long}}  {'status':10}  {'lang':5}  {'pages':>5}  {'passages':>8}  "
        f"{'publisher':{wide}}  title"
    ]
    for stored, publisher, age in zip(guidelines, publishers, ages, strict=True):
        guideline = stored.guideline
        note = f" [superseded by {', '.join(stored.superseded_by)}]" if stored.superseded_by else ""
        rows.append(
            f"{guideline.id:{width}}  {guideline.published or '-':10}  {age:{long}}  {guideline.status:10}  "
            f"{guideline.language or '-':5}  {guideline.pages:>5}  {stored.passages:>8}  {publisher:{wide}}  "
            f"{guideline.title}{note}"
        )
    return "\n".join(rows)


def removal_text(name: str, set_name: str, current: Sequence[str]) -> str:
    """Return that a guideline is removed, and which older editions are `current` again."""
    verb = "is" if len(current) == 1 else "are"
    again = f" {', '.join(current)} {verb} current again." if current else ""
    return f"{name} is removed from the set {set_name}.{again}"


def facts_text(facts: dict[str, Any], held: Collection[str]) -> dict[str, str]:
    """Return what is known of a guideline as it is shown, by its name; `held` are the ids of its set."""

    def shown(name: str, value: Any) -> str:
        if name == "published" and value:
            age = describe_age(value)
            return f"{value} ({age})" if age else str(value)
        if name == "supersedes":
            value = [older if older in held else f"{older} (not in this set)" for older in value]
        return (", ".join(value) if isinstance(value, list) else str(value)) or "-"

    return {name: shown(name, value) for name, value in facts.items() if name != "age_years"}


def _cut(name: str) -> str:
    return name if len(name) <= _PUBLISHER_WIDTH else f"{name[: _PUBLISHER_WIDTH - 1].rstrip(' ,')}…"


def _searched_in(where: Filter) -> list[str]:
    words = describe_filter(where)
    return [f"Searched in: {words}."] if words else []


def _where(hit: Hit) -> str:
    also = [f"{name_guideline(repeat.guideline)}, {_pages(repeat.places)}" for repeat in hit.repeats]
    where = " > ".join([f"{name_guideline(hit.guideline)}, {_pages(hit.places)}", *hit.passage.heading[-2:]])
    return f"{where} (also in {'; '.join(also)})" if also else where


def _pages(places: Sequence[Place]) -> str:
    return ", ".join(page_name(place.page, place.label, place.source) for place in places)


def _wrap(text: str, indent: str) -> str:
    return "\n".join(
        textwrap.fill(line, _WIDTH, initial_indent=indent, subsequent_indent=indent) for line in text.splitlines()
    )
