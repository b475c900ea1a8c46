"""Meditron's loading and decoding, proved on a tiny Qwen2 that is really saved, loaded, batched and decoded."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import torch

from rag.answerers.generation import CompletionModel
from rag.answerers.meditron import MeditronAnswerer
from rag.answerers.memory import describe_shortage
from rag.answerers.prompt import build_prompt
from rag.errors import AnswererError
from tests.factories import make_request
from tests.taught_model import KNOWN, RAMBLING, SILENT, WRONG
from tests.tiny_models import make_tiny_model

pytestmark = pytest.mark.usefixtures("one_thread")

PROMPTS = [
    "Give artesunate",
    "Keep the refrigerator between 2 °C and 8 °C [1]. Read and write down",
    "A ward",
    "Question: How much soap does a ward of 20 beds need?\nAnswer:",
    "Wet-mop floors;",
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny random model that has more embedding rows than tokens, as Qwen has."""
    return make_tiny_model(tmp_path_factory.mktemp("tiny"), spare_rows=40)


@pytest.fixture(scope="module")
def model(tiny: Path) -> CompletionModel:
    """That model, loaded."""
    return CompletionModel.from_pretrained(str(tiny), device="cpu", max_new_tokens=20, batch_size=2)


@pytest.fixture(scope="module")
def answerer(taught: Path) -> MeditronAnswerer:
    """The taught model as an answerer."""
    return MeditronAnswerer.from_pretrained(str(taught), device="cpu", max_new_tokens=64, batch_size=2)


def decode_by_hand(folder: Path, prompt: str, steps: int) -> list[int]:
    """Decode greedily with plain transformers: no cache, no padding, no generate."""
    from transformers import AutoTokenizer, Qwen2ForCausalLM

    plain: Any = Qwen2ForCausalLM.from_pretrained(folder, dtype=torch.float32)
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    ids: list[int] = tokenizer(prompt)["input_ids"]
    start = len(ids)
    with torch.inference_mode():
        for _ in range(steps):
            token = int(plain(input_ids=torch.tensor([ids])).logits[0, -1].argmax())
            if token == tokenizer.eos_token_id:
                break
            ids.append(token)
    return ids[start:]


def test_loaded_weights_decode_as_plain_transformers(tiny: Path, model: CompletionModel) -> None:
    """What is decoded is what the saved weights say, though the model's own settings sample and penalise."""
    for prompt, completion in zip(PROMPTS, model.generate(PROMPTS), strict=True):
        assert list(completion.tokens) == decode_by_hand(tiny, prompt, 20)


def test_batch_equals_single_in_the_order_given(model: CompletionModel) -> None:
    """Sorting by length, batching and left padding change no token and no place."""
    batch = model.generate(PROMPTS)
    assert batch == [model.generate([prompt])[0] for prompt in PROMPTS]
    assert len({completion.tokens for completion in batch}) == len(PROMPTS)
    assert model.generate(list(reversed(PROMPTS))) == list(reversed(batch))
    assert model.complete(PROMPTS) == [completion.text for completion in batch]
    assert model.generate([]) == []


def test_tied_embeddings_load(tmp_path: Path) -> None:
    """A model whose output shares the embedding saves no lm_head, and nothing is missing."""
    folder = make_tiny_model(tmp_path, tied=True)
    tied = CompletionModel.from_pretrained(str(folder), device="cpu", max_new_tokens=8)
    assert list(tied.generate(PROMPTS[:1])[0].tokens) == decode_by_hand(folder, PROMPTS[0], 8)


def test_stop_strings_end_a_completion(model: CompletionModel) -> None:
    """Decoding ends with the token that completes a stop string, and the text ends before it."""
    (whole,) = model.generate([PROMPTS[3]])
    assert not whole.finished
    assert len(whole.tokens) == 20
    stop = model.tokenizer.decode([whole.tokens[4]])
    (cut,) = model.generate([PROMPTS[3]], [stop, "", "never written"])
    assert cut.finished
    assert cut.tokens == whole.tokens[: len(cut.tokens)]
    assert len(cut.tokens) <= 5
    assert cut.text == whole.text[: whole.text.index(stop)]


def test_end_token_ends_a_completion(taught: Path) -> None:
    """The end token ends a row of a batch while others go on, and is not part of its text."""
    prompts = [build_prompt(request).text for request in (KNOWN, RAMBLING)]
    completions = CompletionModel.from_pretrained(str(taught), device="cpu", max_new_tokens=64).generate(prompts)
    assert [completion.finished for completion in completions] == [True, True]
    assert completions[0].text == " Give adults artesunate 2.4 mg/kg IV [1].\n\nQuestion: And"
    assert completions[1].text.endswith("[1]. Quinine is the second")


@pytest.mark.parametrize("pad", [None, "<|far|>"])
def test_pad_token_outside_the_vocabulary(pad: str | None, tiny: Path, model: CompletionModel, tmp_path: Path) -> None:
    """A tokenizer with no pad token, or with one that the embedding does not reach, pads with the end token instead."""
    from transformers import AutoTokenizer

    folder = tmp_path / "padded"
    shutil.copytree(tiny, folder)
    tokenizer: Any = AutoTokenizer.from_pretrained(tiny)
    tokenizer.add_tokens([f"<|filler{number}|>" for number in range(60)], special_tokens=True)
    tokenizer.pad_token = pad
    tokenizer.save_pretrained(folder)
    padded = CompletionModel.from_pretrained(str(folder), device="cpu", max_new_tokens=20, batch_size=3)
    assert padded.tokenizer.pad_token == pad
    assert pad is None or padded.tokenizer.pad_token_id >= padded.model.config.vocab_size
    assert [c.tokens for c in padded.generate(PROMPTS)] == [c.tokens for c in model.generate(PROMPTS)]
    with pytest.raises(AnswererError) as fault:
        padded.generate(["<|filler59|>"])
    assert str(fault.value) == (
        f"The tokenizer of {folder} knows more tokens than the model: take both from one model."
    )


def test_prompts_that_cannot_be_run(model: CompletionModel) -> None:
    """A prompt that is empty or too long is refused in one sentence."""
    with pytest.raises(AnswererError) as fault:
        model.generate([""])
    assert str(fault.value) == "A prompt is empty: there is nothing to complete."
    long = "1" * (model.room + 1)
    with pytest.raises(AnswererError) as fault:
        model.generate([PROMPTS[0], long])
    assert str(fault.value) == (
        f"A prompt takes {model.room + 1} tokens and {model.name} has room for {model.room}: shorten it."
    )
    with pytest.raises(ValueError, match="at least 1"):
        CompletionModel(model.model, model.tokenizer, name="tiny", batch_size=0)


def test_weights_that_do_not_fit() -> None:
    """Weights that will not go into memory are one sentence."""
    assert describe_shortage("m", 15_200_000_000, 8_000_000_000, "cuda") == (
        "m needs 15.2 GB of GPU memory and 8.0 GB can be had: "
        "close other programs, or use a larger machine or another answerer."
    )
    assert describe_shortage("m", 1, 1, "cuda") is None
    assert describe_shortage("m", 1, None, "mps") is None


def test_answers_are_parsed_cited_and_checked(answerer: MeditronAnswerer) -> None:
    """From requests to statements: cited to the line, wrong numbers flagged, refusals empty, repetition gone."""
    answerer = MeditronAnswerer(answerer.model, locked=False)
    known, wrong, empty, silent, rambling = answerer.answer([KNOWN, WRONG, make_request("Why?"), SILENT, RAMBLING])
    assert [(s.text, s.verdict, s.problems) for s in known] == [
        ("Give adults artesunate 2.4 mg/kg IV.", "supported", ())
    ]
    assert [(c.label, c.page, c.quote) for c in known[0].citations] == [(1, 12, "Adults: artesunate 2.4 mg/kg IV.")]
    assert [(s.text, s.verdict, s.problems) for s in wrong] == [
        (
            "Give a child artesunate 30 mg/kg IV.",
            "unsupported",
            ("cites [2], which is not among the passages", "30 mg/kg in the answer, 3 mg/kg in the cited sentence"),
        )
    ]
    assert (empty, silent) == ((), ())
    assert [(s.text, s.verdict) for s in rambling] == [
        ("Quinine is the second choice.", "supported"),
        ("Quinine is the second", "uncited"),
    ]
    assert answerer.answer([KNOWN]) == [known]
    assert answerer.answer([]) == []


def test_answers_are_locked_by_default(answerer: MeditronAnswerer) -> None:
    """Under the lock what is right stays, and a number that was bent is told though it stands in the passage."""
    free = MeditronAnswerer(answerer.model, locked=False)
    known, wrong, silent = answerer.answer([KNOWN, WRONG, SILENT])
    assert (known, silent) == (free.answer([KNOWN])[0], ())
    assert wrong[0].text.startswith("Give a child artesunate 3 ")
    assert {citation.label for statement in wrong for citation in statement.citations} <= {1}
    assert wrong[0].problems[0] == (
        "the model's own number is in none of the passages, so it was made to write another: compare it with the page"
    )
    assert wrong[0].verdict == "unsupported"


def test_length_allowed_cuts_off(taught: Path) -> None:
    """An answer that the length allowed cuts is flagged, for its last number may be half of one."""
    short = MeditronAnswerer.from_pretrained(str(taught), device="cpu", max_new_tokens=10)
    (statement,) = short.answer([KNOWN])[0]
    assert " Give adults artesunate 2.4 mg/kg IV [1].".startswith(f" {statement.text}")
    assert statement.problems == ("was cut off before its end",)


def test_dropped_evidence_is_logged(taught: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What finds no room in the prompt is named, and cannot be cited."""
    whole = MeditronAnswerer.from_pretrained(str(taught), device="cpu")
    tokens = whole.model.count_tokens(whole.build_prompt(KNOWN).text)
    small = MeditronAnswerer.from_pretrained(str(taught), device="cpu", max_new_tokens=1, context_tokens=tokens)
    small.answer([KNOWN])
    assert small.build_prompt(KNOWN).dropped == (2,)
    assert caplog.messages == ["no room in the prompt of 'What dose of artesunate?' for the passages [2]"]


def test_name_says_model_precision_and_device(answerer: MeditronAnswerer, taught: Path) -> None:
    """An answer names who spoke."""
    assert answerer.name == f"meditron ({taught}, fp32 on cpu)"
    half = MeditronAnswerer.from_pretrained(str(taught), device="cpu", dtype="bfloat16")
    assert half.name == f"meditron ({taught}, bf16 on cpu)"


def test_variable_names_the_model(taught: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FIELDGUIDE_MEDITRON takes the place of the default model."""
    monkeypatch.setenv("FIELDGUIDE_MEDITRON", str(taught))
    assert MeditronAnswerer.from_pretrained(device="cpu").model.name == str(taught)


def test_chat_style_uses_the_template(taught: Path, tiny: Path, tmp_path: Path) -> None:
    """The tokenizer's own template makes the prompt; without one the style is refused at once."""
    chat = MeditronAnswerer.from_pretrained(str(taught), device="cpu", style="chat", max_new_tokens=4)
    rendered = chat.model.render_chat(chat.build_prompt(KNOWN).messages)
    assert rendered.startswith("<|im_start|>system\nAnswer the question")
    assert rendered.endswith("Question: What dose of artesunate?<|im_end|>\n<|im_start|>assistant\n")
    assert rendered.count("<|im_start|>") == 9
    assert len(chat.answer([KNOWN, SILENT])) == 2
    folder = tmp_path / "plain"
    shutil.copytree(tiny, folder)
    (folder / "chat_template.jinja").unlink()
    with pytest.raises(AnswererError) as fault:
        MeditronAnswerer.from_pretrained(str(folder), device="cpu", style="chat")
    assert str(fault.value) == f"{folder} has no chat template: use the completion style."
