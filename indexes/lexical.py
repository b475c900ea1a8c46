"""tantivy over the stored text: BM25 on stemmed words, and on compounds and quantities kept whole.

It also knows of what kinds each passage's quantities are: that costs nothing to keep here, and no text is read for it.
"""

import math
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy

from indexes.analysis import Analysis
from indexes.context import searched_text
from indexes.files import checksum, read_record, write_record
from indexes.populations import POPULATIONS, find_populations, meeting_populations
from indexes.quantities import find_held
from indexes.store import Store
from indexes.stored import StoredGuideline
from indexes.weights import WEIGHTS
from ingest.types import Passage

FORMAT = 9

_TERMS_AT_ONCE = 20
"""A score is a float32: it holds whole numbers exactly up to 2 to the 24th."""

_WHOLE_WEIGHT = 0.3
"""How much a match of a whole compound counts beside one of a word."""


class LexicalIndex:
    """Passages by their words. A cache: all of it can be made again from the store."""

    def __init__(self, folder: Path, store: Store) -> None:
        """Open what is on disk. Nothing is written before `refresh`."""
        self._folder = folder / "lexical"
        self._record = folder / "lexical.json"
        self._store = store
        self._analysis = Analysis(store.language)
        self._index: tantivy.Index | None = None
        self._generation = -1
        self._files: dict[str, int] = {}
        self._frequencies: dict[str, int] = {}
        self.reload()

    @property
    def is_current(self) -> bool:
        """Whether it covers all that the store holds."""
        return self._generation == self._store.generation

    def reload(self) -> None:
        """See what another process has written since; an index that is damaged or of another history covers nothing."""
        record = read_record(self._record)
        if self._index is not None and record is not None and self._knows(record):
            try:
                self._index.reload()
            except (ValueError, OSError):
                record = None  # another process is building it anew
            else:
                self._cover(record)
                return
        self._index, self._generation = None, -1
        if record is None or not self._knows(record) or record.get("files") != _fingerprint(self._folder, {}):
            return
        try:
            index = tantivy.Index.open(str(self._folder))
            index.searcher()
        except (ValueError, OSError):
            return
        self._take(index)
        self._cover(record)

    def refresh(self, guidelines: Sequence[StoredGuideline]) -> None:
        """Write what is missing, and only that. The caller holds the set's lock."""
        if self._index is None:
            self._start_again()
        assert self._index is not None
        generation = self._store.generation
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for removal in self._store.removals():
            if removal.generation > self._generation:
                writer.delete_documents_by_query(self._of_guidelines([removal.key]))
        for stored in guidelines:
            if stored.generation > self._generation:
                # A process may have been killed after its commit and before its record.
                writer.delete_documents_by_query(self._of_guidelines([stored.key]))
                for passage in self._store.passages_of(stored.key):
                    title = stored.guideline.title
                    writer.add_document(_document(passage.row, stored.key, title, passage.passage, self._analysis))
        writer.commit()
        writer.wait_merging_threads()
        record = {
            "format": FORMAT,
            "generation": generation,
            "token": self._store.token(generation),
            "files": _fingerprint(self._folder, self._files),
        }
        write_record(self._record, record)
        self._index.reload()
        self._cover(record)

    def search(
        self,
        question: str,
        k: int,
        only: Sequence[int] | None = None,
        without: Sequence[int] = (),
        population: str = "",
        heading: float = WEIGHTS.heading,
    ) -> list[int]:
        """Return the rows of the k best passages, best first.

        `only` and `without` are keys of guidelines: those that may be searched (None: all), and those that may not. A
        population leaves out the passages whose titles name only others. A word in the titles above a passage counts
        `heading` beside one in its own text.
        """
        query = self._query(question, heading)
        if query is None:
            return []
        clauses = [(tantivy.Occur.Must, query)]
        if only is not None:
            allowed = self._of_guidelines(only)
            clauses.append((tantivy.Occur.Must, tantivy.Query.const_score_query(allowed, 0.0)))
        if without:
            clauses.append((tantivy.Occur.MustNot, self._of_guidelines(without)))
        if population:
            clauses.append((tantivy.Occur.MustNot, self._for_others_than(population)))
        if len(clauses) > 1:
            query = tantivy.Query.boolean_query(clauses)
        return [row for _, row in sorted((-score, row) for score, row in self._rows(query, k))]

    def weigh_terms(self, text: str) -> dict[str, float]:
        """Return each searched term of a text with its inverse document frequency (Robertson and Spärck Jones)."""
        searcher = self._searcher()
        count = searcher.num_docs
        weights = {}
        for term in dict.fromkeys(self._analysis.terms(text)):
            if term not in self._frequencies:
                # Counted by a search: the index's own frequencies hold removed passages until it merges them away.
                query = tantivy.Query.term_query(self._schema, "words", term)
                self._frequencies[term] = int(searcher.search(query, limit=1, count=True).count)  # type: ignore[attr-defined]
            found = self._frequencies[term]
            weights[term] = math.log(1 + (count - found + 0.5) / (found + 0.5))
        return weights

    def find_terms(self, terms: Iterable[str], rows: Sequence[int], titles: bool = True) -> dict[int, frozenset[str]]:
        """Return which of these terms each of these rows holds, in its words or, with `titles`, in those above it."""
        found: dict[int, set[str]] = {row: set() for row in rows}
        fields = ("words", "heading") if titles else ("words",)
        among = self._among(rows)
        every = list(terms)
        for start in range(0, len(every), _TERMS_AT_ONCE):
            # One search for many terms: each that is held adds a power of two of its own to the score.
            some = every[start : start + _TERMS_AT_ONCE]
            held = [
                (tantivy.Occur.Should, tantivy.Query.const_score_query(self._holds(term, fields), float(1 << at)))
                for at, term in enumerate(some)
            ]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, among), *held])
            for score, row in self._rows(query, max(1, len(rows))):
                found[row].update(term for at, term in enumerate(some) if int(score) >> at & 1)
        return {row: frozenset(held) for row, held in found.items()}

    def find_quantities(self, kinds: Sequence[str], rows: Sequence[int]) -> frozenset[int]:
        """Return which of these rows hold a quantity of one of these kinds (`indexes.quantities`)."""
        if not kinds or not rows:
            return frozenset()
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, self._among(rows)),
                (tantivy.Occur.Must, tantivy.Query.term_set_query(self._schema, "quantities", list(kinds))),
            ]
        )
        return frozenset(row for _, row in self._rows(query, len(rows)))

    def terms(self, text: str) -> frozenset[str]:
        """Return the searched terms of a text: lower case, accents and endings off, question words left out."""
        return frozenset(self._analysis.terms(text))

    def _rows(self, query: tantivy.Query, limit: int) -> list[tuple[float, int]]:
        """Return (score, row) of the best passages."""
        searcher = self._searcher()
        hits = searcher.search(query, limit=limit, count=False).hits
        rows = searcher.fast_field_values("row", [address for _, address in hits])
        return [(score, row) for (score, _), row in zip(hits, rows, strict=True) if isinstance(row, int)]

    def _among(self, rows: Sequence[int]) -> tantivy.Query:
        # One query a row finds them in a large index sooner than one for the set of them.
        each = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "row", row)) for row in rows]
        return tantivy.Query.const_score_query(tantivy.Query.boolean_query(each), 0.0)

    def _holds(self, term: str, fields: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, term)) for field in fields]
        )

    def _of_guidelines(self, keys: Sequence[int]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, "guideline", list(keys))

    def _for_others_than(self, population: str) -> tantivy.Query:
        """Return what finds the passages whose titles name populations, and none that meets this one."""
        meeting = meeting_populations(population)
        others = tantivy.Query.term_set_query(self._schema, "populations", sorted(set(POPULATIONS) - meeting))
        named = tantivy.Query.term_set_query(self._schema, "populations", sorted(meeting))
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, others), (tantivy.Occur.MustNot, named)])

    def _query(self, question: str, heading: float) -> tantivy.Query | None:
        clauses = []
        for term in dict.fromkeys(self._analysis.terms(question)):
            clauses.append(self._clause("words", term, 1.0))
            if heading:
                clauses.append(self._clause("heading", term, heading))
        for term in dict.fromkeys(self._analysis.whole_terms(question)):
            clauses.append(self._clause("whole", term, _WHOLE_WEIGHT))
        return tantivy.Query.boolean_query(clauses) if clauses else None

    def _clause(self, field: str, term: str, weight: float) -> tuple[tantivy.Occur, tantivy.Query]:
        query = tantivy.Query.term_query(self._schema, field, term)
        return tantivy.Occur.Should, tantivy.Query.boost_query(query, weight)

    def _cover(self, record: dict[str, Any]) -> None:
        """Take what a record says of the index that is open."""
        self._generation, self._files = int(record["generation"]), dict(record["files"])
        self._frequencies = {}

    def _knows(self, record: dict[str, Any]) -> bool:
        """Whether a record is of this form, and of a state that this library was in."""
        token = self._store.token(int(record.get("generation", -1)))
        return record.get("format") == FORMAT and token is not None and record.get("token") == token

    def _start_again(self) -> None:
        self._record.unlink(missing_ok=True)
        if self._folder.exists():
            # Moved away first: whoever has it open goes on writing lock files into it while it is deleted.
            old = self._folder.with_name(f"{self._folder.name}.{secrets.token_hex(4)}.old")
            self._folder.rename(old)
            shutil.rmtree(old, ignore_errors=True)
        self._folder.mkdir(parents=True)
        self._take(tantivy.Index(_make_schema(), path=str(self._folder)))
        self._generation, self._files = -1, {}

    def _take(self, index: tantivy.Index) -> None:
        index.register_tokenizer("fieldguide_words", self._analysis.analyzer)
        whole = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("fieldguide_whole", whole)
        self._index = index
        self._schema = index.schema

    def _searcher(self) -> tantivy.Searcher:
        assert self._index is not None, "refreshed before it is searched"
        return self._index.searcher()


def _fingerprint(folder: Path, known: Mapping[str, int]) -> dict[str, int]:
    """Return the checksum of each file of an index; lock files, whose names begin with a point, are not of it.

    A file whose checksum is known is not read again: tantivy writes each once, but for the list of them.
    """
    if not folder.is_dir():
        return {}
    names = [path.name for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    return {name: known[name] if name in known and name != "meta.json" else checksum(folder / name) for name in names}


def _make_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    builder.add_unsigned_field("guideline", indexed=True)
    builder.add_text_field("words", tokenizer_name="fieldguide_words", index_option="freq")
    builder.add_text_field("heading", tokenizer_name="fieldguide_words", index_option="freq")
    builder.add_text_field("whole", tokenizer_name="fieldguide_whole", index_option="freq")
    builder.add_text_field("quantities", tokenizer_name="fieldguide_whole", index_option="basic")
    builder.add_text_field("populations", tokenizer_name="raw", index_option="basic")
    return builder.build()


def _document(row: int, guideline_key: int, title: str, passage: Passage, analysis: Analysis) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("row", row)
    document.add_unsigned("guideline", guideline_key)
    text = searched_text(passage)
    document.add_text("words", analysis.prepare(text))
    document.add_text("heading", analysis.prepare(" ".join([title, *passage.heading])))
    document.add_text("whole", " ".join(analysis.whole_terms(text)))
    document.add_text("quantities", " ".join(sorted(find_held(passage.text))))
    for population in sorted(find_populations((title, *passage.heading))):
        document.add_text("populations", population)
    return document
