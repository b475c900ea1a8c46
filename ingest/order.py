"""A page's lines in the order in which a reader meets them, where the PDF draws some of them late."""

from collections.abc import Iterator, Sequence

from ingest.pdf import PrintedLine

_SHARED = 0.3
"""Lines that share more than this part of the smaller one's height stand at one height; of its width, in one column."""


def order_lines(lines: Sequence[PrintedLine]) -> tuple[PrintedLine, ...]:
    """Put text that is drawn after what stands below it back to its place: boxes, their titles, late headings.

    The PDF's own order is kept wherever lines stand beside each other, as columns and a table's cells do.
    """
    placed: list[PrintedLine] = []
    cursor = 0
    for run in _runs(lines):
        beside = any(_stand_beside(line, other) for line in run for other in placed)
        left, right = min(line.box[0] for line in run), max(line.box[2] for line in run)
        for line in run:
            if not beside:
                below = (at for at, other in enumerate(placed) if _is_below(other, line.box[1], left, right))
                cursor = next(below, len(placed))
            else:
                # A title that was drawn first, over the whole of these columns, is not to be left behind below them.
                while cursor < len(placed) and _is_title_above(placed[cursor], line, run, left, right):
                    cursor += 1
            placed.insert(cursor, line)
            cursor += 1
    return tuple(placed)


def _runs(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Yield lines that follow each other down the page."""
    run: list[PrintedLine] = []
    for line in lines:
        if run and line.box[1] < run[-1].box[1] - 0.3 * run[-1].size:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _stand_beside(one: PrintedLine, other: PrintedLine) -> bool:
    across = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    down = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return across <= 0 and down > _SHARED * min(one.box[3] - one.box[1], other.box[3] - other.box[1])


def _is_title_above(
    other: PrintedLine, line: PrintedLine, run: Sequence[PrintedLine], left: float, right: float
) -> bool:
    """Whether a line stands above another one of a run, in its columns, and beside none of its lines."""
    across = min(right, other.box[2]) - max(left, other.box[0])
    within = across > _SHARED * (other.box[2] - other.box[0])
    return other.box[3] <= line.box[1] and within and not any(_stand_beside(other, one) for one in run)


def _is_below(line: PrintedLine, top: float, left: float, right: float) -> bool:
    """Whether a line is below this height and in the column from left to right."""
    across = min(right, line.box[2]) - max(left, line.box[0])
    return line.box[1] > top and across > _SHARED * min(right - left, line.box[2] - line.box[0])
