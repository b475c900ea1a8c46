"""Which lines of its cited passages a statement rests on, and what of it they do not say. Pure."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.checks.cases import is_of_other_case
from rag.checks.clauses import find_clause_line
from rag.checks.columns import is_beside_label, is_of_other_cell, is_of_other_row
from rag.checks.contraries import find_contraries
from rag.checks.exchanges import find_exchange
from rag.checks.grounds import Finding, Ground, unsaid
from rag.checks.places import NEIGHBOURS, Place, find_places
from rag.checks.plain_words import meeting_words
from rag.checks.quantities import Quantity, find_quantities
from rag.checks.quantity_agreement import agrees, are_alike, is_of_other_dose
from rag.checks.routes import find_routes
from rag.checks.subjects import find_strays, is_of_other, lines_around, name_medicines
from rag.checks.worked_out import is_worked_out

_LEAST_SHARE = 0.75
"""A statement may rest on lines that share at least so much with it of what the best share."""

_ABOVE = 0.5
"""What a word counts that only stands in the caption or header above a row."""

_NO_QUANTITY = 0.5
"""What a place without quantities, such as a title, counts for a statement that has some."""

_RELATED = 0.35
"""A passage of several cited ones that shares less than this part of what the best shares has no say."""

_FEW = 10
"""What a line may count in place of one: more is another thing."""

_MOST_CHOICES = 500
"""Of more ways to choose lines in each cited passage than these, the first are tried."""


def find_grounds(statement: str, quotes: Sequence[str], headings: Sequence[str]) -> tuple[Ground, ...]:
    """Return the lines that a statement rests on: in one passage if they say all of it, else in each.

    Lines are a table's row with its caption and header, or sentences side by side. Of those that share most words with
    the statement, the ones are taken that leave least of it unsaid. Empty if the passages are blank.
    """
    above = "\n".join(headings)
    by_quote = [list(_read_grounds(statement, quote, above)) for quote in quotes]
    likely = [_nearest(grounds) for grounds in by_quote if grounds]
    best = max((grounds[0].words for grounds in likely), default=0)
    related = [grounds for grounds in likely if grounds[0].words >= _RELATED * best]
    alone = min(
        (ground for grounds in related for ground in grounds if ground.words >= _LEAST_SHARE * best),
        key=_rank,
        default=None,
    )
    if alone is None or not alone.findings or len(related) == 1:
        return () if alone is None else (alone,)
    choices = itertools.islice(itertools.product(*related), _MOST_CHOICES)
    together = min(choices, key=lambda choice: len(unsaid(choice)))
    return together if len(unsaid(together)) < len(alone.findings) else (alone,)


def _nearest(grounds: list[Ground]) -> list[Ground]:
    best = max(ground.share for ground in grounds)
    near = [ground for ground in grounds if ground.share >= _LEAST_SHARE * best]
    return sorted(near, key=_rank)


def _rank(ground: Ground) -> tuple[int, float, int]:
    return len(ground.findings), -ground.share, len(ground.places)


def _read_grounds(statement: str, quote: str, headings: str) -> Iterator[Ground]:
    said = [each for each in find_quantities(statement) if not each.is_implied]
    words = meeting_words(statement)
    places = find_places(quote)
    counts = Counter(word for place in places for word in _words_of(place, words))
    measure = _Measure(words, name_medicines(statement), counts, bool(said))
    shares = [measure.share(place) for place in places]
    rows = [place for place in places if place.is_row]
    for first, place in enumerate(places):
        for count in range(1, 2 if place.is_row else NEIGHBOURS + 1):
            group = places[first : first + count]
            if len(group) < count or (count > 1 and group[-1].is_row):
                break
            nearest = max(range(first, first + count), key=lambda at: shares[at])
            if place.is_row and is_of_other_row(statement, place, rows):
                continue
            ordered = (places[nearest], *(each for each in group if each is not places[nearest]))
            parts = [part for part in place.sentences if measure.share(part) >= _LEAST_SHARE * shares[first]]
            holding = [tuple(_hold(statement, said, (part, place), headings, places)) for part in parts]
            findings = min(holding, key=len) if holding else tuple(_hold(statement, said, ordered, headings, places))
            yield Ground(group, shares[nearest], len(_words_of(places[nearest], words)), findings)


@dataclass(frozen=True, slots=True)
class _Measure:
    """How much a place shares with a statement."""

    words: frozenset[str]
    medicines: frozenset[str]
    counts: Counter[str]
    """In how many places of the passage each of its words stands."""
    has_quantities: bool

    def share(self, place: Place) -> float:
        own = meeting_words(place.text)
        words = sum((1.0 if word in own else _ABOVE) / self.counts[word] for word in _words_of(place, self.words))
        share = words + (len(self.medicines & name_medicines(place.text)) if self.medicines else 0)
        return share if not self.has_quantities or find_quantities(place.text) else _NO_QUANTITY * share


def _words_of(place: Place, words: frozenset[str]) -> frozenset[str]:
    return words & (meeting_words(place.text) | meeting_words(place.over))


def _hold(
    statement: str, said: Sequence[Quantity], places: tuple[Place, ...], headings: str, passage: tuple[Place, ...]
) -> Iterator[Finding]:
    """Yield what of a statement some lines of a passage do not say; the first of them is the nearest to it."""
    name = "row" if places[0].is_row else "sentence"
    for number, quantity in enumerate(said):
        found = _hold_quantity(quantity, said, statement, places, headings, passage)
        if found is not None:
            yield Finding(f"quantity {number}", *found)
    exchanged = _find_exchange(said, statement, places)
    if exchanged is not None:
        one, other = exchanged
        yield Finding("exchange", f"{one.written} and {other.written} have changed places in the cited {name}", True)
    for medicine in find_strays(statement, places, headings):
        yield Finding(f"medicine {medicine}", f"“{medicine}” is not in the cited {name}")
    yield from _hold_routes(statement, places, headings, name)
    for pole, contrary in find_contraries(statement, places[0].text, places[0].over):
        problem = f"“{pole.written}” in the answer, “{contrary.written}” in the cited {name}"
        yield Finding(f"word {pole.name}", problem, instead=True)


def _find_exchange(
    said: Sequence[Quantity], statement: str, places: tuple[Place, ...]
) -> tuple[Quantity, Quantity] | None:
    """Return two quantities that have changed places in the nearest line, or in sentences side by side.

    Each of two sentences may give one of them: "Children: 10 mg. Adults: 20 mg."
    """
    nearest = places[0]
    in_order = sorted({place for place in places if not place.is_row}, key=lambda place: len(place.above))
    lines = dict.fromkeys(
        [nearest.text, *(["\n".join(place.text for place in in_order)] if not nearest.is_row else [])]
    )
    found = (find_exchange(said, statement, line, nearest.over) for line in lines)
    return next((pair for pair in found if pair is not None), None)


def _hold_quantity(
    quantity: Quantity,
    said: Sequence[Quantity],
    statement: str,
    places: tuple[Place, ...],
    headings: str,
    passage: tuple[Place, ...],
) -> tuple[str, bool] | None:
    """Return what is wrong with one quantity of a statement; None if the lines give it for the same thing.

    The second value says whether the lines give something else in its place.
    """
    nearest, above = places[0], places[0].over
    name = "row" if nearest.is_row else "sentence"
    in_nearest = find_quantities(nearest.text)
    agreeing = [given for given in in_nearest if agrees(quantity, given, statement, nearest.text, above)]
    if not agreeing and quantity.low < quantity.high and _gives_ends(quantity, in_nearest):
        return None
    same = [
        given
        for given in agreeing
        if not is_of_other(quantity, statement, given, nearest.text)
        and not is_of_other_dose(quantity, statement, given, nearest.text)
    ]
    if same and not nearest.is_row and all(is_of_other_case(quantity, statement, each, nearest.text) for each in same):
        return f"{quantity.written} is of another case in the cited {name}", True
    unsaid_here = _unsaid_by(said, statement, nearest)
    if not is_beside_label(statement, quantity, unsaid_here, nearest) and any(
        not is_of_other_cell(statement, given, nearest) for given in same
    ):
        return None
    if agreeing:
        of = "column" if same else "dose" if quantity.role == "frequency" else "medicine"
        return f"{quantity.written} is of another {of} in the cited {name}", True
    if is_worked_out(quantity, said, statement, places, passage):
        return None
    instead = [given for given in unsaid_here if are_alike(quantity, given)]
    # What the nearest lines count may be anything; of what they measure, their own value is meant.
    if not instead or not (quantity.unit or quantity.per):
        beside = [(place.text, place.over) for place in places[1:]] + [(above, "")]
        if quantity.role == "frequency":
            beside.append((headings, ""))  # "Monthly needs"; other numbers of titles are those of sections
        if any(_is_in(quantity, statement, text, over) for text, over in beside):
            return None
        if find_clause_line(quantity, statement, passage) is not None:
            return None
    is_bare = quantity.written.lower() == "one" and quantity.role == "count"
    if is_bare and not any(given.role == "count" and given.high <= _FEW for given in instead):
        return None  # "in one study" is "in a study", where the line counts nothing like it
    if instead:
        near = min(instead, key=lambda given: abs(given.low - quantity.low))
        return f"{quantity.written} in the answer, {near.written} in the cited {name}", True
    return f"{quantity.written} is not in the cited {name}", False


def _gives_ends(quantity: Quantity, given: Sequence[Quantity]) -> bool:
    """Whether both ends of a range are given one by one: "once or twice a day" by "daily or every 12 hours"."""
    single = {each.low for each in given if each.low == each.high and are_alike(quantity, each) and not each.comparator}
    return not quantity.is_open and {quantity.low, quantity.high} <= single


def _unsaid_by(said: Sequence[Quantity], statement: str, place: Place) -> list[Quantity]:
    """Return the quantities of a line without those that a statement says, each of them once."""
    left = [given for given in find_quantities(place.text) if not given.is_implied]
    for quantity in said:
        for given in left:
            if agrees(quantity, given, statement, place.text, place.over):
                left.remove(given)
                break
    return left


def _is_in(quantity: Quantity, statement: str, text: str, above: str) -> bool:
    return any(
        agrees(quantity, given, statement, text, above) and not is_of_other(quantity, statement, given, text)
        for given in find_quantities(text)
    )


def _hold_routes(statement: str, places: tuple[Place, ...], headings: str, name: str) -> Iterator[Finding]:
    said = {route.name for route in find_routes(statement)}
    if not said:
        return
    nearest = {route.name for route in find_routes(places[0].text)}
    around = {route.name for line in lines_around(places, headings) for route in find_routes(line)}
    for route in sorted(said - nearest):
        if instead := sorted(nearest - said):
            problem = f"{route} in the answer, {instead[0]} in the cited {name}"
            yield Finding(f"route {route}", problem, instead=True)
        elif route not in around:
            yield Finding(f"route {route}", f"{route} is not in the cited {name}")
