"""Answers questions from a library: search, decide, answer, check. The only door to this floor."""

import time
from collections.abc import Sequence

from indexes.errors import LibraryError
from indexes.library import Library
from indexes.reranker import Reranker
from indexes.types import EmbedderIdentity, Filter, Hit
from rag.checks.aliases import spell_out_aliases
from rag.checks.calculations import calculate
from rag.checks.closeness import Scale, measure_scale
from rag.checks.on_topic import prefer_on_topic
from rag.checks.patients import check_patient
from rag.checks.reading import check_reading
from rag.checks.silence import NO_LINE, Decision, decide
from rag.errors import AnswererError
from rag.further_places import cite_further_places
from rag.types import Answer, Answerer, Evidence, Request

EVIDENCE = 8
"""How many passages an answer may rest on."""

WIDE = 24
"""How many are found, so that those on the question's medicine can come first."""


class Assistant:
    """Puts questions to a library, or to what a filter leaves of it, and its evidence to an answerer."""

    def __init__(
        self,
        library: Library,
        answerer: Answerer,
        k: int = EVIDENCE,
        where: Filter = Filter(),  # noqa: B008 (frozen, so safe to share)
        reranker: Reranker | None = None,
    ) -> None:
        self._library = library
        self._answerer = answerer
        self._k = k
        self._reranker = reranker
        self._scale: tuple[EmbedderIdentity, Scale | None] | None = None
        self._where = where

    def ask(self, question: str, where: Filter | None = None) -> Answer:
        """Answer one question. Raises what `ask_all` raises."""
        return self.ask_all([question], where)[0]

    def ask_all(self, questions: Sequence[str], where: Filter | None = None) -> list[Answer]:
        """Answer questions, one batch for the search and one for the answerer; timings are shares of the batch.

        A filter given here takes the place of the assistant's own. A question that alone met a fault of the answerer
        has the outcome "error", with the fault and the evidence.
        Raises LibraryError if the set is empty, a question is, or the filter leaves nothing, and what the answerer
        raises.
        """
        if not all(question.strip() for question in questions):
            raise LibraryError("the question is empty")
        if not self._library.guidelines():
            raise LibraryError(f"the set {self._library.name!r} is empty; put PDFs into it with fieldguide add")
        where = self._where if where is None else where
        started = time.perf_counter()
        found = self._library.search(questions, WIDE, where, reranker=self._reranker)
        searched = time.perf_counter()
        language = self._library.language
        requests = [
            make_request(question, hits, self._k, language) for question, hits in zip(questions, found, strict=True)
        ]
        decisions = [self._decide(request) for request in requests]
        spoken = [request for request, decision in zip(requests, decisions, strict=True) if decision.silence is None]
        decided = time.perf_counter()
        statements = dict(zip(map(id, spoken), self._answerer.answer(spoken), strict=True))
        answered = time.perf_counter()
        share = max(1, len(questions))
        timings = {
            "search": (searched - started) / share,
            "decide": (decided - searched) / share,
            "answer": (answered - decided) / share,
        }
        generation = self._library.generation
        answers = []
        for question, request, decision in zip(questions, requests, decisions, strict=True):
            said = statements.get(id(request), ())
            fault = said if isinstance(said, AnswererError) else None
            made = () if isinstance(said, AnswererError) else check_reading(said)
            made = tuple(check_patient(request, statement) for statement in made)
            calculations = calculate(request, made)
            made = tuple(cite_further_places(request, statement) for statement in made)
            answers.append(
                Answer(
                    question=question,
                    outcome="error" if fault else "answered" if made else "not_in_guidelines",
                    statements=made,
                    evidence=request.evidence,
                    conflicts=(),
                    answerer=self._answerer.name,
                    library=self._library.name,
                    generation=generation,
                    reranker=None if self._reranker is None else self._reranker.name,
                    timings=timings,
                    where=where,
                    error=None if fault is None else str(fault),
                    calculations=calculations,
                    silence=None if fault or made else decision.silence or NO_LINE,
                    probability=decision.probability,
                )
            )
        return answers

    def _decide(self, request: Request) -> Decision:
        hits = [evidence.hit for evidence in request.evidence]
        coverage = self._library.cover(request.question, hits)
        return decide(request.question, hits, coverage, self._measure_scale(), request.language)

    def _measure_scale(self) -> Scale | None:
        """Return the scale of the set's embedder, measured once for each that the set has."""
        embedder = self._library.embedder
        if self._scale is None or self._scale[0] != embedder.identity:
            self._scale = embedder.identity, measure_scale(embedder, self._library.language)
        return self._scale[1]


def make_request(question: str, hits: Sequence[Hit], most: int, language: str) -> Request:
    """Choose and label the evidence for a question, whose abbreviations are spelled out as the hits explain them."""
    question = spell_out_aliases(question, [hit.passage.text for hit in hits])
    return Request(question, _label(prefer_on_topic(question, hits)[:most]), language)


def _label(hits: Sequence[Hit]) -> tuple[Evidence, ...]:
    evidence = []
    for label, hit in enumerate(hits, start=1):
        # A table that goes on from another page has its header there and its rows here.
        place = hit.places[-1] if hit.passage.kind == "table" else hit.places[0]
        evidence.append(Evidence(label, hit, hit.passage.text, place.page, place.boxes))
    return tuple(evidence)
