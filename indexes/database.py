"""One SQLite file of a set: read it, or change it in one transaction that raises its generation by one."""

import json
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexes.errors import LibraryError
from indexes.schema import SCHEMA


class Database:
    """A set's SQLite file. Not safe for several threads at once: the Library's lock keeps them apart."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def create(cls, path: Path, facts: dict[str, object]) -> "Database":
        """Make the file with its empty tables and these facts, at generation 0. Raises LibraryError if it cannot."""
        database = cls(_connect(path, create=True), path)
        with database._transaction() as cursor:
            for statement in filter(None, map(str.strip, SCHEMA.split(";"))):
                cursor.execute(statement)
            set_facts(cursor, facts | {"generation": 0})
            cursor.execute("INSERT INTO changes VALUES (0, ?)", (uuid.uuid4().hex,))
        return database

    @classmethod
    def open(cls, path: Path) -> "Database":
        """Open an existing file. Raises LibraryError if it is none of SQLite's."""
        return cls(_connect(path, create=False), path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def read(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """Return all rows of a query. Raises LibraryError if the file is damaged or lacks the tables."""
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as fault:
            raise LibraryError(f"{self.path} is not a Fieldguide library, or it is damaged ({fault})") from fault

    def fact(self, name: str) -> object:
        """Return what is recorded of the set under a name. Raises LibraryError if nothing is."""
        found = self.read("SELECT value FROM facts WHERE name = ?", (name,))
        if not found:
            raise LibraryError(f"{self.path} is not a Fieldguide library, or it is damaged (its {name} is missing)")
        return json.loads(found[0][0])

    @property
    def generation(self) -> int:
        """Counts the changes."""
        return int(str(self.fact("generation")))

    @contextmanager
    def change(self) -> Iterator[tuple[sqlite3.Cursor, int]]:
        """Yield a cursor, and the generation that what is done with it makes: all of it is kept, or nothing.

        Raises LibraryError if the file cannot be written.
        """
        with self._transaction() as cursor:
            generation = self.generation + 1
            cursor.execute("INSERT INTO changes VALUES (?, ?)", (generation, uuid.uuid4().hex))
            set_facts(cursor, {"generation": generation})
            yield cursor, generation

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Cursor]:
        cursor = self._connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE")
            yield cursor
            cursor.execute("COMMIT")
        except sqlite3.IntegrityError as fault:
            self._roll_back()
            raise LibraryError(f"the library holds that guideline already ({fault})") from fault
        except sqlite3.DatabaseError as fault:
            self._roll_back()
            raise LibraryError(f"the library cannot be written ({fault}); what it held before is unharmed") from fault
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def set_facts(cursor: sqlite3.Cursor, facts: dict[str, object]) -> None:
    """Record facts of the set, in place of those of the same names."""
    cursor.executemany(
        "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [(name, json.dumps(value)) for name, value in facts.items()],
    )


def _connect(path: Path, create: bool) -> sqlite3.Connection:
    try:
        # Streamlit serves each page view in a thread of its own; the Library's lock keeps them apart.
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=60,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.DatabaseError as fault:
        raise LibraryError(f"{path} cannot be opened as a library ({fault})") from fault
    return connection
