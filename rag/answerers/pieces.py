"""What of a passage can be quoted: sentences, list items and runs of rows, and the lines that go with them. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sentences import find_sentences
from ingest.table_passages import BETWEEN_CELLS
from rag.answerers.broken_lines import join_broken
from rag.answerers.row_parts import cut_parts, is_part
from rag.checks.doses import find_doses
from rag.checks.medicine_mentions import find_mentions
from rag.types import Evidence

_ITEM = re.compile(r"[•✓✗›–-]|o\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s")
_POINTS_BACK = re.compile(r"(?:This|These|They|It|Such|Thus|Hence|However|Therefore)\b")
"""How a sentence begins that the sentence before it belongs to."""

_GOES_ON = re.compile(
    r"(?:This|These|They|It|Such|If so|In (?:this|that|these|such) cases?|Therefore|Thus|Hence|Consequently"
    r"|The (?:\w+ )?(?:dose|dosage) (?:is|should|must))\b"
)
_GOES_ON_SUCH = re.compile(r"[A-Z][^.,;:\n]{0,40}\bsuch (?!as\b)")
"""How a sentence begins that says what follows from the one before it."""

_STRENGTH = re.compile(r"(?:[•–-]\s*)?\(?(?:strong|conditional|weak) recommendation\b", re.IGNORECASE)
"""How a line begins that says how strong the recommendation above it is."""

_STRENGTH_WORDS = 20
"""Such a line has at most so many."""

_STRENGTH_BEFORE = re.compile(r"(?:strong|conditional|weak) recommendation (?:for|against)\s*,", re.IGNORECASE)
"""How a line begins that says how strong the recommendation below it is."""

_CONTINUES = re.compile(r"\W{0,3}(?:Child(?:ren)?|Infants?|Neonates?)\b")
"""How a row begins that gives the dose for others of the medicine in the row before."""

_ROW_WORDS = 14
_MOST_ROWS = 14
_BULLETS = tuple("•✓✗–-")
_ITEM_WORDS = 50
_CAPTION_WORDS = 40
_LETTERING_WORDS = 8
_LETTERING_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage that can be quoted: quote[start:end] of evidence number `evidence`."""

    evidence: int
    start: int
    end: int
    rows: bool
    """Whether it is a run of rows or cells, as of a table."""


def cut_pieces(number: int, evidence: Evidence) -> list[Piece]:
    """Return a passage's sentences and items, and its tables as one piece each: a row means nothing by itself."""
    titles = {plain(title) for title in evidence.hit.passage.heading}
    pieces: list[Piece] = []
    rows = 0
    for start, end in _find_pieces(evidence.quote):
        text = evidence.quote[start:end]
        if _is_lettering(text):
            continue
        if plain(text) in titles or _is_header(text, evidence.quote[end:]):
            continue  # a title answers nothing by itself
        if _STRENGTH_BEFORE.match(text) and not evidence.quote[end:].strip():
            continue  # it is how strong the recommendation of the next passage is, and not what stands above it
        if BETWEEN_CELLS in text:
            if pieces and pieces[-1].rows and _CONTINUES.match(text) and not find_mentions(text):
                pieces[-1] = Piece(number, pieces[-1].start, end, rows=True)
                continue
            # A row bears its header, so it needs no other row.
            pieces += [Piece(number, *part, rows=True) for part in cut_parts(evidence.quote, start, end)]
            rows = _MOST_ROWS
            continue
        parts = cut_parts(evidence.quote, start, end)
        if len(parts) > 1:
            pieces += [Piece(number, *part, rows=False) for part in parts]
            rows = _MOST_ROWS
            continue
        row = _is_row(text)
        if row and pieces and pieces[-1].rows and rows < _MOST_ROWS:
            pieces[-1] = Piece(number, pieces[-1].start, end, rows=True)
            rows += 1
        else:
            pieces.append(Piece(number, start, end, row))
            rows = 1
    return pieces


def by_passage(pieces: Sequence[Piece]) -> dict[int, list[Piece]]:
    """Return the pieces of each passage, by the number of its evidence."""
    found: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        found[piece.evidence].append(piece)
    return found


def _find_pieces(text: str) -> list[tuple[int, int]]:
    """Return the ranges of sentences, and of whole lines where these are a table's rows or short list items.

    An item goes on over its line's end where a sentence of it does.
    """
    lines = [match.span() for match in re.finditer(r"[^\n]+", text) if _is_whole(match[0])]
    found: list[tuple[int, int]] = []
    for start, end in join_broken(text, find_sentences(text)):
        line = next((line for line in lines if line[0] <= start < line[1]), None)
        if line is None:
            found.append((start, end))
        elif not text[line[0] : start].strip():
            found.append((line[0], max(line[1], end)))
        elif end > line[1]:
            found[-1] = (found[-1][0], end)
    return found


def _is_whole(line: str) -> bool:
    """Whether a line is quoted as a whole: of "• In case of surgery. Give 2 g." neither sentence says enough."""
    item = line.startswith(_BULLETS) and len(line.split()) <= _ITEM_WORDS
    return item or BETWEEN_CELLS in line


def _is_header(text: str, below: str) -> bool:
    """Whether a line only names the columns that the next line's cells name again."""
    names = text.split(BETWEEN_CELLS)
    row = below.strip().split("\n", 1)[0]
    return len(names) > 1 and sum(f"{name}: " in row for name in names) >= (len(names) - 1) * 0.5 > 0


def _is_lettering(text: str) -> bool:
    """Whether a line is lettering of a drawing, letter by letter."""
    words = text.split()
    single = sum(len(word) == 1 and word.isalpha() for word in words)
    return len(words) > _LETTERING_WORDS and single > len(words) * _LETTERING_SHARE


def plain(text: str) -> str:
    """Return a text's letters and digits, in lower case."""
    return re.sub(r"\W+", "", text.lower())


def words_of(piece: Piece, evidence: Evidence) -> str:
    """Return what a piece says, of the evidence that it was cut from."""
    return evidence.quote[piece.start : piece.end]


def find_caption(quote: str, start: int) -> tuple[int, int] | None:
    """Return where the line is that stands above the table of the row at quote[start], or None.

    It says what the rows are doses of, and for whom; a paragraph that happens to stand there says neither.
    """
    above = None
    for line in re.finditer(r"[^\n]+", quote[: quote.find("\n", start) if "\n" in quote[start:] else len(quote)]):
        if BETWEEN_CELLS in line[0]:
            break
        above = line
    if above is None or above.end() > start or not 1 < len(above[0].split()) <= _CAPTION_WORDS:
        return None
    return above.span()


def titles_above(piece: Piece, evidence: Evidence) -> list[str]:
    """Return the title above a piece and, for a table's row, the table's caption: what the row is about."""
    titles = list(evidence.hit.passage.heading[-1:])
    above = evidence.quote[: piece.start].splitlines()
    of_table = piece.rows and BETWEEN_CELLS in evidence.quote[piece.start : piece.end]
    first = next((at for at, line in enumerate(above) if BETWEEN_CELLS in line), len(above) if of_table else 0)
    if piece.rows and first:
        titles.append(above[first - 1])
    return titles


def table_opening(piece: Piece, quote: str) -> str:
    """Return what stands above a table's row and holds for it: the line before the table, and its header.

    Other rows do not: what they name is theirs.
    """
    lines = quote[: piece.start].splitlines()
    first = next((at for at, line in enumerate(lines) if BETWEEN_CELLS in line), len(lines))
    opening = lines[max(0, first - 1) : first]
    if first < len(lines) and (
        _is_header(lines[first], "\n".join([*lines[first + 1 :], quote[piece.start :]])) or lines[first].isupper()
    ):
        opening.append(lines[first])
    return "\n".join(opening)


def find_lead(piece: Piece, beside: Sequence[Piece], quote: str) -> Piece | None:
    """Return what says what an item is for; `beside` are all pieces of its passage.

    That is the line above it that announces its list or its rows with a colon or, for a part of a row, the row's
    beginning, unless that gives a dose: it is then another's.
    """
    above = reversed(beside[: beside.index(piece)])
    if is_part(quote, piece.start):
        first = next((other for other in above if not is_part(quote, other.start)), None)
        return None if first is None or find_doses(quote[first.start : first.end]) else first
    if piece.rows and BETWEEN_CELLS not in quote[piece.start : piece.end]:
        before = next(above, None)
        return before if before is not None and quote[: before.end].endswith(":") else None
    if not _ITEM.match(quote[piece.start :]):
        return None
    lead = next((other for other in above if not _ITEM.match(quote[other.start :])), None)
    return lead if lead is not None and quote[: lead.end].endswith(":") else None


def find_row_above(piece: Piece, beside: Sequence[Piece], quote: str) -> Piece | None:
    """Return the row that one which begins with a bullet goes on from: what its first cell says holds for both.

    `beside` are all pieces of the passage. None for any other piece.
    """
    if not piece.rows or BETWEEN_CELLS not in quote[piece.start : piece.end] or is_part(quote, piece.start):
        return None
    if not quote.startswith(_BULLETS, piece.start):
        return None
    above = reversed(beside[: beside.index(piece)])
    row = next((other for other in above if not quote.startswith(_BULLETS, other.start)), None)
    return row if row is not None and row.rows else None


def widen_pieces(
    chosen: Sequence[Piece], kept: Sequence[Piece], pieces: Sequence[Piece], evidence: Sequence[Evidence]
) -> dict[int, list[tuple[int, int]]]:
    """Return the ranges to quote from each evidence, best evidence first and each in reading order.

    An item is widened to the line above that announces it with a colon, and such a line to what it announces of `kept`.
    `pieces` are all that the evidence was cut into.
    """
    passages = by_passage(pieces)
    ranges: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for piece in chosen:
        beside = passages[piece.evidence]
        at = beside.index(piece)
        first = last = at
        quote = evidence[piece.evidence].quote
        if quote[: piece.end].endswith(":"):
            while (
                last + 1 < len(beside)
                and last - first < _MOST_ROWS
                and beside[last + 1] in kept
                and is_listed(quote, beside[last + 1])
            ):
                last += 1
        while last + 1 < len(beside) and _belongs_below(beside[last], beside[last + 1], quote):
            last += 1
        lead = find_lead(piece, beside, quote) or find_row_above(piece, beside, quote)
        if lead is not None and lead is beside[first - 1]:
            first -= 1
        elif lead is not None:
            ranges[piece.evidence].append((_reach_back(beside.index(lead), beside, kept, quote), lead.end))
        ranges[piece.evidence].append((_reach_back(first, beside, kept, quote), beside[last].end))
    return {number: _merge(found, evidence[number].quote) for number, found in ranges.items()}


def _reach_back(at: int, beside: Sequence[Piece], kept: Sequence[Piece], quote: str) -> int:
    """Return where to quote from: a sentence that points back ("This should ...") brings the one before it."""
    if at and _POINTS_BACK.match(quote, beside[at].start) and beside[at - 1] in kept:
        return beside[at - 1].start
    return beside[at].start


def _belongs_below(piece: Piece, below: Piece, quote: str) -> bool:
    """Whether the next piece says what follows from a sentence of the same paragraph, or how strong its advice is."""
    text = quote[below.start : below.end]
    if _STRENGTH.match(text) and not _STRENGTH_BEFORE.match(text) and len(text.split()) <= _STRENGTH_WORDS:
        return True
    if _GOES_ON_SUCH.match(text):
        return True
    return not piece.rows and "\n" not in quote[piece.end : below.start] and bool(_GOES_ON.match(text))


def _is_row(text: str) -> bool:
    return len(text.split()) <= _ROW_WORDS and not text.endswith((".", "!", "?", ":")) and text[0] not in "•✓✗-–"


def is_listed(quote: str, piece: Piece) -> bool:
    """Return whether a piece is a row or begins as a list item does."""
    return piece.rows or begins_item(quote, piece.start)


def begins_item(quote: str, start: int) -> bool:
    """Return whether what begins at quote[start] is a list's item."""
    return bool(_ITEM.match(quote[start:]))


def _merge(ranges: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return the ranges in order, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
