"""Two small readings for the library's tests, and the ids of what a question finds among them."""

from indexes.library import Library
from indexes.types import Filter
from tests.conftest import make_reading

ZINC = make_reading(
    "zinc", "Give zinc for ten days.", "Salt and sugar\nin clean water.", "Measles vaccine at nine months."
)
MALARIA = make_reading(
    "malaria", "Give artesunate 2.4 mg/kg.", "Then give artemether for three days.", headings=("5 Treatment",)
)


def find(library: Library, question: str, k: int = 10, where: Filter = Filter()) -> list[str]:  # noqa: B008
    """Return the ids of the passages found, best first."""
    return [hit.passage.id for hit in library.search([question], k, where)[0]]
