"""The evidence lock inside transformers' own decoding, on tiny random models and two kinds of tokenizer."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import LogitsProcessor

from rag.answerers.evidence_lock import EvidenceLock, make_rules
from rag.answerers.generation import CompletionModel
from rag.answerers.parse import parse_completion
from rag.answerers.prompt import Prompt, build_prompt
from rag.answerers.token_table import TokenTable
from rag.checks.numbers import missing_numbers
from rag.errors import AnswererError
from rag.types import Request
from tests.factories import make_request
from tests.tiny_models import CORPUS, make_tiny_model, make_tokenizer, make_tokenizer_of

pytestmark = pytest.mark.usefixtures("one_thread")

REQUESTS = [
    make_request("What dose for 15 kg?", ["Artesunate 2.4 mg/kg IV at 0, 12 and 24 hours; at most 1,500 mg."], ["CD4"]),
    make_request("Is quinine the first choice?", ["Quinine is the second choice, 10–14 days, 200 000 IU, ½ tablet."]),
    make_request("Which gloves?", *([f"Pair {number} costs {number}5 francs."] for number in range(1, 13))),
]
PROMPTS = [build_prompt(request) for request in REQUESTS]
TEXTS = [[request.question, *(evidence.quote for evidence in request.evidence)] for request in REQUESTS]
JOINED = [*CORPUS, *(prompt.task for prompt in PROMPTS), "0. 10 5] ][ [1]. [2]. 12. 2.4 1 0 1 2 [1][2].\n" * 9]


class Pushes(LogitsProcessor):
    """Adds noise, so that the best token is a sample at a high temperature, and pushes some tokens."""

    def __init__(self, writes: Sequence[bytes], pushed: bytes, by: float, seed: int) -> None:
        self._chance = torch.Generator().manual_seed(seed)
        self._push = by * torch.tensor([float(any(sign in pushed for sign in written)) for written in writes])

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:  # noqa: ARG002
        noise = torch.rand(scores.shape, generator=self._chance).clamp_min(1e-9)
        return scores / 4 - torch.log(-torch.log(noise)) + self._push


@pytest.fixture(scope="module", params=["digits", "joined"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> CompletionModel:
    """A tiny random model whose tokens hold a digit each, or several with spaces, points and brackets."""
    joined = request.param == "joined"
    tokenizer = make_tokenizer(1200, corpus=JOINED, joined=joined)
    assert any(len(text.strip("0123456789")) < len(text) - 1 for text in tokenizer.get_vocab()) == joined
    folder = make_tiny_model(tmp_path_factory.mktemp(request.param), tokenizer=tokenizer, spare_rows=40)
    return CompletionModel.from_pretrained(str(folder), device="cpu", max_new_tokens=40, batch_size=3)


def decode(model: CompletionModel, prompts: Sequence[Prompt], *processors: LogitsProcessor) -> list[str]:
    """Decode prompts in one batch with these processors and the lock behind them, from a short prompt's end."""
    tokens = [model.tokenizer(prompt.text[-60 - 7 * row % 5 :])["input_ids"] for row, prompt in enumerate(prompts)]
    width = max(map(len, tokens))
    ids = torch.tensor([[0] * (width - len(row)) + row for row in tokens])
    mask = torch.tensor([[0] * (width - len(row)) + [1] * len(row) for row in tokens])
    lock = EvidenceLock(prompts, model.token_table)
    output = model.model.generate(input_ids=ids, attention_mask=mask, logits_processor=[*processors, lock])
    return [model.tokenizer.decode(row, skip_special_tokens=True) for row in output[:, width:]]


@pytest.mark.parametrize(
    ("pushed", "by"),
    [(b"", 0.0), (b"0123456789", 3.0), (b"[]0123456789", 4.0), (b".?!\n", 3.0), (b"0123456789.,[]", 6.0)],
)
def test_random_decodes_hold_to_the_evidence(pushed: bytes, by: float, model: CompletionModel) -> None:
    """Whatever the model would rather write, there is no number, label or bare sentence that may not be there."""
    rows = 32
    places = [row % 3 for row in range(rows)]
    ends = Pushes(model.token_table.writes, pushed, by, seed=len(pushed))
    said = 0
    for place, text in zip(places, decode(model, [PROMPTS[place] for place in places], ends), strict=True):
        # The length allowed may cut a number or a label: what may be half of one goes.
        text = re.sub(r"\[?[^A-Za-z\]]*$", "", text)
        statements = parse_completion(text, REQUESTS[place], stops=())
        for statement in statements:
            missing = missing_numbers(statement.text, TEXTS[place])
            assert ([number for number in missing if not number.isalpha()], text) == ([], text)
            assert "which is not among" not in " ".join(statement.problems), text
        assert all(statement.citations for statement in statements[:-1]), text
        said += len(statements)
    assert said >= rows


def test_batch_equals_single(model: CompletionModel) -> None:
    """A row's tokens are its own: not of the batch's order, its padding, or rows that end before it."""
    prompts = [*PROMPTS, *PROMPTS[:2]]
    texts = [prompt.text[-200 - 30 * place :] for place, prompt in enumerate(prompts)]
    batch = model.generate(texts, ["\n\n"], locked_to=prompts)
    single = [
        model.generate([text], ["\n\n"], locked_to=[prompt])[0] for text, prompt in zip(texts, prompts, strict=True)
    ]
    assert batch == single
    assert model.generate(texts[::-1], ["\n\n"], locked_to=prompts[::-1]) == batch[::-1]
    assert model.generate(texts, ["\n\n"]) != batch


def test_one_score_a_row_is_left(model: CompletionModel) -> None:
    """In each row the best token that may follow keeps its score, and a row that has ended keeps one too."""
    lock = EvidenceLock(PROMPTS[:2], model.token_table)
    end, bracket, letter = (model.tokenizer.convert_tokens_to_ids(text) for text in ("<|endoftext|>", "[", "a"))
    scores = torch.zeros(2, model.model.config.vocab_size)
    scores[:, bracket], scores[0, letter], scores[1, end] = 3.0, 2.0, 4.0
    ids = torch.tensor([[5, 6], [0, 6]])
    first = lock(ids, scores)
    assert first.isfinite().nonzero().tolist() == [[0, letter], [1, end]]
    assert first[0, letter] == 2.0
    assert scores[0, bracket] == 3.0
    second = lock(torch.cat([ids, torch.tensor([[letter], [end]])], dim=1), torch.full_like(scores, -torch.inf))
    assert second.isfinite().sum(dim=1).tolist() == [1, 1]


def test_calls_that_are_no_batch(model: CompletionModel) -> None:
    """Beams, another generation's calls, and prompts that are not as many are told, and so is a lack of evidence."""
    lock = EvidenceLock(PROMPTS[:2], model.token_table)
    scores = torch.zeros(4, model.model.config.vocab_size)
    with pytest.raises(ValueError, match="holds 2 prompts, one row each, without beams; got 4"):
        lock(torch.tensor([[5]] * 4), scores)
    ids = torch.tensor([[5, 6]] * 2)
    with pytest.raises(ValueError, match="holds 2 prompts, one row each, without beams; got 4"):
        model.model.generate(
            input_ids=ids, num_beams=2, logits_processor=[EvidenceLock(PROMPTS[:2], model.token_table)]
        )
    lock(ids, scores[:2])
    with pytest.raises(ValueError, match="serves one generation"):
        lock(ids, scores[:2])
    with pytest.raises(ValueError, match="1 prompts cannot be locked to 2"):
        model.generate(["Give"], locked_to=PROMPTS[:2])
    with pytest.raises(AnswererError, match=r"^There is no passage to answer this question from\.$"):
        make_rules(build_prompt(Request("Why?", ())), model.token_table)


def test_tokenizer_without_a_bracket() -> None:
    """A label that cannot be written sign by sign is told before anything is decoded."""
    tokenizer = make_tokenizer_of([])
    table = TokenTable(tokenizer, tokenizer.convert_tokens_to_ids("]"), [0])
    assert table.can_write("[")
    with pytest.raises(AnswererError) as fault:
        make_rules(PROMPTS[2], table)
    assert str(fault.value) == "The tokenizer has no token for ']' alone, which labels need: take another model."


def test_a_special_token_spelled_out_joins_no_numbers(tmp_path: Path) -> None:
    """What is taken out of a text because it looks like a mark of the tokenizer's leaves its place marked."""
    tokenizer = make_tokenizer_of([])
    model = CompletionModel.from_pretrained(
        str(make_tiny_model(tmp_path, tokenizer=tokenizer)), device="cpu", max_new_tokens=24
    )
    script = tokenizer.convert_tokens_to_ids([*"1<|endoftext|>0", "Ġ", "[", "1", "]", "<|endoftext|>"])

    def write_script(_: object, __: object, output: Any) -> None:
        output.logits[..., script.pop(0)] = 1000.0

    model.model.register_forward_hook(write_script)
    request = make_request("How many?", ["Give 1 or 0."])
    (completion,) = model.generate(["How many?"], locked_to=[build_prompt(request)])
    assert completion.text == "1\ufffd0 [1]"
    assert not any("10" in statement.text for statement in parse_completion(completion.text, request))


TAUGHT = {
    make_request("Dose?", ["Give artesunate 2.4 mg/kg."], ["Then refer."]): " Give artesunate 2.4 mg/kg.",
    make_request("Refer?", ["Then refer."]): " Then refer [1].",
    make_request("Zinc?", ["Give zinc 20 mg for 10 days."]): " Give zinc 20 mg for 14 days [1].",
    make_request("Gloves?", ["Then refer."]): " These guidelines do not answer this question.",
}
"""What a model learned to write."""


def test_what_is_kept_and_what_is_bent(tmp_path: Path) -> None:
    """What is right stays; a label comes where a sentence would end without; another number is told."""
    prompts = [build_prompt(request) for request in TAUGHT]
    texts = [prompt.text[-50:] for prompt in prompts]
    folder = make_tiny_model(tmp_path, lessons=list(zip(texts, TAUGHT.values(), strict=True)))
    model = CompletionModel.from_pretrained(str(folder), device="cpu", max_new_tokens=24)
    assert model.complete(texts) == list(TAUGHT.values())
    dose, refer, zinc, gloves = model.generate(texts, locked_to=prompts)
    assert re.match(r" Give artesunate 2\.4 mg/kg ?\[[12]\]", dose.text)
    assert (refer.text, gloves.text) == (" Then refer [1].", " These guidelines do not answer this question.")
    assert zinc.text.startswith(" Give zinc 20 mg for 10")
    assert (dose.swaps, refer.swaps, zinc.swaps[0], gloves.swaps) == ((), (), len(" Give zinc 20 mg for 1"), ())
