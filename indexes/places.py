"""Where a passage stands on its pages, and that as JSON. Pure."""

from collections.abc import Mapping
from typing import Any

from indexes.types import Place
from ingest.types import Page, Passage


def find_places(passage: Passage, pages: Mapping[int, Page]) -> tuple[Place, ...]:
    """Return a passage's places, one a page, in reading order; `pages` are those of its guideline by number."""
    places = []
    for number in passage.pages:
        page = pages[number]
        lines = [page.lines[span.line] for span in passage.spans if span.page == number]
        places.append(
            Place(number, page.label, tuple(line.box for line in lines), tuple(line.source for line in lines))
        )
    return tuple(places)


def dump_places(places: tuple[Place, ...]) -> list[list[Any]]:
    """Return each place as [page, label, boxes, sources]; `load_places` gives an equal one back."""
    return [[place.page, place.label, place.boxes, place.sources] for place in places]


def load_places(value: list[list[Any]]) -> tuple[Place, ...]:
    """Return the places that `dump_places` wrote."""
    return tuple(
        Place(page, label, tuple((box[0], box[1], box[2], box[3]) for box in boxes), tuple(sources))
        for page, label, boxes, sources in value
    )
