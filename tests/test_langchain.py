"""The LangChain parts: one search, one generation and one call of the assistant for a whole batch."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import RunnableLambda

from indexes.library import Library
from indexes.types import Filter, Hit
from rag.answerers.completions import Completion
from rag.answerers.generation import CompletionModel
from rag.answerers.meditron import MeditronAnswerer
from rag.answerers.quote import QuoteAnswerer
from rag.assistant import Assistant
from rag.checks.words import content_words
from rag.errors import AnswererError
from rag.langchain import GuidelineRetriever, Meditron3, guideline_chain
from rag.types import Answer, Request
from tests.factories import make_evidence, make_guideline, make_hit, make_passage
from tests.tiny_models import make_tiny_model

pytestmark = pytest.mark.usefixtures("one_thread")

PASSAGES = (
    make_passage(["Give artesunate for severe malaria."], guideline_id="malaria"),
    make_passage(["Give zinc for 10 days", "and fluids."], ["Refer if worse."], guideline_id="diarrhoea"),
    make_passage(["Wash hands with soap."], guideline_id="diarrhoea", place=1, heading=()),
)


class WordLibrary:
    """Finds passages by the words that they share with a question; counts its searches."""

    def __init__(self) -> None:
        self.searches: list[list[str]] = []

    def search(self, questions: Sequence[str], k: int = 10, where: Filter = Filter()) -> list[tuple[Hit, ...]]:  # noqa: B008
        """Return the best hits for each question."""
        self.searches.append(list(questions))
        if "fault" in questions:
            raise AnswererError("The library cannot be searched.")
        return [self._find(question, k, where) for question in questions]

    def _find(self, question: str, k: int, where: Filter) -> tuple[Hit, ...]:
        words = content_words(question)
        hits = [
            make_hit(passage, make_guideline(passage.guideline_id), score=len(words & content_words(passage.text)))
            for passage in PASSAGES
            if not where.guidelines or passage.guideline_id in where.guidelines
        ]
        return tuple(sorted(hits, key=lambda hit: hit.score, reverse=True)[:k])


class SmallAssistant:
    """Searches, answers and wraps, as the assistant does; counts its calls."""

    def __init__(self, library: WordLibrary, answerer: MeditronAnswerer) -> None:
        self.library = library
        self.answerer = answerer
        self.calls = 0

    def ask_all(self, questions: Sequence[str]) -> list[Answer]:
        """Return an answer to each question."""
        self.calls += 1
        found = self.library.search(questions, 2)
        requests = [
            Request(question, tuple(make_evidence(label, hit) for label, hit in enumerate(hits, start=1)))
            for question, hits in zip(questions, found, strict=True)
        ]
        return [
            Answer(
                question=request.question,
                outcome="answered" if statements else "not_in_guidelines",
                statements=statements,
                evidence=request.evidence,
                conflicts=(),
                answerer=self.answerer.name,
                library="default",
                generation=1,
            )
            for request, statements in zip(requests, self.answerer.answer(requests), strict=True)
        ]


class Recorder(BaseCallbackHandler):
    """Writes down what LangChain is told about each retrieval."""

    def __init__(self) -> None:
        self.events: list[tuple[str, object]] = []

    def on_retriever_start(self, serialized: dict[str, Any], query: str, *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002
        """Note a start."""
        self.events.append(("start", query))

    def on_retriever_end(self, documents: Sequence[Document], *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002
        """Note an end."""
        self.events.append(("end", len(documents)))

    def on_retriever_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:  # noqa: ARG002
        """Note a fault."""
        self.events.append(("error", str(error)))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> CompletionModel:
    """A tiny random model."""
    folder = make_tiny_model(tmp_path_factory.mktemp("tiny"))
    return CompletionModel.from_pretrained(str(folder), device="cpu", max_new_tokens=12, batch_size=8)


def test_documents_carry_their_place() -> None:
    """A document is the passage with all that a citation needs."""
    library = WordLibrary()
    (document,) = GuidelineRetriever(library=library, k=1).invoke("zinc for how many days?")
    assert document.id == "diarrhoea#0"
    assert document.page_content == "Give zinc for 10 days and fluids. Refer if worse."
    assert document.metadata == {
        "id": "diarrhoea#0",
        "guideline": "diarrhoea",
        "status": "current",
        "published": make_guideline("diarrhoea").published,
        "file": "diarrhoea.pdf",
        "pages": [12, 13],
        "labels": ["10", "11"],
        "heading": ["5 Treatment", "5.2 Severe malaria"],
        "score": 2,
        "similarity": 0.5,
        "also": [],
    }
    assert library.searches == [["zinc for how many days?"]]


def test_a_batch_is_one_search() -> None:
    """All questions go into one call, the documents come back in order, and the filter goes along."""
    library = WordLibrary()
    retriever = GuidelineRetriever(library=library, k=2, where=Filter(guidelines=("diarrhoea",)))
    recorder = Recorder()
    found = retriever.batch(["soap for hands", "zinc for days"], {"callbacks": [recorder], "max_concurrency": 1})
    assert [[document.id for document in documents] for documents in found] == [
        ["diarrhoea#1", "diarrhoea#0"],
        ["diarrhoea#0", "diarrhoea#1"],
    ]
    assert recorder.events == [("start", "soap for hands"), ("start", "zinc for days"), ("end", 2), ("end", 2)]
    assert asyncio.run(retriever.abatch(["soap for hands", "zinc for days"])) == found
    assert retriever.batch([]) == []
    assert library.searches == [["soap for hands", "zinc for days"]] * 2


def test_a_fault_in_a_batch() -> None:
    """A fault is raised, or returned for each question where that is asked for; the callbacks hear of it."""
    retriever = GuidelineRetriever(library=WordLibrary())
    recorder = Recorder()
    with pytest.raises(AnswererError, match="cannot be searched"):
        retriever.batch(["fault", "soap"], {"callbacks": [recorder]})
    assert recorder.events[2:] == [("error", "The library cannot be searched.")] * 2
    faults: list[Any] = retriever.batch(["fault", "soap"], return_exceptions=True)
    assert [str(fault) for fault in faults] == ["The library cannot be searched."] * 2


def test_language_model_sends_a_batch_to_one_call(model: CompletionModel) -> None:
    """The whole list is one generation, and gives what the model gives."""
    widths: list[int] = []

    def note_width(_: object, inputs: tuple[Any, ...]) -> None:
        widths.append(inputs[0].shape[0])

    prompts = ["Give artesunate", "A ward of 20 beds", "Wash"]
    expected = model.complete(prompts)
    hook = model.model.get_input_embeddings().register_forward_pre_hook(note_width)
    language_model = Meditron3(model=model)
    assert language_model.batch([*prompts]) == expected
    hook.remove()
    # The prompts are read one by one, and then the rows of the batch, a power of two, go on together.
    assert widths == [1] * 3 + [4] * 11
    assert language_model.invoke(prompts[0]) == expected[0]
    assert asyncio.run(language_model.abatch([*prompts])) == expected


def test_language_model_stops_and_says_so(model: CompletionModel) -> None:
    """Stop strings come from the call or from the model's own; the reason of the end is told."""
    (whole,) = model.complete(["Give artesunate"])
    stop = whole[3]
    cut = whole[: whole.index(stop)]
    assert Meditron3(model=model).invoke("Give artesunate", stop=[stop]) == cut
    stopping = Meditron3(model=model, stop=(stop,))
    assert stopping.invoke("Give artesunate") == cut
    assert stopping.generate(["Give artesunate"]).generations[0][0].generation_info == {"finish_reason": "stop"}
    free = Meditron3(model=model).generate(["Give artesunate"]).generations[0][0]
    assert (free.text, free.generation_info) == (whole, {"finish_reason": "length"})
    with pytest.raises(TypeError, match="greedily and takes no temperature"):
        stopping.invoke("Give artesunate", temperature=1)


def test_a_special_token_that_is_spelled_out(model: CompletionModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its letters wait, for once it is whole they are not shown; "<" alone is, as soon as no token begins so."""
    texts = ["1 <", "1 < 2", "1 < 2 <|endof", "1 < 2 \ufffd", "1 < 2 \ufffd3"]
    written = [Completion(text, (), finished=text is texts[-1]) for text in texts]
    monkeypatch.setattr(CompletionModel, "stream", lambda *_: iter(written))
    pieces = list(Meditron3(model=model).stream("Give artesunate"))
    assert pieces == ["1 ", "< 2", " ", "\ufffd3", ""]


def test_language_model_streams(model: CompletionModel) -> None:
    """The pieces are the whole text, none of them is taken back, and no part of a stop string slips out."""
    (whole,) = model.complete(["Give artesunate"])
    language_model = Meditron3(model=model)
    pieces = list(language_model.stream("Give artesunate"))
    assert "".join(pieces) == whole
    assert len(pieces) > 4
    stop = [whole[5:8], "never"]
    pieces = list(language_model.stream("Give artesunate", stop=stop))
    assert "".join(pieces) == whole[: whole.index(stop[0])]
    assert language_model.invoke("Give artesunate", stop=stop) == "".join(pieces)

    async def read() -> list[str]:
        return [piece async for piece in language_model.astream("Give artesunate")]

    assert "".join(asyncio.run(read())) == whole
    with pytest.raises(TypeError, match="greedily and takes no temperature"):
        list(language_model.stream("Give artesunate", temperature=1))


def test_language_model_names_itself(model: CompletionModel) -> None:
    """What identifies it is the model, its precision and device, and what bounds its answers."""
    language_model = Meditron3.from_pretrained(model.name, device="cpu", max_new_tokens=3, stop=["\n"])
    assert language_model.asdict() == {
        "model": f"{model.name}, fp32 on cpu",
        "max_new_tokens": 3,
        "stop": ("\n",),
        "_type": "meditron3",
    }


def test_parts_compose(model: CompletionModel) -> None:
    """Retriever, prompt, model and parser run as one sequence, each with one call a batch."""
    library = WordLibrary()

    def write_prompt(documents: list[Document]) -> str:
        return f"{documents[0].page_content}\nAnswer:"

    chain = (
        GuidelineRetriever(library=library) | RunnableLambda(write_prompt) | Meditron3(model=model) | StrOutputParser()
    )
    assert chain.batch(["soap for hands", "zinc for days"]) == model.complete(
        ["Wash hands with soap.\nAnswer:", "Give zinc for 10 days and fluids. Refer if worse.\nAnswer:"]
    )
    assert len(library.searches) == 1


def test_guideline_chain_gives_checked_answers(model: CompletionModel) -> None:
    """The chain asks the assistant once for a batch, and gives its answers as they are."""
    assistant = SmallAssistant(WordLibrary(), MeditronAnswerer(model))
    chain = guideline_chain(assistant)
    questions = ["soap for hands", "zinc for days"]
    answers = chain.batch(questions)
    assert [answer.question for answer in answers] == questions
    assert [answer.evidence[0].hit.passage.id for answer in answers] == ["diarrhoea#1", "diarrhoea#0"]
    assert assistant.calls == 1
    assert chain.invoke(questions[1]) == answers[1]
    assert asyncio.run(chain.abatch(questions)) == answers
    faults: list[Any] = chain.batch(["fault"], return_exceptions=True)
    assert [str(fault) for fault in faults] == ["The library cannot be searched."]
    with pytest.raises(AnswererError):
        chain.invoke("fault")


def test_importing_needs_no_torch(tmp_path: Path) -> None:
    """The LangChain parts import in a moment; the model's libraries come with the model."""
    import subprocess
    import sys

    code = "import sys, rag.langchain; print('torch' in sys.modules, 'transformers' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], env={"HF_HOME": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False False"


def test_a_filter_bounds_the_retriever_and_the_chain(demonstration: Library) -> None:
    """All its fields hold on a real library, for documents and answers."""
    malaria = "demonstration-malaria-1"
    where = Filter(guidelines=(malaria,), publisher="fieldguide", published_from="2026", population="adults")
    documents = GuidelineRetriever(library=demonstration, k=100, where=where).invoke("What is given to a child?")
    (hits,) = demonstration.search(["What is given to a child?"], 100, where)
    assert [document.id for document in documents] == [hit.passage.id for hit in hits]
    assert {document.metadata["guideline"] for document in documents} == {malaria}
    chain = guideline_chain(Assistant(demonstration, QuoteAnswerer(demonstration.embedder), where=where))
    answer = chain.invoke("What dose of artesunate does an adult with severe malaria get?")
    assert {evidence.hit.guideline.id for evidence in answer.evidence} == {malaria}
    assert answer.where == where
