"""Real sentences and rows as statements: as they are, in part, and in other words."""

import re
from collections.abc import Iterator

from ingest.table_passages import BETWEEN_CELLS
from rag.checks.medicine_mentions import find_mentions

_BULLET = re.compile(r"^(?:[•✓›*-]|\(?\d{1,2}[.)])\s+")
_DOSE = re.compile(r"\d[\d.,–-]*\s?(?:mg|g|micrograms|ml|IU|MU)(?:/kg)?(?:(?:/| per )(?:day|dose))?(?![\w/])")


def cells_of(line: str) -> list[str]:
    """Return the cells of a row without its bullet; a sentence is one."""
    return _BULLET.sub("", line).split(BETWEEN_CELLS)


def make_forms(line: str) -> Iterator[tuple[str, str]]:
    """Yield a line as statements: as it is, in part, and in other words."""
    cells = cells_of(line)
    bare = BETWEEN_CELLS.join(cells)
    yield "verbatim", bare
    if len(cells) > 1:
        for cell in cells[1:]:
            label, named, value = cell.partition(": ")
            if named and value:
                yield "read out", f"For {cells[0].removesuffix(':')}, {label} should be {value}."
            else:
                yield "read out", f"In case of {cells[0].removesuffix(':')}: {cell}."
    else:
        for clause in re.split(r"(?<=[,;:])\s|\s\(|\)\s", bare):
            if 8 <= len(clause.split()) < len(bare.split()) and re.search(r"\d", clause):
                yield "clause", clause.strip(" ,;:").capitalize() + "."
    names = {bare[mention.start : mention.end] for mention in find_mentions(bare)}
    doses = _DOSE.findall(bare)
    if len(names) == 1 and len(doses) == 1:
        yield "order", f"A dose of {doses[0]} is what patients receive of {names.pop()}."
