"""Fieldguide's parts as LangChain Runnables: a retriever, a language model and a chain. A batch is one call."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, Self, runtime_checkable

from langchain_core.callbacks import CallbackManager, CallbackManagerForLLMRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.language_models.llms import BaseLLM
from langchain_core.outputs import Generation, GenerationChunk, LLMResult
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import get_config_list, run_in_executor

from indexes.types import Filter, Hit
from rag.answerers.generation import CompletionModel
from rag.answerers.weights import meditron_model
from rag.errors import AnswererError
from rag.types import Answer


@runtime_checkable
class Searchable(Protocol):
    """What the retriever needs of a library."""

    def search(self, questions: Sequence[str], k: int = 10, where: Filter = Filter()) -> list[tuple[Hit, ...]]:  # noqa: B008
        """Return the best `k` hits for each question, in order."""
        ...


class Askable(Protocol):
    """What the chain needs of an assistant."""

    def ask_all(self, questions: Sequence[str]) -> list[Answer]:
        """Return the answer to each question, in order."""
        ...


class GuidelineRetriever(BaseRetriever):
    """Finds passages of a library. A batch of questions is one search, whatever `max_concurrency` says.

    A document's text is the passage; its metadata holds "id", "guideline", "status" ("current", or "superseded" if the
    filter asks for such), "published", "file", "pages" (PDF page numbers), "labels" (the printed ones, None where there
    is none), "heading", "score" and "similarity". Raises what the library raises.
    """

    library: Searchable
    k: int = 10
    where: Filter = Filter()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002
        return self._search([query])[0]

    def batch(
        self,
        inputs: list[str],
        config: RunnableConfig | list[RunnableConfig] | None = None,
        *,
        return_exceptions: bool = False,
        **kwargs: Any,  # noqa: ARG002
    ) -> list[list[Document]]:
        """Return the documents for each question, in order, from one search."""
        if not inputs:
            return []
        runs = [
            self._start_run(question, settings)
            for question, settings in zip(inputs, get_config_list(config, len(inputs)), strict=True)
        ]
        try:
            found = self._search(inputs)
        except Exception as fault:
            for run in runs:
                run.on_retriever_error(fault)
            if return_exceptions:
                return [fault for _ in inputs]  # type: ignore[misc]
            raise
        for run, documents in zip(runs, found, strict=True):
            run.on_retriever_end(documents)
        return found

    async def abatch(
        self,
        inputs: list[str],
        config: RunnableConfig | list[RunnableConfig] | None = None,
        *,
        return_exceptions: bool = False,
        **kwargs: Any,
    ) -> list[list[Document]]:
        """Do as `batch` does, in a thread."""
        return await run_in_executor(
            None, lambda: self.batch(inputs, config, return_exceptions=return_exceptions, **kwargs)
        )

    def _search(self, questions: Sequence[str]) -> list[list[Document]]:
        return [[_make_document(hit) for hit in hits] for hits in self.library.search(questions, self.k, self.where)]

    def _start_run(self, question: str, config: RunnableConfig) -> CallbackManagerForRetrieverRun:
        """Tell the callbacks of one question that its retrieval begins, as `invoke` does."""
        manager = CallbackManager.configure(
            config.get("callbacks"),
            None,
            inheritable_tags=config.get("tags"),
            local_tags=self.tags,
            inheritable_metadata={**(config.get("metadata") or {}), **self._get_ls_params()},
            local_metadata=self.metadata,
        )
        name = config.get("run_name") or self.get_name()
        return manager.on_retriever_start(None, question, name=name, run_id=config.get("run_id"))


class Meditron3(BaseLLM):
    """Meditron3, or another causal language model, as a LangChain model. A batch of prompts is one generation.

    It is greedy, and takes the prompts as they are: a foundation model wants worked examples in them, and stop strings.
    It writes freely, for a prompt alone does not say what its evidence is: nothing holds its numbers and labels, and
    nothing checks them. `guideline_chain` over an `Assistant` with a `MeditronAnswerer` does both.
    """

    model: CompletionModel
    stop: tuple[str, ...] = ()
    """Stop strings for calls that give none."""

    @classmethod
    def from_pretrained(cls, model: str | None = None, *, stop: Sequence[str] = (), **options: Any) -> Self:
        """Load a Hugging Face name or folder, by default what FIELDGUIDE_MEDITRON names, or else Meditron3.

        `options` and the faults are those of `CompletionModel.from_pretrained`.
        """
        return cls(model=CompletionModel.from_pretrained(model or meditron_model(), **options), stop=tuple(stop))

    @property
    def _llm_type(self) -> str:
        return "meditron3"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {
            "model": self.model.description,
            "max_new_tokens": self.model.max_new_tokens,
            "stop": self.stop,
        }

    def _generate(
        self,
        prompts: list[str],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> LLMResult:
        _refuse_options(kwargs)
        completions = self.model.generate(prompts, self.stop if stop is None else stop)
        return LLMResult(
            generations=[
                [
                    Generation(
                        text=completion.text,
                        generation_info={"finish_reason": "stop" if completion.finished else "length"},
                    )
                ]
                for completion in completions
            ]
        )

    def _stream(
        self,
        prompt: str,
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[GenerationChunk]:
        """Yield what is written as it grows; what may be the beginning of a stop string waits until it is none."""
        _refuse_options(kwargs)
        stops = self.stop if stop is None else stop
        held = [*stops, *self.model.tokenizer.all_special_tokens]  # those are not shown where they are spelled out
        sent = ""
        for completion in self.model.stream(prompt, stops):
            sure = completion.text if completion.finished else _hold_back(completion.text, held)
            if len(sure) > len(sent):
                yield _make_chunk(sure[len(sent) :], run_manager)
                sent = sure
        reason = "stop" if completion.finished else "length"
        yield _make_chunk(completion.text[len(sent) :], run_manager, {"finish_reason": reason})


class GuidelineChain(Runnable[str, Answer]):
    """Answers questions with an assistant: search, answer and checks. A batch of questions is one call."""

    def __init__(self, assistant: Askable) -> None:
        self.assistant = assistant

    def invoke(self, input: str, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:  # noqa: ARG002
        """Return the answer to a question. Raises what the assistant raises, and the fault that an answer holds."""
        return self._call_with_config(self._ask, input, config)

    def batch(
        self,
        inputs: list[str],
        config: RunnableConfig | list[RunnableConfig] | None = None,
        *,
        return_exceptions: bool = False,
        **kwargs: Any,  # noqa: ARG002
    ) -> list[Answer]:
        """Return the answer to each question, in order, from one call of the assistant."""
        return self._batch_with_config(self._ask_all, inputs, config, return_exceptions=return_exceptions)

    async def abatch(
        self,
        inputs: list[str],
        config: RunnableConfig | list[RunnableConfig] | None = None,
        *,
        return_exceptions: bool = False,
        **kwargs: Any,
    ) -> list[Answer]:
        """Do as `batch` does, in a thread."""
        return await run_in_executor(
            None, lambda: self.batch(inputs, config, return_exceptions=return_exceptions, **kwargs)
        )

    def _ask(self, question: str) -> Answer:
        answer = self.assistant.ask_all([question])[0]
        if answer.error is not None:
            raise AnswererError(answer.error)
        return answer

    def _ask_all(self, questions: list[str]) -> list[Exception | Answer]:
        return [
            answer if answer.error is None else AnswererError(answer.error)
            for answer in self.assistant.ask_all(questions)
        ]


def guideline_chain(assistant: Askable) -> GuidelineChain:
    """Return the Runnable from a question to its checked `Answer`."""
    return GuidelineChain(assistant)


def _refuse_options(options: dict[str, Any]) -> None:
    if options:
        raise TypeError(f"Meditron3 decodes greedily and takes no {', '.join(sorted(options))}")


def _hold_back(text: str, stops: Sequence[str]) -> str:
    """Return a text that is being written without an end that what follows may change or make one of `stops` of."""
    sure = text.rstrip("\ufffd")  # half a character
    longest = max((len(stop) for stop in stops), default=0)
    for start in range(max(0, len(sure) - longest + 1), len(sure)):
        if any(stop.startswith(sure[start:]) for stop in stops):
            return sure[:start]
    return sure


def _make_chunk(
    text: str, run_manager: CallbackManagerForLLMRun | None, info: dict[str, Any] | None = None
) -> GenerationChunk:
    chunk = GenerationChunk(text=text, generation_info=info)
    if run_manager is not None:
        run_manager.on_llm_new_token(text, chunk=chunk)
    return chunk


def _make_document(hit: Hit) -> Document:
    passage = hit.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "id": passage.id,
            "guideline": hit.guideline.id,
            "status": hit.guideline.status,
            "published": hit.guideline.published,
            "file": hit.guideline.file,
            "pages": [place.page for place in hit.places],
            "labels": [place.label for place in hit.places],
            "heading": list(passage.heading),
            "score": hit.score,
            "similarity": hit.similarity,
            "also": [
                {
                    "guideline": repeat.guideline.id,
                    "status": repeat.guideline.status,
                    "pages": [place.page for place in repeat.places],
                }
                for repeat in hit.repeats
            ],
        },
    )
