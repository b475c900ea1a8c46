"""Running heads and feet, vertical side tabs, and the folios printed in them."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from ingest.pdf import PrintedLine, PrintedPage

_MARGIN = 0.12
"""Heads and feet stand within this share of the page's height from its top or bottom edge."""

_LEAST_FOLIOS = 3
"""So many pages must agree on how their folios count."""

_FOOT_WORDS = 14
_SAME_PLACE = 4.0
"""Points by which a running line may move from page to page."""

_ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_FOLIO = re.compile(r"(?P<prefix>(?:[A-Z]{1,2}|[A-Z][a-z]{3,11}|\d{1,2})[-–])?(?P<number>\d{1,4}|[ivxlcIVXLC]{1,7})")


_DRESSED = re.compile(
    r"\bp[áa]g(?:e|ina)\s+(?P<page>\d{1,4})(?:\s*(?:of|sur|de|/)\s*\d{1,4})?\b"
    r"|(?:^|\s)[-–—|]\s+(?P<dashed>\d{1,4})\s+[-–—|](?=\s|$)"
    r"|\b(?P<counted>\d{1,4})\s+of\s+\d{1,4}\b",
    re.IGNORECASE,
)
"""A folio that shows that it is one, so that it may stand anywhere in its line: "Page 3 of 9", "- 3 -", "3 of 9"."""

_FOLIO_AT_END = re.compile(r"^\d{1,4}(?=[A-Z\s])|\s(?:p[áa]g(?:e|ina)\s)?\d{1,4}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Folio:
    """A folio candidate: its text, and the series that it would belong to."""

    text: str
    series: tuple[str, str, int]
    """Prefix, style, and its value less the page's number: equal on all pages of one series."""


_Place = tuple[int, _Folio]
"""A line's index in its page, and what its folio would be."""


def split_furniture(
    pages: tuple[PrintedPage, ...],
) -> tuple[tuple[tuple[PrintedLine, ...], ...], tuple[str | None, ...]]:
    """Return each page's body lines, and each page's printed folio or None.

    A line is furniture if it stands in the margin and its words, its folio aside, stand at the same height on other
    pages too; if it is a folio that agrees with those of other pages; or if it runs up or down the page.
    """
    margins = [_margin_lines(page) for page in pages]
    running = _running_lines(pages, margins)
    folios, folio_lines = _read_folios(pages, margins, running)
    bodies = []
    for index, page in enumerate(pages):
        left_out = running[index] | folio_lines[index]
        bodies.append(
            tuple(line for at, line in enumerate(page.lines) if at not in left_out and not _is_side_tab(page, line))
        )
    return tuple(bodies), folios


def find_running_title(pages: tuple[PrintedPage, ...], bodies: tuple[tuple[PrintedLine, ...], ...]) -> str:
    """Return the longest running head, foot or side tab that is on most pages, without its folio; "" if there is none.

    `bodies` are what `split_furniture` left of the pages. A title has at least three words.
    """
    counts: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for page, body in zip(pages, bodies, strict=True):
        kept = {id(line) for line in body}
        for line in page.lines:
            shape = _shape(line.text)
            if id(line) not in kept and len(shape.split()) >= 3 and "http" not in shape:
                counts[shape] += 1
                printed.setdefault(shape, line.text)
    common = [shape for shape, count in counts.items() if count >= max(2, 0.4 * len(pages))]
    if not common:
        return ""
    text = _FOLIO_AT_END.sub("", _DRESSED.sub(" ", printed[max(common, key=len)]))
    return " ".join(text.split()).strip(" .|-–")


def _is_vertical(line: PrintedLine) -> bool:
    left, top, right, bottom = line.box
    return len(line.text) > 3 and (bottom - top) > 2.5 * (right - left)


def _is_side_tab(page: PrintedPage, line: PrintedLine) -> bool:
    """Whether a line runs up or down near the page's side; further in, it may head a table's column."""
    edge = _MARGIN * page.width
    return _is_vertical(line) and (line.box[2] < edge or line.box[0] > page.width - edge)


def _margin_lines(page: PrintedPage) -> list[int]:
    """Return the indices of lines in the top or bottom margin, or at the edge and vertical."""
    edge = _MARGIN * page.height
    return [
        at
        for at, line in enumerate(page.lines)
        if line.box[3] < edge or line.box[1] > page.height - edge or _is_side_tab(page, line)
    ]


def _shape(text: str) -> str:
    """Return a line's words without the folio that may stand first or last in it."""
    words = re.sub(r"^(\d{1,4})(?=[A-Z])", r"\1 ", _DRESSED.sub(" ", text)).lower().split()
    for end in (0, -1):
        if words and _FOLIO.fullmatch(words[end]):
            words.pop(end)
    return re.sub(r"\s*([-–—|])\s*", r"\1", " ".join(words))  # "2.3 - May" and "2.3- May" are one foot


def _running_lines(pages: tuple[PrintedPage, ...], margins: list[list[int]]) -> list[set[int]]:
    """Return, for each page, the indices of its margin lines that recur on most pages near by at the same height.

    A table's header also recurs at the top of its pages, but not on most of them, and apart from the running head.
    """
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for index, page in enumerate(pages):
        for at in margins[index]:
            line = page.lines[at]
            if shape := _shape(line.text):  # a bare number is furniture only if it is a folio
                places[shape].append((index, _from_edge(page, line)))
    running = []
    for index, page in enumerate(pages):
        recurring = [
            at
            for at in margins[index]
            if _recurs(places.get(_shape(page.lines[at].text), []), index, _from_edge(page, page.lines[at]), len(pages))
        ]
        running.append(_outermost(page, recurring))
    return running


def _from_edge(page: PrintedPage, line: PrintedLine) -> float:
    """Return the distance to the top edge, or less the distance to the bottom edge where that is nearer.

    Measured so, a foot stands at the same place on portrait and on landscape pages.
    """
    return line.box[1] if line.box[1] < page.height / 2 else line.box[3] - page.height


def _recurs(found: list[tuple[int, float]], index: int, place: float, page_count: int) -> bool:
    """Whether a line found at `place` on page `index` is at the same place on most pages near by."""
    same = {other for other, other_place in found if abs(other_place - place) <= _SAME_PLACE}
    if page_count <= 4:
        # A cover has no running head. Two pages that agree may be but alike.
        return page_count > 1 and len(same) >= min(3, page_count) and len(same | {0}) == page_count
    # Left and right pages may have heads of their own, so a page is held against its own side.
    near = range(max(index % 2, index - 10), min(page_count, index + 11), 2)
    return len(same) >= 3 and sum(other in same for other in near) >= max(2, 0.45 * len(near))


def _outermost(page: PrintedPage, recurring: list[int]) -> set[int]:
    """Return the recurring lines with no other line between them and the edge, and no gap of over two lines."""
    kept = {at for at in recurring if _is_side_tab(page, page.lines[at])}
    upright = [at for at, line in enumerate(page.lines) if not _is_vertical(line)]
    for from_top in (True, False):
        inward = sorted(upright, key=lambda at: page.lines[at].box[1] if from_top else -page.lines[at].box[3])
        edge: float | None = None
        for at in inward:
            if _FOLIO.fullmatch(page.lines[at].text.strip("|-–— ")):
                continue  # a folio further out does not make the foot above it body text
            _, top, _, bottom = page.lines[at].box
            near, far = (top, bottom) if from_top else (-bottom, -top)
            if at not in recurring or (edge is not None and near - edge > 2.5 * (bottom - top)):
                break
            kept.add(at)
            edge = far if edge is None else max(edge, far)
    return kept


def _read_folios(
    pages: tuple[PrintedPage, ...], margins: list[list[int]], running: list[set[int]]
) -> tuple[tuple[str | None, ...], list[set[int]]]:
    candidates: list[list[_Place]] = []
    beside_words: list[list[_Place]] = []
    for index, page in enumerate(pages):
        candidates.append([])
        beside_words.append([])
        for at in margins[index]:
            line = page.lines[at]
            crowded = at in running[index] or _is_side_tab(page, line)
            candidates[index] += [(at, folio) for folio in _folio_candidates(line.text, page.number, crowded)]
            if not crowded and len(line.text.split()) <= _FOOT_WORDS and _is_outermost(page, line):
                beside_words[index] += [(at, folio) for folio in _folio_candidates(line.text, page.number, True)]
    members = Counter(series for found in candidates for series in {folio.series for _, folio in found})
    heights = defaultdict(list)
    for page, found in zip(pages, candidates, strict=True):
        for at, folio in found:
            heights[folio.series].append(_from_edge(page, page.lines[at]))
    least = max(2, min(_LEAST_FOLIOS, len(pages)))  # a number on a single page may be a dose at its foot
    labels: list[str | None] = []
    lines: list[set[int]] = []
    for page, found, weak in zip(pages, candidates, beside_words, strict=True):
        certain = [(at, folio) for at, folio in found if members[folio.series] >= least]
        if not certain:  # a foot whose words change from chapter to chapter, known by the folio that counts on
            certain = [
                (at, folio)
                for at, folio in weak
                if members[folio.series] >= _LEAST_FOLIOS
                and _is_near(_from_edge(page, page.lines[at]), heights[folio.series])
            ]
        best = max(certain, key=lambda pair: members[pair[1].series], default=None)
        labels.append(best[1].text if best else None)
        lines.append({best[0]} if best else set())
    return tuple(labels), lines


def _is_near(height: float, heights: list[float]) -> bool:
    return any(abs(height - other) <= _SAME_PLACE for other in heights)


def _is_outermost(page: PrintedPage, line: PrintedLine) -> bool:
    """Whether no other line is nearer to the page's top, or none to its bottom, than this one."""
    upright = [other for other in page.lines if not _is_vertical(other)]
    return line.box[1] <= min(other.box[1] for other in upright) or line.box[3] >= max(
        other.box[3] for other in upright
    )


def _folio_candidates(text: str, number: int, running: bool) -> list[_Folio]:
    """Return what could be a folio: a line that is nothing else, or the first or last word of a running line."""
    words = re.sub(r"^(\d{1,4})(?=[A-Z])", r"\1 ", text.strip("|-–— ")).split()
    if len(words) == 3 and words[1].lower() in ("of", "/"):
        words = words[:1]
    elif len(words) in (2, 4) and words[0].lower() == "page":
        words = words[1:2]
    elif dressed := _DRESSED.search(text):
        words = [word for word in dressed.groups() if word]
    elif len(words) > 1:
        words = [words[0], words[-1]] if running else []
    folios = []
    for word in words:
        match = _FOLIO.fullmatch(word.strip("|.,"))
        if match is None:
            continue
        prefix, printed = match["prefix"] or "", match["number"]
        if printed.isdigit():
            folios.append(_Folio(match[0], (prefix, "arabic", int(printed) - number)))
        elif _ROMAN.fullmatch(printed) and not prefix:
            folios.append(_Folio(match[0], ("", "roman", roman_value(printed) - number)))
    return folios


def roman_value(numeral: str) -> int:
    """Return the value of a roman numeral below 400. Raises KeyError for any other letter."""
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in numeral.lower()]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
