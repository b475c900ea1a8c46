"""The Meditron3 answerer: a prompt for each question, one batched generation, and statements that are checked."""

import logging
from collections.abc import Sequence
from typing import Self

from indexes.device import may_have_gpu
from rag.answerers.generation import ANSWER_TOKENS, CONTEXT_TOKENS, CompletionModel
from rag.answerers.loading import Precision, describe_shortage, free_memory
from rag.answerers.parse import parse_completion
from rag.answerers.prompt import Prompt, Style, describe_dropped, fit_prompt
from rag.answerers.weights import count_parameters, find_local_weights, meditron_model
from rag.errors import AnswererError
from rag.types import Request, Statement

_LOGGER = logging.getLogger(__name__)


class MeditronAnswerer:
    """Answers from the evidence in Meditron3's own words; each sentence is cited and checked."""

    def __init__(self, model: CompletionModel, *, style: Style = "completion", locked: bool = True) -> None:
        """Take a loaded model. It writes under the evidence lock, or freely, which is for measuring what that brings.

        Raises AnswererError if the style is "chat" and its tokenizer has no chat template, or if the lock cannot read
        the tokenizer.
        """
        self.model = model
        self.style: Style = style
        self.locked = locked
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
        batch_size: int = 8,
        context_tokens: int = CONTEXT_TOKENS,
        style: Style = "completion",
        locked: bool = True,
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
        )
        return cls(loaded, style=style, locked=locked)

    @property
    def name(self) -> str:
        """Who speaks, such as "meditron (EPFLiGHT/Meditron3-Qwen2.5-7B, bf16 on cuda)"."""
        return f"meditron ({self.model.description})"

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
        prompts = [self.build_prompt(requests[place]) for place in asked]
        for prompt in prompts:
            if told := describe_dropped(prompt):
                _LOGGER.warning(told)
        stops = prompts[0].stops if prompts else ()
        completions = self.model.generate(
            [self._render(prompt) for prompt in prompts], stops, locked_to=prompts if self.locked else ()
        )
        for place, prompt, completion in zip(asked, prompts, completions, strict=True):
            answers[place] = parse_completion(
                completion.text,
                prompt.request,
                stops=stops,
                finished=completion.finished,
                swaps=completion.swaps,
            )
        return answers

    def complete(self, prompts: Sequence[str], stop: Sequence[str] = ()) -> list[str]:
        """Return the text that follows each prompt, as `CompletionModel.complete` does."""
        return self.model.complete(prompts, stop)

    def _render(self, prompt: Prompt) -> str:
        return prompt.text if prompt.style == "completion" else self.model.render_chat(prompt.messages)


def meditron_available(model: str | None = None) -> str | None:
    """Return None if the model's weights and a CUDA GPU for them are here, else the reason why not, in words.

    Never uses the network, and imports torch, which takes seconds, only where there seem to be both.
    """
    model = model or meditron_model()
    try:
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
    return describe_shortage(model, 2 * count_parameters(folder), free_memory("cuda"), "cuda")
