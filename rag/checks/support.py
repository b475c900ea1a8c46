"""Whether a statement is backed by what it cites, and why not in words. Pure.

- Every quantity stands in one row of a table, with its caption and header, or in sentences side by side, of the lines
  that the statement rests on (`quantity_support`): equal or convertible, with its limit, per the same, of the same
  medicine, row and column.
- Its medicines and ways of giving are named there, and its illnesses in the passage or above it.
- It forbids what the lines forbid, and leaves out whom they leave out (`negation`).
- Enough of its words that say what it is about (`plain_words`), or others of the same meaning (`synonyms`), are in the
  passage or above it; a quantity or a medicine counts for two.
  Or else an entailment model, named by the user, says that it follows (`entailment`).

What is copied sentence by sentence needs no more. Not checked: whether words in another order say the same, and what
"it" means. Of arithmetic only a dose by the patient's weight and a part of another dose are followed (`worked_out`).
"""

from collections.abc import Callable, Sequence

from ingest.sentences import find_sentences
from rag.checks.conditions import are_kin, find_conditions
from rag.checks.grounds import unsaid
from rag.checks.negation import check_negation
from rag.checks.numbers import find_numbers
from rag.checks.plain_words import count_known, telling_words
from rag.checks.quantities import find_quantities
from rag.checks.quantity_support import find_grounds
from rag.checks.subjects import name_medicines
from rag.types import Verdict

LEAST_OVERLAP = 0.44
"""The share of a statement's telling words that must stand in what it cites.

benchmarks/README.md says how many faithful statements, and how many held against a passage beside theirs, have less.
"""


Follows = Callable[[str, str], bool]
"""Whether a statement, the second text, follows from the first."""

_NAMED_WEIGHT = 2
"""So many words does a quantity or a medicine count for."""


def check_statement(
    text: str, quotes: Sequence[str], headings: Sequence[str] = (), follows: Follows | None = None
) -> tuple[Verdict, tuple[str, ...]]:
    """Check a statement (without its labels) against the texts of the passages that it cites.

    `headings` are titles above those passages: they lend words, never numbers, for a section's number is no dose. The
    problems are short clauses for the reader; a statement is "supported" if there is none. `follows`, if given, says in
    place of the count of words whether the statement follows from the lines that it rests on. Raises nothing itself.
    """
    if not quotes:
        return "uncited", ("cites no passage",)
    if _is_copied(text, quotes):
        return "supported", ()
    passage = "the cited passage" if len(quotes) == 1 else "the cited passages"
    grounds = find_grounds(text, quotes, headings)
    if not grounds:
        return "unsupported", (f"nothing like it is in {passage}",)
    problems = [*unsaid(grounds), *_missing_codes(text, quotes, passage)]
    problems += _missing_illnesses(text, [*quotes, *headings], passage)
    lines = "\n".join(ground.text for ground in grounds)
    problems += check_negation(text, lines, "\n".join(quotes))
    if follows is not None:
        if not follows("\n".join([*headings, lines]), text):
            problems.append(f"does not follow from {passage} by the entailment model")
    elif _share(text, "\n".join([*quotes, *headings])) < LEAST_OVERLAP:
        problems.append(f"too few of its words are in {passage}")
    return ("unsupported" if problems else "supported"), tuple(dict.fromkeys(problems))


def _share(text: str, everything: str) -> float:
    """Return which share of a statement's words is known, if its quantities and medicines all are."""
    quantities = [each for each in find_quantities(text) if not each.is_implied]
    for each in quantities:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    words = telling_words(text)
    count = _NAMED_WEIGHT * (len(quantities) + len(name_medicines(text)))
    return (count_known(words, telling_words(everything)) + count) / max(1, len(words) + count)


def _missing_illnesses(text: str, known: Sequence[str], passage: str) -> list[str]:
    """Say which illnesses of a text are named in none of these, nor one that is treated under its title."""
    said = find_conditions(text)
    if not said:
        return []
    named = frozenset(illness for each in known for illness in find_conditions(each))
    return [
        f"{illness} is not in {passage}" for illness in sorted(said - named) if not are_kin(frozenset([illness]), named)
    ]


def _is_copied(text: str, quotes: Sequence[str]) -> bool:
    """Whether each sentence or row of a text is, word for word, a whole one of the passages."""
    copied = {_fold(quote[start:end]) for quote in quotes for start, end in find_sentences(quote)}
    sentences = find_sentences(text)
    return bool(sentences) and all(_fold(text[start:end]) in copied for start, end in sentences)


def _fold(text: str) -> str:
    return " ".join(text.split())


def _missing_codes(text: str, quotes: Sequence[str], passage: str) -> list[str]:
    """Say which codes ("CD4") and section numbers of a text stand in none of the passages."""
    known = {number.key for quote in quotes for number in find_numbers(quote)}
    codes = [number for number in find_numbers(text) if not number.key.removeprefix("-").replace(".", "", 1).isdigit()]
    return [f"{code.written} is not in {passage}" for code in codes if code.key not in known]
