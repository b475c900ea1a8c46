"""The benchmark of generation runs whole on a tiny model, and what it says of limits is right."""

import json
from itertools import cycle, islice
from typing import Any

import pytest
import torch
from click.testing import CliRunner

from benchmarks.generate import TINY, describe, judge, main, make_model, train_tokenizer
from benchmarks.generation_measures import Card, Limits, Measured, find_limits
from benchmarks.generation_prompts import ScriptedModel, make_prompts
from rag.answerers.parse import parse_completion

MEASURED = [
    Measured("generate", 1, 0.1, 0.020, 0.2, 16.0),
    Measured("graph, free", 1, 0.1, 0.008, 0.5, 17.0),
    Measured("compiled, free", 1, 0.1, 0.005, 0.6, 17.0),
    Measured("compiled, locked", 32, 0.1, 0.010, 8.0, 24.0, 0.0012),
]


def test_the_benchmark_runs_whole() -> None:
    """Plain generation and ours, free and locked, are measured at each size of batch, and then judged."""
    sizes = ["--tiny", "--prompt-tokens", "600", "--new-tokens", "6", "--batches", "1,2"]
    result = CliRunner().invoke(main, [*sizes, "--json"])
    assert result.exit_code == 0, result.output
    facts: dict[str, Any] = json.loads(result.stdout)
    assert [(one["way"], one["batch"]) for one in facts["measured"]] == [
        ("generate", 1),
        ("generate", 2),
        ("stepwise, free", 1),
        ("stepwise, locked", 1),
        ("stepwise, free", 2),
        ("stepwise, locked", 2),
    ]
    assert all(one["questions_per_second"] > 0 for one in facts["measured"])
    assert all((one["lock_seconds"] > 0) == one["way"].endswith("locked") for one in facts["measured"])
    assert list(facts["seconds_to_first_statement"]) == ["stepwise"]
    assert facts["asked"]["locked_questions_per_second"] == max(
        one["questions_per_second"] for one in facts["measured"] if one["way"].endswith("locked")
    )


def test_the_benchmark_prints_what_is_asked() -> None:
    """For a reader there are the card, the limits, a line for each measure, and what is asked of an H200."""
    limits = Limits(0.05, 0.004)
    lines = list(describe(Card("H200", 4.3e12, 7.88e14), limits, MEASURED, {"graph": 0.5}, judge(MEASURED, limits)))
    assert lines[:2] == [
        "H200: 4300 GB/s and 788.00 TFLOP/s seen",
        "limits: prefill 50.0 ms a prompt, step 4.00 ms at batch 1",
    ]
    assert lines[6].split() == ["compiled,", "locked", "32", "100.0", "10.00", "3200.0", "8.00", "24.00", "1.20"]
    assert lines[7:] == [
        "first statement, graph: 0.50 s",
        "share of the bandwidth's limit at batch 1: 0.80 (asked 0.6)",
        "locked questions a second: 8.0 (asked 6.0)",
        "times plain generate: 4.0 a step at batch 1, 40.0 in questions a second (asked 2.0)",
    ]


def test_limits_and_judgement() -> None:
    """A step reads all weights but the table of embeddings, and its keys and values; the best pace is judged."""
    model = make_model(TINY, "cpu", torch.float32, train_tokenizer())
    layer = 64 * 64 * 2 + 64 + 2 * (32 * 64 + 32) + 3 * 64 * 128 + 2 * 64
    scores = 64 * 152_064
    limits = find_limits(model, Card("card", 1e9, 1e12), tokens=100)
    assert limits.prefill == pytest.approx(2 * (2 * layer + 64) * 100 / 1e12)
    assert limits.step == pytest.approx(4 * (2 * layer + 64 + scores + 2 * 2 * 2 * 16 * 100) / 1e9)
    assert judge(MEASURED, Limits(0.05, 0.004)) == {
        "share_of_bandwidth_at_batch_1": pytest.approx(0.8),
        "locked_questions_per_second": 8.0,
        "times_plain_at_batch_1": pytest.approx(4.0),
        "times_plain_questions_per_second": pytest.approx(40.0),
    }


def test_answers_are_scripted_under_the_lock() -> None:
    """A random model writes sentences of its passages, with their labels, and prompts are as long as asked for."""
    tokenizer = train_tokenizer()
    prompts = make_prompts(tokenizer, 2, 900)
    model = make_model(TINY, "cpu", torch.float32, tokenizer)
    scripted = ScriptedModel(model, tokenizer, name="random", max_new_tokens=60)
    assert prompts[0].text != prompts[1].text
    assert all(900 <= scripted.count_tokens(prompt.text) < 1500 for prompt in prompts)
    completions = scripted.generate([prompt.text for prompt in prompts], locked_to=prompts)
    for prompt, completion in zip(prompts, completions, strict=True):
        assert len(completion.tokens) == 60
        assert completion.tokens == tuple(islice(cycle(scripted.write_script(prompt)), 60))
        assert parse_completion(completion.text, prompt.request, finished=False)
