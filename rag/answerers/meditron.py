"""The Meditron3 answerer: a prompt for each question, one batched generation, and statements that are checked."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from os.path import commonprefix
from typing import Self

from indexes.device import may_have_gpu
from rag.answerers.completions import Completion
from rag.answerers.generation import ANSWER_TOKENS, CONTEXT_TOKENS, CompletionModel
from rag.answerers.memory import count_bytes, describe_shortage, free_memory
from rag.answerers.model_settings import Pace, Precision, read_precision
from rag.answerers.parse import find_settled, parse_completion
from rag.answerers.prompt import STOPS, Prompt, Style, describe_dropped, fit_prompt
from rag.answerers.weights import find_local_weights, meditron_model
from rag.checks.entailment import Entailment, name_judge
from rag.errors import AnswererError
from rag.types import Request, Statement

_LOGGER = logging.getLogger(__name__)


class MeditronAnswerer:
    """Answers from the evidence in Meditron3's own words; each sentence is cited and checked."""

    def __init__(
        self,
        model: CompletionModel,
        *,
        style: Style = "completion",
        locked: bool = True,
        entailment: Entailment | None = None,
    ) -> None:
        """Take a loaded model. It writes under the evidence lock, or freely, which is for measuring what that brings.

        An entailment model, if given, judges the words of its statements in place of their count.
        Raises AnswererError if the style is "chat" and its tokenizer has no chat template, or if the lock cannot read
        the tokenizer.
        """
        self.model = model
        self.style: Style = style
        self.locked = locked
        self._entailment = entailment
        if style == "chat":
            model.render_chat([{"role": "user", "content": "?"}])
        if locked:
            _ = model.token_table

    @classmethod
    def from_pretrained(
        cls,
        model: str | None = None,
        *,
        device: str | None = None,
        dtype: Precision | None = None,
        max_new_tokens: int = ANSWER_TOKENS,
        batch_size: int | None = None,
        context_tokens: int = CONTEXT_TOKENS,
        pace: Pace | None = None,
        style: Style = "completion",
        locked: bool = True,
        entailment: Entailment | None = None,
    ) -> Self:
        """Load a Hugging Face name or a folder, by default what FIELDGUIDE_MEDITRON names, or else Meditron3.

        The other parameters, their defaults and the faults are those of `CompletionModel.from_pretrained`.
        """
        loaded = CompletionModel.from_pretrained(
            model or meditron_model(),
            device=device,
            dtype=dtype,
            max_new_tokens=max_new_tokens,
            batch_size=batch_size,
            context_tokens=context_tokens,
            pace=pace,
        )
        return cls(loaded, style=style, locked=locked, entailment=entailment)

    @property
    def name(self) -> str:
        """Who speaks, such as "meditron (EPFLiGHT/Meditron3-Qwen2.5-7B, bf16 on cuda)"."""
        return f"meditron ({self.model.description}{name_judge(self._entailment)})"

    def build_prompt(self, request: Request) -> Prompt:
        """Return the prompt of a request, with as much of its evidence as the model has room for.

        Raises AnswererError if the question does not fit with even its best passage.
        """
        return fit_prompt(
            request,
            count_tokens=self.model.count_tokens,
            limit=self.model.room,
            style=self.style,
            special_tokens=self.model.special_tokens,
            render=self._render,
        )

    def answer(self, requests: Sequence[Request]) -> list[tuple[Statement, ...]]:
        """Return the statements for each request, in order; none where the model refuses or there is no evidence.

        Evidence that finds no room in a prompt is left out, the least useful first, and logged as a warning. Raises
        AnswererError if a question is too long or the memory runs out.
        """
        answers: list[tuple[Statement, ...]] = [() for _ in requests]
        asked = [place for place, request in enumerate(requests) if request.evidence]
        prompts = [self._write_prompt(requests[place]) for place in asked]
        completions = self.model.generate(
            [self._render(prompt) for prompt in prompts],
            STOPS[self.style],
            locked_to=prompts if self.locked else (),
            head=self._head,
        )
        for place, prompt, completion in zip(asked, prompts, completions, strict=True):
            answers[place] = _parse(completion, prompt, self._entailment)
        return answers

    def stream(self, request: Request) -> Iterator[tuple[Statement, ...]]:
        """Yield the statements so far, checked, each time that one more is settled; the last are those of `answer`.

        Raises what `answer` raises.
        """
        if not request.evidence:
            yield ()
            return
        prompt = self._write_prompt(request)
        settled = 0
        completion = Completion("", (), finished=False)
        for completion in self.model.stream(
            self._render(prompt), prompt.stops, locked_to=prompt if self.locked else None, head=self._head
        ):
            reached = find_settled(completion.text)
            if reached > settled:
                settled = reached
                swaps = tuple(place for place in completion.swaps if place < settled)
                written = replace(completion, text=completion.text[:settled], finished=True, swaps=swaps)
                yield _parse(written, prompt, self._entailment)
        yield _parse(completion, prompt, self._entailment)

    def complete(self, prompts: Sequence[str], stop: Sequence[str] = ()) -> list[str]:
        """Return the text that follows each prompt, as `CompletionModel.complete` does."""
        return self.model.complete(prompts, stop)

    @cached_property
    def _head(self) -> str:
        """What all prompts of the style begin with: two that ask different things have no more in common."""
        nothing = Request("", ())
        return commonprefix(  # noqa: RUF071 (these are no paths)
            [self._render(Prompt(nothing, (), task, self.style)) for task in ("a", "b")]
        )

    def _write_prompt(self, request: Request) -> Prompt:
        """Build a request's prompt, and log what found no room in it."""
        prompt = self.build_prompt(request)
        if told := describe_dropped(prompt):
            _LOGGER.warning(told)
        return prompt

    def _render(self, prompt: Prompt) -> str:
        return prompt.text if prompt.style == "completion" else self.model.render_chat(prompt.messages)


def _parse(completion: Completion, prompt: Prompt, entailment: Entailment | None) -> tuple[Statement, ...]:
    return parse_completion(
        completion.text,
        prompt.request,
        stops=prompt.stops,
        finished=completion.finished,
        swaps=completion.swaps,
        follows=entailment,
    )


def meditron_available(model: str | None = None) -> str | None:
    """Return None if the model's weights and a CUDA GPU for them are here, else the reason why not, in words.

    Never uses the network, and imports torch, which takes seconds, only where there seem to be both.
    """
    model = model or meditron_model()
    try:
        precision = read_precision() or "bfloat16"
        folder = find_local_weights(model)
    except AnswererError as fault:
        return str(fault)
    if folder is None:
        return f"the weights of {model} are not on this machine"
    if not may_have_gpu():
        return "this machine has no CUDA GPU"
    import torch

    if not torch.cuda.is_available():
        return "PyTorch finds no CUDA GPU that it can use"
    return describe_shortage(model, count_bytes(folder, precision), free_memory("cuda"), "cuda")
