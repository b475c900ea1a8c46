"""What of the patient the question lacks to choose among the lines that an answer shows. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from ingest.table_passages import BETWEEN_CELLS
from rag.checks.asked_medicines import dosed_medicines
from rag.checks.medicine_mentions import find_mentions
from rag.checks.medicines import names_medicine
from rag.checks.unsaid import FACTS, Fact, find_unsaid
from rag.types import Request, Statement

_TOLD: Mapping[Fact, str] = {
    "pregnancy": "whether the patient is pregnant or breastfeeding is not given, and these lines differ by it",
    "severity": "how severe the illness is is not given, and these lines differ by it",
}
_BULLETS = tuple("•✓✗›–-")


def check_unsaid(request: Request, statement: Statement) -> Iterator[str]:
    """Yield a problem where severity or pregnancy chooses among the lines around a statement's, and is not given."""
    unsaid = find_unsaid_of(request, statement)
    yield from (told for fact, told in _TOLD.items() if fact in unsaid)


def find_unsaid_of(request: Request, statement: Statement) -> frozenset[Fact]:
    """Return which of severity and pregnancy chooses between a statement's rows and items and those beside them."""
    found: set[Fact] = set()
    for label in dict.fromkeys(citation.label for citation in statement.citations):
        (quote,) = [item.quote for item in request.evidence if item.label == label]
        listed = [line for line in quote.splitlines() if is_listed_line(line)]
        beside = [line for line in listed if is_on_asked(request.question, line)]
        cited = "\n".join(citation.quote for citation in statement.citations if citation.label == label)
        for line in beside:
            if line in statement.text or line in cited:
                found |= find_unsaid(request.question, line, beside)
    return frozenset(found)


def is_listed_line(line: str) -> bool:
    """Return whether a line is a table's row or a list's item."""
    return BETWEEN_CELLS in line or line.startswith(_BULLETS)


def is_on_asked(question: str, line: str) -> bool:
    """Return whether a line may be on the medicine that a question asks a dose of: it names it, or none."""
    asked = dosed_medicines(question)
    return not asked or not find_mentions(line) or any(names_medicine(line, medicine) for medicine in asked)


def order_facts(found: Sequence[frozenset[Fact]]) -> tuple[Fact, ...]:
    """Return all facts that were found, each once, in the order in which they are told."""
    return tuple(fact for fact in FACTS if any(fact in each for each in found))
