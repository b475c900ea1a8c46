"""Where a passage stands: the boxes of its lines, a place a page, and that through JSON."""

import json

from indexes.places import dump_places, find_places, load_places
from indexes.types import Place
from ingest.types import Line, Page, Passage, Span

FIRST = Page(3, "iii", 600.0, 800.0, (Line("Give", (1.0, 2.0, 3.0, 4.0)), Line("zinc.", (1.5, 5.0, 3.0, 6.0))), "text")
SECOND = Page(4, None, 600.0, 800.0, (Line("Daily.", (7.0, 8.0, 9.0, 10.25), "ocr"),), "ocr")
PASSAGE = Passage("a:1", "a", "prose", ("5",), "zinc.\nDaily.", (Span(0, 5, 3, 1), Span(6, 12, 4, 0)))
PLACES = (
    Place(3, "iii", ((1.5, 5.0, 3.0, 6.0),), ("text",)),
    Place(4, None, ((7.0, 8.0, 9.0, 10.25),), ("ocr",)),
)


def test_a_place_a_page_and_a_box_a_span() -> None:
    """Only the passage's own lines, with their source and the page's printed folio."""
    assert find_places(PASSAGE, {3: FIRST, 4: SECOND}) == PLACES


def test_places_through_json() -> None:
    """What was dumped is loaded the same."""
    assert load_places(json.loads(json.dumps(dump_places(PLACES)))) == PLACES
