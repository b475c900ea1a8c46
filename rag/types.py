"""What answering a question makes: evidence, statements with their citations, and the answer around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

from indexes.languages import ENGLISH
from indexes.types import Filter, Hit, Place
from ingest.types import Box, GuidelineStatus, PageSource
from rag.errors import AnswererError

Outcome = Literal["answered", "not_in_guidelines", "error"]
Verdict = Literal["supported", "unsupported", "uncited"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit with the label [n] that the prompt and the answer share."""

    label: int
    hit: Hit
    quote: str
    """The passage's text, verbatim."""
    page: int
    """The first page that it stands on."""
    boxes: tuple[Box, ...]
    """Its lines on that page."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The lines that a statement rests on, all on one page."""

    label: int
    guideline: str
    file: str
    page: int
    page_label: str | None
    quote: str
    boxes: tuple[Box, ...]
    source: PageSource = "text"
    """Whether the page was read from its text layer or by OCR."""
    unreadable: bool = False
    """Whether a cited line has a number and a glyph that could not be read."""
    published: str = ""
    """The guideline's date, as `ingest.types.Guideline` has it."""
    status: GuidelineStatus = "current"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, or one quote."""

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two places in current guidelines that give different quantities for the same thing."""

    subject: str
    """What they differ in, with both quantities, such as "dose of zinc for diarrhea: 10 mg or 20 mg"."""
    first: Citation
    second: Citation
    kind: Literal["dose", "frequency", "duration"] = "dose"


@dataclass(frozen=True, slots=True)
class Calculation:
    """A worked line: a quoted dose for each kilogram times the question's weight. Arithmetic, never a quote."""

    statement: int
    """Which of the answer's statements gives the dose, from 0."""
    text: str
    """The whole line, with what must be said of it."""
    medicine: str
    dose: str
    """What is given for each kilogram, such as "3 mg/kg"."""
    weight: str
    """As it is multiplied, such as "9 kg"."""
    result: str
    capped: bool
    """Whether the product is more than a highest dose that the line states, and that is the result instead."""
    citation: Citation
    """The lines that the dose is from."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown for one question, and who made it from what."""

    question: str
    outcome: Outcome
    statements: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]
    conflicts: tuple[Conflict, ...]
    answerer: str
    library: str
    generation: int
    timings: dict[str, float] = field(default_factory=dict)
    """Seconds by stage."""
    reranker: str | None = None
    """The cross-encoder that put the evidence in order; None where the search did alone."""
    where: Filter = field(default_factory=Filter)
    """What the search was restricted to."""
    error: str | None = None
    """What kept the answerer from answering, where the outcome is "error"; the evidence is there all the same."""
    calculations: tuple[Calculation, ...] = ()
    """At most one for each statement."""
    missing: tuple[str, ...] = ()
    """What of the patient the question does not give and the statements' lines differ by, in this order: "weight",
    "age", "pregnancy", "severity". Of the lines that differ by it all are shown."""
    silence: str | None = None
    """Why there is no answer, where the outcome is "not_in_guidelines"."""
    probability: float | None = None
    """How likely the guidelines answer the question, by what was found for it: `rag.checks.likelihood`."""


@dataclass(frozen=True, slots=True)
class Writing:
    """An answer that is being made: the evidence, and the statements that are complete and checked."""

    question: str
    evidence: tuple[Evidence, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A question with the evidence that it may be answered from, best first."""

    question: str
    evidence: tuple[Evidence, ...]
    language: str = ENGLISH
    """That of the set (ISO 639-1), by which words are compared."""
    read_as: tuple[tuple[str, str], ...] = ()
    """Each misspelt name of the question as it was written, and as it is read here."""


Said = tuple[Statement, ...] | AnswererError
"""What an answerer makes of one request: statements, or the fault that this request alone met."""


class Answerer(Protocol):
    """Makes statements from evidence. One batch method: a single question is a batch of one."""

    @property
    def name(self) -> str:
        """Who speaks, as shown with the answer, such as "quote" or "meditron (EPFLiGHT/Meditron3-Qwen2.5-7B)"."""
        ...

    def answer(self, requests: Sequence[Request]) -> Sequence[Said]:
        """Return the statements for each request, in order; no statement means that the evidence is silent.

        A fault that met one request only stands in its place. Raises AnswererError for one that meets all.
        """
        ...


@runtime_checkable
class StreamingAnswerer(Protocol):
    """An answerer whose statements can be had one after another as it writes them."""

    def stream(self, request: Request) -> Iterator[tuple[Statement, ...]]:
        """Yield the statements so far, each time that there is one more; the last are those of `answer`."""
        ...


__all__ = [
    "Answer",
    "Answerer",
    "Calculation",
    "Citation",
    "Conflict",
    "Evidence",
    "Outcome",
    "Place",
    "Request",
    "Said",
    "Statement",
    "StreamingAnswerer",
    "Verdict",
    "Writing",
]
