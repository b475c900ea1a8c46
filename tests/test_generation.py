"""A model's completions: the same with a shared head, alone, in halves where memory is short, and as they grow."""

import logging
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
import torch

from rag.answerers.generation import CompletionModel
from rag.answerers.meditron import MeditronAnswerer
from rag.answerers.prompt import HEAD, Prompt, build_prompt
from rag.errors import AnswererError
from rag.types import Request
from tests.factories import make_request
from tests.taught_model import KNOWN, RAMBLING, SILENT, WRONG
from tests.tiny_models import make_tiny_model

pytestmark = pytest.mark.usefixtures("one_thread")

SENTENCE = "Give artesunate 2.4 mg/kg IV at 0, 12 and 24 hours to children under 20 kg; else 3 tablets."
WORDS = tuple(SENTENCE.split(" "))


def make_requests(count: int) -> list[Request]:
    """Return questions with passages of many lengths."""
    return [
        make_request(
            f"{WORDS[number % 7]} what, number {number}?",
            *([" ".join(WORDS[: 3 + (number * place) % 14])] for place in range(1, 2 + number % 5)),
        )
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> CompletionModel:
    """A tiny random model."""
    folder = make_tiny_model(tmp_path_factory.mktemp("tiny"), spare_rows=40)
    return CompletionModel.from_pretrained(str(folder), device="cpu", max_new_tokens=24, batch_size=8)


@pytest.fixture(scope="module")
def prompts() -> list[Prompt]:
    """The prompts of those questions."""
    return [build_prompt(request) for request in make_requests(20)]


def count_read(model: CompletionModel) -> tuple[list[int], Any]:
    """Return a list that grows by the number of tokens of each row that the model reads, and the hook that does it."""
    read: list[int] = []

    def note(_: object, inputs: tuple[torch.Tensor, ...]) -> None:
        read.append(inputs[0].shape[1])

    return read, model.model.get_input_embeddings().register_forward_pre_hook(note)


@pytest.mark.parametrize("locked", [True, False])
def test_a_shared_head_and_a_batch_change_no_token(locked: bool, model: CompletionModel, prompts: list[Prompt]) -> None:
    """With the head read once or for each prompt, batched or alone, locked or free: the same completions."""
    texts = [prompt.text for prompt in prompts]
    plain = model.generate(texts, ["\n\n"], locked_to=prompts if locked else ())
    assert len({completion.tokens for completion in plain}) > len(prompts) // 2
    model.decoder.forget()
    read, hook = count_read(model)
    assert model.generate(texts, ["\n\n"], locked_to=prompts if locked else (), head=HEAD) == plain
    hook.remove()
    head = len(model.tokenizer(HEAD)["input_ids"]) - 1
    assert sorted(read)[-1] == head
    assert sum(read) < sum(model.count_tokens(text) for text in texts) / 2
    for text, prompt, completion in zip(texts[::3], prompts[::3], plain[::3], strict=True):
        assert model.generate([text], ["\n\n"], locked_to=[prompt] if locked else (), head=HEAD) == [completion]


def test_a_head_that_a_prompt_does_not_have(model: CompletionModel, prompts: list[Prompt]) -> None:
    """A prompt that begins otherwise, even in how the head's end is cut into tokens, is read whole."""
    whole = prompts[0].text
    others = ["Give artesunate", HEAD, f"{HEAD.rstrip()} {whole}", whole]
    assert model.generate(others, head=HEAD) == model.generate(others)
    assert model.generate(["artesunate"], head="artesun") == model.generate(["artesunate"])
    assert model.generate([whole], head=whole) == model.generate([whole])


def starve(model: CompletionModel, most: int, fault: Exception) -> Any:
    """Make a model run out of memory at more than `most` rows, and return the hook that does it."""

    def measure(_: object, inputs: tuple[torch.Tensor, ...]) -> None:
        if inputs[0].shape[0] > most:
            raise fault

    return model.model.get_input_embeddings().register_forward_pre_hook(measure)


@pytest.mark.parametrize(
    "fault",
    [torch.OutOfMemoryError("CUDA out of memory"), RuntimeError("DefaultCPUAllocator: can't allocate memory: 9 bytes")],
)
def test_too_little_memory_halves_the_batch(
    fault: Exception, model: CompletionModel, prompts: list[Prompt], caplog: pytest.LogCaptureFixture
) -> None:
    """Less is answered at a time, all of it, and that is said; only where one is too much is it a fault."""
    texts = [prompt.text for prompt in prompts]
    whole = model.generate(texts, locked_to=prompts)
    caplog.clear()
    hook = starve(model, 2, fault)
    with caplog.at_level(logging.WARNING):
        assert model.generate(texts, locked_to=prompts, head=HEAD) == whole
    hook.remove()
    assert model.batch_size == 2
    model.batch_size = 8
    assert caplog.messages == [
        f"too little free memory to answer {size} questions at once with {model.name}: going on with {size // 2}"
        for size in (8, 4)
    ]
    hook = starve(model, 0, fault)
    for attempt in (lambda: model.generate(texts[:1]), lambda: list(model.stream(texts[0]))):
        with pytest.raises(AnswererError) as raised:
            attempt()
        assert str(raised.value) == (
            f"There is too little free memory to answer even one question at a time with {model.name}: "
            "close other programs that use it, or take fewer or shorter passages."
        )
        assert raised.value.__context__ is None  # a fault of torch would hold on to all that the step had in memory
    hook.remove()
    hook = starve(model, 0, RuntimeError("another fault"))
    with pytest.raises(RuntimeError, match="another fault"):
        model.generate(texts[:1])
    with pytest.raises(RuntimeError, match="another fault"):
        list(model.stream(texts[0]))
    hook.remove()


@pytest.mark.parametrize("locked", [True, False])
def test_a_stream_grows_to_what_generate_returns(locked: bool, model: CompletionModel, prompts: list[Prompt]) -> None:
    """A completion grows by a token at a time, and is at last the same, with its end and its swaps."""
    for prompt in prompts[:4]:
        grown = list(model.stream(prompt.text, ["\n"], locked_to=prompt if locked else None, head=HEAD))
        (whole,) = model.generate([prompt.text], ["\n"], locked_to=[prompt] if locked else ())
        assert grown[-1] == whole
        assert [completion.tokens for completion in grown if not completion.finished] == [
            whole.tokens[:length] for length in range(1, len(grown) + (not whole.finished))
        ]


def test_streams_that_are_read_in_turn_or_left(model: CompletionModel, prompts: list[Prompt]) -> None:
    """Another's completion in between changes no token, and one that nobody reads to its end leaves its buffers."""
    texts = [prompt.text for prompt in prompts[:2]]
    whole = model.generate(texts)
    left, right = (model.stream(text, head=HEAD) for text in texts)
    pairs = list(zip_longest(left, right))
    assert [[each for each in side if each][-1] for side in zip(*pairs, strict=True)] == whole
    model.decoder.forget()
    begun: Any = model.stream(texts[0], head=HEAD)
    next(begun)
    assert model.decoder._step is None
    begun.close()
    assert model.decoder._step is not None


@pytest.mark.parametrize("style", ["completion", "chat"])
@pytest.mark.parametrize("locked", [True, False])
def test_streamed_statements_are_those_of_the_answer(style: Any, locked: bool, taught: Path) -> None:
    """Statements come one by one as they are settled, none is taken back, and the last are the whole answer."""
    model = CompletionModel.from_pretrained(str(taught), device="cpu", max_new_tokens=64)
    answerer = MeditronAnswerer(model, style=style, locked=locked)
    longest = 0
    for request in [KNOWN, WRONG, SILENT, RAMBLING, Request("Why?", ())]:
        streamed = list(answerer.stream(request))
        (whole,) = answerer.answer([request])
        assert streamed[-1] == whole
        assert all(whole[: len(statements)] == statements for statements in streamed)
        longest = max(longest, len(streamed))
    assert longest > 1
