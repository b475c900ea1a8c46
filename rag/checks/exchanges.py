"""Whether two quantities of a statement have changed places: "A 5 mg, B 10 mg" for "A 10 mg, B 5 mg". Pure.

Each of two quantities of a kind has words and other quantities around it, in its cell of a row; the nearer they are and
the fewer borders ("and", commas, brackets) lie between, the more they count. Where those around each fit what stands
around the other's value in the line, and do not fit what stands around its own, the two are exchanged. That holds
whatever the order: "10 mg of B and 5 mg of A" fits "A 5 mg, B 10 mg" as it is.

Nothing is said of values side by side ("0, 12 and 24 hours"; "76% versus 62%"), nor of years.
"""

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.table_passages import BETWEEN_CELLS
from rag.checks.plain_words import meeting_words
from rag.checks.quantities import Quantity, find_quantities
from rag.checks.quantity_agreement import agrees, are_alike

_CELL = BETWEEN_CELLS.strip()
_PART = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[;•\n()\[\]|]|,(?!\d)")
_BORDER = re.compile(r"[;•\n()\[\],]|\b(?:and|or|but|whereas|while|then|versus|vs|than)\b", re.IGNORECASE)
_PARTS = re.compile(rf"[:=]|{_BORDER.pattern}", re.IGNORECASE)
_BORDER_COST = 3
"""So many words does a border count for."""

_LEAST = 0.15
"""So much better must the other's place fit, by words that count a half where they stand beside a quantity."""

_MOST_AGAINST = 0.5
"""Of that, so much may speak for its own place."""

_YEARS = range(1900, 2101)

Token = str | Quantity | None
"""A word, a quantity, a cell's end ("|") or a border (None)."""


def find_exchange(said: Sequence[Quantity], statement: str, line: str, above: str) -> tuple[Quantity, Quantity] | None:
    """Return two quantities of a statement that a line gives in each other's place; None if there are no such.

    `said` are quantities of the statement, and `above` is the caption and header of the table that the line is in.
    """
    if len(said) < 2:
        return None
    in_line = [each for each in find_quantities(line) if not each.is_implied]
    given = [
        frozenset(at for at, each in enumerate(in_line) if agrees(one, each, statement, line, above)) for one in said
    ]

    @functools.cache
    def are_apart_in_line(first: int, second: int) -> bool:
        return _are_apart(line, in_line[first], in_line[second])

    for (one, ones), (other, others) in itertools.combinations(zip(said, given, strict=True), 2):
        if not ones or not others or ones & others or not are_alike(one, other):
            continue
        pairs = list(itertools.product(ones, others))
        if not _are_apart(statement, one, other) or not all(itertools.starmap(are_apart_in_line, pairs)):
            continue
        around = _around(statement, one), _around(statement, other)
        if all(_are_turned(around, [_around(line, in_line[at]) for at in pair]) for pair in pairs):
            return one, other
    return None


def _are_turned(said: Sequence[Mapping[object, float]], given: Sequence[Mapping[object, float]]) -> bool:
    """Whether what stands around two quantities fits the other's place in the line, and not its own."""
    turned = against = 0.0
    for token in said[0].keys() | said[1].keys():
        one, other = (near.get(token, 0.0) for near in said)
        first, second = (near.get(token, 0.0) for near in given)
        better = min(one, second) + min(other, first) - min(one, first) - min(other, second)
        turned += max(0.0, better)
        against += max(0.0, -better)
    return turned > _LEAST and against < _MOST_AGAINST * turned


def _are_apart(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether a word or another quantity stands between two and, if both are in one cell, what parts it as well."""
    if not _is_compared(text, one) or not _is_compared(text, other):
        return False
    tokens = _tokens(text)
    first, second = sorted((one, other), key=lambda each: each.start)
    between = tokens[tokens.index(first) + 1 : tokens.index(second)]
    if not any(_tells(token, one) for token in between):
        return False
    return _CELL not in tokens or _CELL in between or _PARTS.search(text, first.end, second.start) is not None


def _tells(token: Token, quantity: Quantity) -> bool:
    """Whether a token may tell a quantity from others of its kind: a word, or a quantity of another kind."""
    if isinstance(token, Quantity):
        return not are_alike(token, quantity)
    return token is not None and token != _CELL


def _is_compared(text: str, quantity: Quantity) -> bool:
    """Whether a quantity may be exchanged: no year, and not the "1000" of "5 per 1000"."""
    if quantity.role != "count":
        return True
    return quantity.low not in _YEARS and not text[: quantity.start].lower().endswith("per ")


@functools.lru_cache(maxsize=8192)
def _around(text: str, quantity: Quantity) -> Mapping[object, float]:
    """Return what stands around a quantity, as far as the next one of its kind, with what each counts for."""
    tokens = _tokens(text)
    at = tokens.index(quantity)
    weights: dict[object, float] = {}
    for way in (reversed(tokens[:at]), iter(tokens[at + 1 :])):
        for token, weight in _weigh(way, quantity, text):
            weights[token] = max(weight, weights.get(token, 0.0))
    return weights


def _weigh(way: Iterator[Token], quantity: Quantity, text: str) -> Iterator[tuple[object, float]]:
    distance, has_words = 1, False
    for token in way:
        if token is None:
            distance += _BORDER_COST
            continue
        if token == _CELL:
            return
        if isinstance(token, Quantity) and are_alike(token, quantity) and _is_compared(text, token):
            if has_words:
                return
            continue  # of values side by side each has the words around all
        has_words |= _tells(token, quantity)
        yield _without_place(token), 1 / (1 + distance)
        distance += 1


def _without_place(token: Token) -> object:
    return (token.value, token.comparator, token.unit) if isinstance(token, Quantity) else token


@functools.lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[Token, ...]:
    """Return the words, quantities, borders and cells' ends of a text in order."""
    quantities = [each for each in find_quantities(text) if not each.is_implied]
    found: list[tuple[int, Token]] = [(each.start, each) for each in quantities]
    for match in _PART.finditer(text):
        if any(each.start < match.end() and match.start() < each.end for each in quantities):
            continue
        if match[0] == _CELL or _BORDER.fullmatch(match[0]):
            found.append((match.start(), _CELL if match[0] == _CELL else None))
        else:
            found += [(match.start(), word) for word in meeting_words(match[0])]
    return tuple(token for _, token in sorted(found, key=lambda each: each[0]))
