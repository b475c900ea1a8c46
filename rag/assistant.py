"""Answers questions from a library: search, decide, answer, check. The only door to this floor."""

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from indexes.errors import LibraryError
from indexes.library import Library
from indexes.reranker import Reranker
from indexes.types import EmbedderIdentity, Filter, Hit
from rag.checks.aliases import spell_out_aliases
from rag.checks.closeness import Scale, measure_scale
from rag.checks.misspellings import correct_names
from rag.checks.on_topic import prefer_on_topic
from rag.checks.silence import NO_LINE, Decision, decide
from rag.errors import AnswererError
from rag.finishing import finish, finish_statements
from rag.types import Answer, Answerer, Evidence, Request, Said, StreamingAnswerer, Writing

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

        A filter given here takes the place of the assistant's own. A question that met a fault of the answerer has the
        outcome "error", with the fault and the evidence.
        Raises LibraryError if the set is empty, a question is, or the filter leaves nothing.
        """
        found = self._find(questions, where)
        spoken = [
            request for request, decision in zip(found.requests, found.decisions, strict=True) if not decision.silence
        ]
        answers = iter(self._answer(spoken))
        said = [() if decision.silence else next(answers) for decision in found.decisions]
        timings = found.time_stages(time.perf_counter())
        return [
            self._make_answer(question, request, made, decision, found.where, timings)
            for question, request, made, decision in zip(questions, found.requests, said, found.decisions, strict=True)
        ]

    def ask_stream(self, question: str, where: Filter | None = None) -> Generator[Writing | Answer]:
        """Answer one question and show its answer as it is made; the last that is yielded is what `ask` returns.

        First comes the evidence, then, each time that the answerer has written one more statement, all so far, checked
        as they are in the answer. Raises what `ask_all` raises.
        """
        found = self._find([question], where)
        (request,), (decision,) = found.requests, found.decisions
        yield Writing(question, request.evidence, ())
        said: Said = ()
        if not decision.silence and isinstance(self._answerer, StreamingAnswerer):
            try:
                for said in self._answerer.stream(request):
                    yield Writing(question, request.evidence, finish_statements(request, said))
            except AnswererError as fault:
                said = fault
        elif not decision.silence:
            (said,) = self._answer([request])
        timings = found.time_stages(time.perf_counter())
        yield self._make_answer(question, request, said, decision, found.where, timings)

    def _answer(self, requests: Sequence[Request]) -> list[Said]:
        """Put requests to the answerer. A fault of all is met by each alone again: it costs only those that have it."""
        try:
            return list(self._answerer.answer(requests))
        except AnswererError as fault:
            if len(requests) == 1:
                return [fault]
        return [said for request in requests for said in self._answer([request])]

    def _find(self, questions: Sequence[str], where: Filter | None) -> "_Found":
        """Find the evidence for each question, and decide which is silent."""
        if not all(question.strip() for question in questions):
            raise LibraryError("the question is empty")
        if not self._library.guidelines():
            raise LibraryError(f"the set {self._library.name!r} is empty; put PDFs into it with fieldguide add")
        where = self._where if where is None else where
        started = time.perf_counter()
        found = self._library.search(questions, WIDE, where, reranker=self._reranker)
        searched = time.perf_counter()
        language = self._library.language
        requests = tuple(
            make_request(question, hits, self._k, language) for question, hits in zip(questions, found, strict=True)
        )
        decisions = tuple(self._decide(request) for request in requests)
        return _Found(requests, decisions, where, started, searched, time.perf_counter())

    def _make_answer(
        self,
        question: str,
        request: Request,
        said: Said,
        decision: Decision,
        where: Filter,
        timings: dict[str, float],
    ) -> Answer:
        fault = said if isinstance(said, AnswererError) else None
        made = finish(request, () if isinstance(said, AnswererError) else said)
        return Answer(
            question=question,
            outcome="error" if fault else "answered" if made.statements else "not_in_guidelines",
            statements=made.statements,
            evidence=request.evidence,
            conflicts=made.conflicts,
            answerer=self._answerer.name,
            library=self._library.name,
            generation=self._library.generation,
            reranker=None if self._reranker is None else self._reranker.name,
            timings=timings,
            where=where,
            error=None if fault is None else str(fault),
            calculations=made.calculations,
            missing=made.missing,
            silence=None if fault or made.statements else decision.silence or NO_LINE,
            probability=decision.probability,
        )

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


@dataclass(frozen=True, slots=True)
class _Found:
    """The evidence for a batch of questions, and when, by the clock of `time.perf_counter`, the stages ended."""

    requests: tuple[Request, ...]
    decisions: tuple[Decision, ...]
    """For each, whether its evidence is silent, and why."""
    where: Filter
    started: float
    searched: float
    decided: float

    def time_stages(self, answered: float) -> dict[str, float]:
        """Return the seconds that each stage took for one question."""
        share = max(1, len(self.requests))
        return {
            "search": (self.searched - self.started) / share,
            "decide": (self.decided - self.searched) / share,
            "answer": (answered - self.decided) / share,
        }


def make_request(question: str, hits: Sequence[Hit], most: int, language: str) -> Request:
    """Choose and label the evidence for a question.

    Its abbreviations are spelled out as the hits explain them, and its misspelt names are mended as the hits have them.
    """
    texts = [hit.passage.text for hit in hits]
    question, read_as = correct_names(spell_out_aliases(question, texts), texts)
    return Request(question, _label(prefer_on_topic(question, hits)[:most]), language, read_as)


def _label(hits: Sequence[Hit]) -> tuple[Evidence, ...]:
    evidence = []
    for label, hit in enumerate(hits, start=1):
        # A table that goes on from another page has its header there and its rows here.
        place = hit.places[-1] if hit.passage.kind == "table" else hit.places[0]
        evidence.append(Evidence(label, hit, hit.passage.text, place.page, place.boxes))
    return tuple(evidence)
