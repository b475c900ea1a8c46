"""Decoding over a static cache: the tokens of plain transformers, whatever is batched, shared or padded."""

import random
import re
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import torch
from transformers import (
    AttentionInterface,
    GenerationConfig,
    LlamaConfig,
    LlamaForCausalLM,
    Phi3Config,
    Phi3ForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
)

from rag.answerers.decode_step import DecodeStep, attention
from rag.answerers.decoding import Decoder, GrowingSession, Session
from rag.answerers.grouped_attention import NAME as GROUPED
from rag.answerers.grouped_attention import SLOTS_PER_PART, attend_grouped
from rag.answerers.turns import Turns

pytestmark = pytest.mark.usefixtures("one_thread")

KINDS: dict[str, tuple[Any, Any]] = {
    "qwen2": (Qwen2Config, Qwen2ForCausalLM),
    "llama": (LlamaConfig, LlamaForCausalLM),
    "phi3": (Phi3Config, Phi3ForCausalLM),
}
STEPS = 16
CHANCE = random.Random(5)
HEAD = [CHANCE.randrange(2, 600) for _ in range(120)]
PROMPTS = [
    (HEAD if CHANCE.random() < 0.7 else []) + [CHANCE.randrange(2, 600) for _ in range(CHANCE.randint(1, 160))]
    for _ in range(16)
]


def make_model(kind: str = "qwen2", **settings: Any) -> Any:
    """Return a tiny random model of a kind, whose wide weights make it write many different tokens."""
    make_config, make = KINDS[kind]
    sizes: dict[str, Any] = {
        "vocab_size": 600,
        "hidden_size": 64,
        "intermediate_size": 96,
        "num_hidden_layers": 2,
        "num_attention_heads": 8,
        "num_key_value_heads": 2,
        "initializer_range": 0.2,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e6},
        "pad_token_id": 0,
        "bos_token_id": 1,
        "eos_token_id": None,
    }
    torch.manual_seed(0)
    return make._from_config(make_config(**{**sizes, **settings}), attn_implementation="sdpa").eval()


def follow(session: Session, steps: int = STEPS) -> list[list[int]]:
    """Return the best tokens of each row, step by step, and close the session."""
    rows: list[list[int]] = [[] for _ in session.best]
    for step in range(steps):
        for row, token in zip(rows, session.best, strict=True):
            row.append(token)
        if step < steps - 1:
            session.advance(session.best)
    session.close()
    return rows


def generate_plainly(model: Any, prompt: Sequence[int]) -> list[int]:
    """Decode one prompt with transformers' own greedy generation."""
    make_settings: Any = GenerationConfig
    settings = make_settings(do_sample=False, max_new_tokens=STEPS, min_new_tokens=STEPS, pad_token_id=0)
    ids = torch.tensor([prompt])
    found: list[int] = model.generate(ids, attention_mask=torch.ones_like(ids), generation_config=settings)[0].tolist()
    return found[len(prompt) :]


@pytest.mark.parametrize("kind", KINDS)
def test_tokens_are_those_of_plain_generation(kind: str) -> None:
    """With a shared head or without, in batches of any size or alone, each prompt goes on as transformers has it."""
    model = make_model(kind)
    decoder = Decoder(model, 0, "graph")
    plain = [generate_plainly(model, prompt) for prompt in PROMPTS]
    assert len({tuple(row) for row in plain}) == len(PROMPTS)
    for size in (1, 5, 16):
        for head in ((), HEAD):
            starts = range(0, len(PROMPTS), size)
            rows = [row for at in starts for row in follow(decoder.begin(PROMPTS[at : at + size], STEPS, head))]
            assert rows == plain
    assert decoder.pace == "stepwise"
    assert follow(GrowingSession(model, PROMPTS, 0, Turns(1))) == plain


def test_a_step_is_one_graph() -> None:
    """Nothing in a step makes a compiler stop, and what it traced scores as the step does."""
    model = make_model()
    decoder = Decoder(model, 0, "graph")
    compiled: Any = None
    scores = []
    for compile_it in (False, True):
        session: Any = decoder.begin(PROMPTS[:3], STEPS)
        step: DecodeStep = session._step
        compiled = torch.compile(step.compute, fullgraph=True, dynamic=False, backend="eager")
        with torch.inference_mode(), attention(model.config, GROUPED):
            (compiled if compile_it else step.compute)()
        scores.append(step.scores.clone())
        session.close()
    assert torch.equal(*scores)


@pytest.mark.skipif(torch.cuda.is_available(), reason="here a GPU can record steps")
def test_a_step_that_cannot_be_recorded(caplog: pytest.LogCaptureFixture) -> None:
    """Each way that fails is told with its reason, and the steps that are called one by one are the same."""
    model = make_model()
    session: Any = Decoder(model, 0, "graph").begin(PROMPTS[:2], STEPS)
    step: DecodeStep = session._step
    step._prepare("compiled")
    assert step.pace == "stepwise"
    assert [message.partition(" (")[0] for message in caplog.messages] == [
        "decoding more slowly: a step could not be compiled and recorded",
        "decoding more slowly: a step could not be recorded",
    ]
    assert follow(session) == [generate_plainly(model, prompt) for prompt in PROMPTS[:2]]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA GPU here")
@pytest.mark.parametrize("pace", ["graph", "compiled"])
def test_recorded_steps_write_the_same(pace: Any) -> None:
    """A GPU that replays a step, compiled or not, writes what plain transformers write, batch after batch."""
    model = make_model().to("cuda")
    decoder = Decoder(model, 0, pace)
    ids = [torch.tensor([prompt], device="cuda") for prompt in PROMPTS]
    make_settings: Any = GenerationConfig
    settings = make_settings(do_sample=False, max_new_tokens=STEPS, min_new_tokens=STEPS, pad_token_id=0)
    plain = [model.generate(row, generation_config=settings)[0, row.shape[1] :].tolist() for row in ids]
    for size in (1, 5, 16):
        starts = range(0, len(PROMPTS), size)
        rows = [row for at in starts for row in follow(decoder.begin(PROMPTS[at : at + size], STEPS, HEAD))]
        assert decoder.pace == pace
        assert rows == plain


def test_tokens_may_be_others_than_the_best() -> None:
    """What is written instead of the best token, as under the evidence lock, is what the next step reads."""
    model = make_model()
    written = [7, 8, 9, 10]
    session = Decoder(model, 0, "graph").begin(PROMPTS[:2], STEPS)
    for token in written:
        session.advance([token, session.best[1]])
    assert session.best[0] == generate_plainly(model, [*PROMPTS[0], *written])[0]
    assert session.best[1] == generate_plainly(model, PROMPTS[1])[len(written)]


def test_a_head_is_read_once_and_buffers_serve_again() -> None:
    """All batches share the head's keys and values, and those of like size the step."""
    model = make_model()
    decoder = Decoder(model, 0, "graph")
    read: list[int] = []

    def note(_: object, inputs: tuple[torch.Tensor, ...]) -> None:
        read.append(inputs[0].shape[1])

    model.get_input_embeddings().register_forward_pre_hook(note)
    prompts = [[*HEAD, 5, 6, 7], [*HEAD, 8], [9, *HEAD], list(HEAD)]
    first: Any = decoder.begin(prompts, STEPS, HEAD)
    assert read == [len(HEAD), 3, 1, len(HEAD) + 1, len(HEAD)]
    first.close()
    again: Any = decoder.begin(prompts[:3], STEPS, HEAD)
    assert read[5:] == [3, 1, len(HEAD) + 1]
    assert again._step is first._step
    again.close()
    first._step.pace = "compiled"
    compiled: Any = decoder.begin(prompts[:1], STEPS, HEAD)
    assert compiled._step is first._step
    compiled._step.pace = "stepwise"
    compiled.close()
    alone: Any = decoder.begin(prompts[:1], STEPS, HEAD)
    assert (alone._step.rows, alone._step.slots) == (1, 1024)
    decoder.forget()
    decoder.begin(prompts[:1], STEPS, HEAD)
    assert read[-2:] == [len(HEAD), 3]


def test_batches_that_go_on_turn_by_turn() -> None:
    """Each has buffers of its own until it is closed, so that none reads what another wrote."""
    model = make_model()
    decoder = Decoder(model, 0, "graph")
    sessions = [decoder.begin(PROMPTS[at : at + 4], STEPS, HEAD) for at in (0, 4)]
    rows: list[list[int]] = [[] for _ in range(8)]
    for _ in range(STEPS):
        best = [session.best for session in sessions]
        for row, token in zip(rows, [*best[0], *best[1]], strict=True):
            row.append(token)
        for session, tokens in zip(sessions, best, strict=True):
            session.advance(tokens)
    assert rows == [generate_plainly(model, prompt) for prompt in PROMPTS[:8]]


def test_batches_that_go_on_in_several_threads() -> None:
    """One reads its prompts while another steps, and neither attends in the other's way."""
    model = make_model()
    decoder = Decoder(model, 0, "graph")
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda prompt: follow(decoder.begin([prompt], STEPS, HEAD)), PROMPTS * 2))
    assert [row for (row,) in found] == [generate_plainly(model, prompt) for prompt in PROMPTS] * 2


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"use_sliding_window": True, "sliding_window": 64, "max_window_layers": 1}, "read only the last tokens"),
        (
            {"rope_parameters": {"rope_type": "dynamic", "rope_theta": 1e6, "factor": 2.0}},
            r"positions \(dynamic\) depend on a text's length",
        ),
    ],
)
def test_other_models_have_a_growing_cache(
    settings: dict[str, Any], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A model that the static cache does not fit is decoded all the same, more slowly, and that is said."""
    model = make_model(**settings)
    decoder = Decoder(model, 0, "graph")
    assert follow(decoder.begin(PROMPTS[:6], STEPS, HEAD)) == [generate_plainly(model, row) for row in PROMPTS[:6]]
    assert decoder.pace == "growing"
    (message,) = caplog.messages
    assert message.startswith("decoding without a static cache, which is slower: ")
    assert re.search(reason, message)


def test_growing_caches_in_several_threads() -> None:
    """One computes at a time: positions that depend on a text's length are set in the model, for whom all share it."""
    short, long = ([1.0] * 4, [8.0] * 4)
    ropes = {"rope_type": "longrope", "rope_theta": 1e4, "factor": 4.0, "short_factor": short, "long_factor": long}
    model = make_model(rope_parameters={**ropes, "original_max_position_embeddings": 100})
    decoder = Decoder(model, 0, "graph")
    alone = [follow(decoder.begin([prompt], STEPS)) for prompt in PROMPTS]
    assert decoder.pace == "growing"
    computing = threading.Lock()
    overlaps = []
    model.register_forward_pre_hook(lambda *_: None if computing.acquire(blocking=False) else overlaps.append(1))
    model.register_forward_hook(lambda *_: computing.release())
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda prompt: follow(decoder.begin([prompt], STEPS)), PROMPTS))
    assert overlaps == []
    assert found == alone


@pytest.mark.parametrize("slots", [SLOTS_PER_PART * 3, 100])
@pytest.mark.parametrize(("dtype", "off"), [(torch.float32, 1e-6), (torch.bfloat16, 1e-2)])
def test_grouped_attention_reads_what_sdpa_reads(slots: int, dtype: torch.dtype, off: float) -> None:
    """Groups of heads and parts of the slots change nothing, and what is masked is not read, whatever stands there."""
    torch.manual_seed(0)
    query = torch.randn(3, 8, 1, 16, dtype=dtype)
    key, value = torch.randn(2, 3, 2, slots, 16, dtype=dtype).unbind()
    mask = torch.arange(slots) >= torch.tensor([[0], [7], [slots - 1]])
    mask = mask[:, None, None]
    found, _ = attend_grouped(torch.nn.Module(), query, key, value, mask, scaling=0.25)
    sdpa: Any = AttentionInterface()["sdpa"]
    module: Any = torch.nn.Module()
    module.num_key_value_groups = 4
    expected, _ = sdpa(module, query, key, value, mask, scaling=0.25)
    assert found.dtype == dtype
    torch.testing.assert_close(found, expected, atol=off, rtol=off)
    key[2, :, :-1], value[2, :, :-1] = 1e4, 1e4
    assert torch.equal(attend_grouped(module, query, key, value, mask, scaling=0.25)[0][2], found[2])
