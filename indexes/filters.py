"""Where a search may look: from a filter to the guidelines and rows that both of its sides are held to."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexes.errors import LibraryError
from indexes.filter_checks import check_held, list_silent, say_nothing_left
from indexes.matching import check_values, match_guideline
from indexes.populations import is_for
from indexes.sections import Section
from indexes.stored import Removal, StoredGuideline
from indexes.types import Filter

_KEPT = 16
"""How many filters' selections are kept; at half a million passages one is half a megabyte."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a filter leaves of a set. The two sides of a search are told the same, each in its own terms."""

    only: tuple[int, ...] | None
    """Keys of the guidelines that the lexical side may search; None for all but `without`."""
    without: tuple[int, ...]
    """Keys of those that it may not. Of the two the shorter list is given: a long one is slow to search by."""
    population: str
    rows: NDArray[np.bool_] | None
    """For each row whether the dense side may find it; None where it may find all."""
    notes: tuple[str, ...]
    """What its user must know, one sentence each."""


class Selector:
    """Applies filters to a set as it is in one generation, and keeps what the last few gave."""

    def __init__(
        self,
        name: str,
        guidelines: Sequence[StoredGuideline],
        removals: Sequence[Removal],
        load_sections: Callable[[], Sequence[Section]],
    ) -> None:
        """Take the set's name and what it holds; the sections are loaded when a population is first asked for."""
        self._name = name
        self._guidelines = guidelines
        self._removals = removals
        self._load_sections = load_sections
        self._sections: Sequence[Section] | None = None
        self._kept: OrderedDict[Filter, Selection] = OrderedDict()

    def select(self, where: Filter) -> Selection:
        """Return what a filter leaves.

        Raises LibraryError if one of its values is not valid, if no guideline has it, or if nothing is left.
        """
        if where not in self._kept:
            self._kept[where] = self._select(check_values(where))
        self._kept.move_to_end(where)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[where]

    def _select(self, where: Filter) -> Selection:
        check_held(where, self._name, self._guidelines)
        chosen = [stored for stored in self._guidelines if match_guideline(where, stored)]
        keys = tuple(stored.key for stored in chosen)
        searched = set(keys)
        left_out = tuple(stored.key for stored in self._guidelines if stored.key not in searched)
        rows = self._find_rows(where, chosen)
        is_empty = not chosen if rows is None else not rows.any()
        if is_empty and where != Filter(superseded=where.superseded):
            raise LibraryError(say_nothing_left(where, self._name, self._guidelines))
        return Selection(
            only=keys if len(keys) < len(left_out) else None,
            without=left_out if len(left_out) <= len(keys) else (),
            population=where.population,
            rows=rows,
            notes=tuple(list_silent(where, self._guidelines)),
        )

    def _find_rows(self, where: Filter, chosen: Sequence[StoredGuideline]) -> NDArray[np.bool_] | None:
        if len(chosen) == len(self._guidelines) and not self._removals and not where.population:
            return None
        ends = [stored.last_row for stored in self._guidelines] + [removal.last_row for removal in self._removals]
        last = max(ends, default=0)
        rows = np.zeros(last + 1, dtype=np.bool_)
        for stored in chosen:
            rows[stored.first_row : stored.last_row + 1] = True
        if where.population:
            if self._sections is None:
                self._sections = self._load_sections()
            for section in self._sections:
                if not is_for(where.population, section.named):
                    rows[section.first_row : section.last_row + 1] = False
        rows.setflags(write=False)  # searches to come share it
        return rows
