"""Log-likelihoods of continuations, held to what plain transformers says, on tiny models."""

import itertools
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from rag.answerers.log_likelihood import Asked, LogLikelihoodModel
from rag.errors import AnswererError
from tests.tiny_models import make_tiny_model, make_tokenizer

TEXTS = [
    Asked("Give artesunate\nAnswer:", (" A", " B", " C", " D")),
    Asked("Keep the refrigerator between 2 °C and 8 °C. Is that right? Answer:", (" yes", " no", " maybe")),
    Asked("A ward", (" of beds", " of 20 beds and more", "s")),
    Asked("Answer: \n ", ("A", "B")),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random model with more embedding rows than tokens."""
    return make_tiny_model(tmp_path_factory.mktemp("tiny"), spare_rows=40)


@pytest.fixture(scope="module")
def model(folder: Path) -> LogLikelihoodModel:
    """That model, loaded."""
    return LogLikelihoodModel.from_pretrained(str(folder), device="cpu", batch_size=3)


def compute_by_hand(folder: Path, context: str, option: str) -> float:
    """Sum the logarithms of the softmax of plain transformers' scores, one text alone, without padding or cache."""
    from transformers import AutoTokenizer, Qwen2ForCausalLM

    plain: Any = Qwen2ForCausalLM.from_pretrained(folder, dtype=torch.float32)
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    before = len(tokenizer(context.rstrip())["input_ids"])
    ids = tokenizer(context + option)["input_ids"]
    with torch.inference_mode():
        scores = plain(input_ids=torch.tensor([ids])).logits[0].double().tolist()
    total = 0.0
    for place in range(before, len(ids)):
        row = scores[place - 1]
        total += row[ids[place]] - math.log(sum(math.exp(score) for score in row))
    return total


def test_likelihoods_are_those_of_plain_transformers(folder: Path, model: LogLikelihoodModel) -> None:
    """Options of one token and of several, of like and unlike length, in one batch, in the order given."""
    for asked, found in zip(TEXTS, model.score(TEXTS), strict=True):
        expected = [compute_by_hand(folder, asked.context, option) for option in asked.options]
        assert found.of_options == pytest.approx(expected, abs=1e-4)
        assert found.cut == 0


def test_batches_change_nothing(folder: Path, model: LogLikelihoodModel) -> None:
    """Alone, reversed or all at once: the same to the last digits that arithmetic gives."""
    found = model.score(TEXTS)
    single = LogLikelihoodModel.from_pretrained(str(folder), device="cpu", batch_size=1)
    for one, alone, back in zip(found, single.score(TEXTS), model.score(TEXTS[::-1])[::-1], strict=True):
        assert one.of_options == pytest.approx(alone.of_options, abs=1e-5)
        assert one.of_options == pytest.approx(back.of_options, abs=1e-5)
    assert model.score([]) == []


def test_spaces_at_the_end_belong_to_the_option(model: LogLikelihoodModel) -> None:
    """A pair is encoded whole and cut behind the context's own tokens, as the harness does."""
    encode = model.tokenizer.encode
    context, option = model.encode_pair("Give zinc \n", "A")
    assert context == encode("Give zinc")
    assert context + option == encode("Give zinc \nA")


def test_options_that_share_all_but_their_last_token_take_one_row(folder: Path) -> None:
    """Where each option is one token, the model reads a text once; only the positions that count are scored."""
    tokenizer = make_tokenizer(400, corpus=["Answer: A\nAnswer: B\nAnswer: C\nAnswer: D\n"] * 20)
    assert [len(tokenizer.encode(f" {letter}")) for letter in "ABCD"] == [1, 1, 1, 1]
    made = make_tiny_model(folder.parent / "letters", tokenizer=tokenizer)
    counting = LogLikelihoodModel.from_pretrained(str(made), device="cpu")
    shapes: list[tuple[int, ...]] = []
    counting.model.register_forward_hook(lambda _, __, output: shapes.append(tuple(output.logits.shape)))
    counting.score([Asked("Give zinc. Answer:", (" A", " B", " C", " D"))] * 2)
    assert shapes == [(2, 1, len(tokenizer))]


def test_a_text_that_is_too_long_loses_its_beginning(tmp_path: Path) -> None:
    """What is left is scored as if it stood alone, and how many tokens went is said."""
    short_folder = make_tiny_model(tmp_path / "short", max_position_embeddings=24)
    short = LogLikelihoodModel.from_pretrained(str(short_folder), device="cpu")
    assert short.context_tokens == 24
    text = "Give artesunate 2.4 mg/kg IV at 0, 12 and 24 hours [1]. Children under 20 kg: 3 mg/kg. Answer:"
    context, option = short.encode_pair(text, " A")
    (found,) = short.score([Asked(text, (" A",))])
    read = (context + option[:-1])[-24:]
    assert found.cut == len(context) + len(option) - 1 - 24 > 0
    with torch.inference_mode():
        scores = torch.log_softmax(short.model(input_ids=torch.tensor([read])).logits[0], dim=-1)
    expected = sum(float(scores[len(read) - len(option) + place, token]) for place, token in enumerate(option))
    assert found.of_options[0] == pytest.approx(expected, abs=1e-5)


def run_out_of_gpu() -> None:
    """Fail as CUDA does."""
    raise torch.OutOfMemoryError("CUDA out of memory")


def run_out_of_cpu() -> None:
    """Ask the CPU's allocator for more than there is."""
    torch.empty(2**60, dtype=torch.uint8)


@pytest.mark.parametrize("run_out", [run_out_of_gpu, run_out_of_cpu])
def test_too_little_memory_halves_the_batch_and_says_so(folder: Path, run_out: Callable[[], None]) -> None:
    """The same figures come out; where one text alone is too much, that is one sentence."""
    said: list[str] = []
    tight = LogLikelihoodModel.from_pretrained(str(folder), device="cpu", batch_size=8, say=said.append)
    expected = tight.score(TEXTS)
    room = 2

    def refuse(_: Any, __: Any, given: dict[str, Any]) -> None:
        if len(given["input_ids"]) > room:
            run_out()

    tight.model.register_forward_pre_hook(refuse, with_kwargs=True)
    for one, other in zip(tight.score(TEXTS), expected, strict=True):
        assert one.of_options == pytest.approx(other.of_options, abs=1e-5)
    assert said == [
        "too little memory for 8 questions at once: going on with batches of 4",
        "too little memory for 4 questions at once: going on with batches of 2",
    ]
    assert tight.batch_size == 2
    room = 0
    with pytest.raises(AnswererError, match=r"^The memory does not do for one question with "):
        tight.score(TEXTS)


def test_another_fault_of_the_model_is_not_taken_for_a_lack_of_memory(folder: Path) -> None:
    """It is a fault of the program, and comes through."""
    broken = LogLikelihoodModel.from_pretrained(str(folder), device="cpu")

    def refuse(_: Any, __: Any) -> None:
        raise RuntimeError("shapes do not match")

    broken.model.register_forward_pre_hook(refuse)
    with pytest.raises(RuntimeError, match="shapes do not match"):
        broken.score(TEXTS[:1])


def test_faults_are_sentences(model: LogLikelihoodModel, folder: Path) -> None:
    """Nothing to answer, an option without a token, scores that are no numbers, a tokenizer of another model."""
    with pytest.raises(AnswererError, match=r"^A question is empty"):
        model.score([Asked(" \n", (" A",))])
    with pytest.raises(AnswererError, match=r"^The option '' takes 0 tokens after its question"):
        model.score([Asked("Answer:", ("",))])
    broken = LogLikelihoodModel.from_pretrained(str(folder), device="cpu")
    with torch.no_grad():
        broken.model.lm_head.weight.fill_(float("nan"))
    with pytest.raises(AnswererError, match=r"gives scores that are no numbers"):
        broken.score(TEXTS[:1])
    words = " ".join("".join(letters) for letters in itertools.product("bcdfg", "aeiou", "klmnp", "aeiou"))
    foreign = LogLikelihoodModel(model.model, make_tokenizer(2000, corpus=[words]), name="mixed")
    with pytest.raises(AnswererError, match=r"^The tokenizer of mixed knows more tokens than the model"):
        foreign.score([Asked(words, (" A",))])
