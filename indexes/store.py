"""The library's truth: one SQLite file with guidelines, pages, passages and vectors."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexes.database import Database, set_facts
from indexes.editions import find_superseding, inherit
from indexes.errors import LibraryError, OtherFormatError
from indexes.languages import ENGLISH
from indexes.late_interaction import TokenSigns
from indexes.places import dump_places, find_places
from indexes.schema import FORMAT
from indexes.sections import Section, find_sections
from indexes.stored import PassageVectors, Removal, StoredGuideline, StoredPassage, load_passage, load_signs
from indexes.types import EmbedderIdentity, Vectors
from ingest.types import Guideline, Page, Reading, Table
from ingest.wire import dump_lines, dump_spans, dump_table, load_lines, load_table

_AT_ONCE = 16_384
"""Vectors in a piece."""

_ROWS = "(SELECT value FROM json_each(?))"
"""Any number of rows, which single parameters would not take."""


class Store:
    """One set's SQLite file. Every change is one transaction that raises `generation` by one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def create(cls, path: Path, identity: EmbedderIdentity, language: str = ENGLISH) -> "Store":
        """Make the file of an empty library in a language (ISO 639-1). Raises LibraryError if it cannot be written."""
        facts: dict[str, object] = {"format": FORMAT, "embedder": asdict(identity), "language": language}
        return cls(Database.create(path, facts))

    @classmethod
    def open(cls, path: Path) -> "Store":
        """Open an existing library. Raises LibraryError if it is damaged, OtherFormatError if not of this format."""
        database = Database.open(path)
        written = database.fact("format")
        if written != FORMAT:
            raise OtherFormatError(
                f"{path} has format {written}, and this version reads format {FORMAT}; "
                "build the set again with fieldguide build or add, under another name"
            )
        return cls(database)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @property
    def generation(self) -> int:
        """Counts the changes; a cache that covers it is complete."""
        return self._database.generation

    def token(self, generation: int) -> str | None:
        """Return what tells this generation from one of the same number in a library that went another way.

        A backup that is put back counts on from where it was; caches of what it has lost must not be taken for its own.
        """
        found = self._database.read("SELECT token FROM changes WHERE generation = ?", (generation,))
        return str(found[0][0]) if found else None

    @property
    def identity(self) -> EmbedderIdentity:
        """The embedder that made the vectors."""
        return EmbedderIdentity(**self._database.fact("embedder"))  # type: ignore[arg-type]

    @property
    def language(self) -> str:
        """The language that the set's words are searched in (ISO 639-1); a set from before there were others has none
        recorded, and is English.
        """
        found = self._database.read("SELECT value FROM facts WHERE name = 'language'")
        return str(json.loads(found[0][0])) if found else ENGLISH

    def add(self, reading: Reading, embedded: Sequence[PassageVectors]) -> StoredGuideline:
        """Add a guideline with its passages' vectors, all of it or nothing."""
        guideline = reading.guideline
        facts = asdict(guideline)
        del facts["status"]  # follows from what other guidelines supersede
        with self._database.change() as (cursor, generation):
            cursor.execute(
                "INSERT INTO guidelines (id, sha256, facts, first_row, last_row, generation) VALUES (?, ?, ?, 0, 0, ?)",
                (guideline.id, guideline.sha256, json.dumps(facts), generation),
            )
            key = cursor.lastrowid
            assert key is not None
            cursor.executemany(
                "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (key, page.number, page.label, page.width, page.height, page.source, _dump(dump_lines(page.lines)))
                    for page in reading.pages
                ],
            )
            cursor.executemany(
                "INSERT INTO tables VALUES (?, ?, ?)",
                [(key, number, _dump(dump_table(table))) for number, table in enumerate(reading.tables)],
            )
            pages = {page.number: page for page in reading.pages}
            cursor.executemany(
                "INSERT INTO passages (guideline, id, kind, heading, text, spans, places) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        key,
                        passage.id,
                        passage.kind,
                        _dump(list(passage.heading)),
                        passage.text,
                        _dump(dump_spans(passage.spans)),
                        _dump(dump_places(find_places(passage, pages))),
                    )
                    for passage in reading.passages
                ],
            )
            first, last = cursor.execute(
                "SELECT min(row), max(row) FROM passages WHERE guideline = ?", (key,)
            ).fetchone()
            cursor.executemany(
                "INSERT INTO populations VALUES (?, ?, ?, ?)",
                [
                    (key, section.first_row, section.last_row, _dump(sorted(section.named)))
                    for section in find_sections(guideline.title, reading.passages, first)
                ],
            )
            _write_vectors(cursor, zip(range(first, last + 1), embedded, strict=True))
            cursor.execute("UPDATE guidelines SET first_row = ?, last_row = ? WHERE key = ?", (first, last, key))
        return StoredGuideline(key, guideline, first, last, generation)

    def remove(self, guideline_id: str) -> None:
        """Remove a guideline. Raises LibraryError if the library has none of that id."""
        with self._database.change() as (cursor, generation):
            found = cursor.execute(
                "SELECT key, first_row, last_row FROM guidelines WHERE id = ?", (guideline_id,)
            ).fetchone()
            if found is None:
                raise LibraryError(f"there is no guideline {guideline_id!r} in this set; see fieldguide list")
            cursor.execute("INSERT INTO removals VALUES (?, ?, ?, ?)", (*found, generation))
            replaces = {stored.guideline.id: stored.guideline.supersedes for stored in self.guidelines()}
            for newer, older in inherit(replaces, guideline_id).items():
                _set_supersedes(cursor, newer, older)
            cursor.execute("DELETE FROM guidelines WHERE key = ?", (found[0],))

    def supersede(self, guideline_id: str, older: Sequence[str]) -> None:
        """Make a guideline the newer edition of exactly these ids."""
        with self._database.change() as (cursor, _):
            _set_supersedes(cursor, guideline_id, older)

    def replace_vectors(self, identity: EmbedderIdentity, embedded: Iterable[tuple[int, PassageVectors]]) -> None:
        """Give every passage, by its row, new vectors, and record the embedder that made them."""
        with self._database.change() as (cursor, _):
            _write_vectors(cursor, embedded)
            set_facts(cursor, {"embedder": asdict(identity)})

    def guidelines(self) -> tuple[StoredGuideline, ...]:
        """Return all guidelines in the order in which they were added, with their status."""
        found = self._database.read("SELECT key, facts, first_row, last_row, generation FROM guidelines ORDER BY key")
        facts = [json.loads(row[1]) for row in found]
        replaced = find_superseding({fact["id"]: fact["supersedes"] for fact in facts})
        return tuple(
            StoredGuideline(
                key,
                Guideline(
                    **(fact | {"supersedes": tuple(fact["supersedes"])}),
                    status="superseded" if fact["id"] in replaced else "current",
                ),
                first,
                last,
                generation,
                replaced.get(fact["id"], ()),
            )
            for (key, _, first, last, generation), fact in zip(found, facts, strict=True)
        )

    def removals(self) -> tuple[Removal, ...]:
        """Return what was removed, oldest first."""
        return tuple(Removal(*row) for row in self._database.read("SELECT * FROM removals ORDER BY generation"))

    def sections(self) -> tuple[Section, ...]:
        """Return the runs of passages whose titles name a population; all other passages' name none."""
        found = self._database.read("SELECT first_row, last_row, named FROM populations ORDER BY first_row")
        return tuple(Section(first, last, frozenset(json.loads(named))) for first, last, named in found)

    def page(self, guideline_key: int, number: int) -> Page | None:
        """Return one page, or None if the guideline has no such page."""
        found = self._database.read(
            "SELECT label, width, height, lines, source FROM pages WHERE guideline = ? AND number = ?",
            (guideline_key, number),
        )
        if not found:
            return None
        label, width, height, lines, source = found[0]
        return Page(number, label, width, height, load_lines(json.loads(lines)), source)

    def tables(self, guideline_key: int) -> tuple[Table, ...]:
        """Return a guideline's tables in reading order."""
        found = self._database.read("SELECT content FROM tables WHERE guideline = ? ORDER BY number", (guideline_key,))
        return tuple(load_table(json.loads(content)) for (content,) in found)

    def count_ocr_pages(self, guideline_key: int) -> int:
        """Return how many of a guideline's pages were read by OCR."""
        query = "SELECT count(*) FROM pages WHERE guideline = ? AND source = 'ocr'"
        return int(self._database.read(query, (guideline_key,))[0][0])

    def passages(self, rows: Sequence[int]) -> dict[int, StoredPassage]:
        """Return the passages of these rows; a row that is no longer there is left out."""
        found = self._database.read(
            f"SELECT p.row, p.guideline, p.id, g.id, p.kind, p.heading, p.text, p.spans, p.places "
            f"FROM passages p JOIN guidelines g ON g.key = p.guideline WHERE p.row IN {_ROWS}",
            (json.dumps(list(rows)),),
        )
        return {values[0]: load_passage(*values) for values in found}

    def passages_of(self, guideline_key: int) -> Iterator[StoredPassage]:
        """Yield a guideline's passages in their order."""
        found = self._database.read(
            "SELECT p.row, p.guideline, p.id, g.id, p.kind, p.heading, p.text, p.spans, p.places "
            "FROM passages p JOIN guidelines g ON g.key = p.guideline WHERE p.guideline = ? ORDER BY p.row",
            (guideline_key,),
        )
        for values in found:
            yield load_passage(*values)

    def token_signs(self, rows: Sequence[int]) -> dict[int, TokenSigns]:
        """Return the signs of the token vectors of these rows' passages; a row that is no longer there is left out."""
        found = self._database.read(f"SELECT row, signs FROM tokens WHERE row IN {_ROWS}", (json.dumps(list(rows)),))
        return {row: load_signs(data) for row, data in found}

    def vectors_after(self, row: int) -> tuple[NDArray[np.int64], Vectors]:
        """Return rows (n,) and unit vectors (n, dimension) of all passages after a row, in order."""
        found = self._database.read("SELECT row, vector FROM vectors WHERE row > ? ORDER BY row", (row,))
        return np.array([values[0] for values in found], dtype=np.int64), self._load_vectors(found)

    def count_after(self, row: int) -> int:
        """Return how many passages there are after a row."""
        return int(self._database.read("SELECT count(*) FROM vectors WHERE row > ?", (row,))[0][0])

    @property
    def last_row(self) -> int:
        """The last passage's row; 0 if there is none."""
        return int(self._database.read("SELECT coalesce(max(row), 0) FROM vectors")[0][0])

    def read_vectors(self, last: int = 0) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """Yield what `vectors_after` returns in pieces: a large set's vectors should not be in memory twice."""
        while True:
            query = "SELECT row, vector FROM vectors WHERE row > ? ORDER BY row LIMIT ?"
            found = self._database.read(query, (last, _AT_ONCE))
            if not found:
                return
            yield np.array([values[0] for values in found], dtype=np.int64), self._load_vectors(found)
            last = found[-1][0]

    def vectors(self, rows: Sequence[int]) -> tuple[NDArray[np.int64], Vectors]:
        """Return those of these rows that are still there (n,), in order, and their unit vectors (n, dimension)."""
        query = f"SELECT row, vector FROM vectors WHERE row IN {_ROWS} ORDER BY row"
        found = self._database.read(query, (json.dumps(list(rows)),))
        return np.array([values[0] for values in found], dtype=np.int64), self._load_vectors(found)

    def _load_vectors(self, found: Sequence[tuple[int, bytes]]) -> Vectors:
        data = np.frombuffer(b"".join(values[1] for values in found), dtype=np.float16)
        return data.astype(np.float32).reshape(len(found), self.identity.dimension)


def _write_vectors(cursor: sqlite3.Cursor, embedded: Iterable[tuple[int, PassageVectors]]) -> None:
    """Write what the embedder made of passages, by their rows, in place of what there was."""
    for row, own in embedded:
        vector, signs = own.dump()
        cursor.execute("REPLACE INTO vectors VALUES (?, ?)", (row, vector))
        cursor.execute("REPLACE INTO tokens VALUES (?, ?)", (row, signs))


def _set_supersedes(cursor: sqlite3.Cursor, guideline_id: str, older: Sequence[str]) -> None:
    cursor.execute(
        "UPDATE guidelines SET facts = json_set(facts, '$.supersedes', json(?)) WHERE id = ?",
        (json.dumps(list(older)), guideline_id),
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
