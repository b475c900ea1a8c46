"""A real model behind the interface: tokens, stop strings and length over HTTP as where the model runs here."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag.answerers.meditron import MeditronAnswerer
from rag.answerers.prompt import build_prompt
from rag.answerers.server import ServerAnswerer
from rag.types import Request
from tests.factories import make_request
from tests.model_server import Heard, ModelServer, Sent, run_server
from tests.taught_model import KNOWN, RAMBLING, SILENT, WRONG

REQUESTS = [KNOWN, WRONG, SILENT, RAMBLING, make_request("What is soap?", ["Wet-mop floors.", "Order soap."])]
"""Four that the model knows by heart, and one for which it writes what comes to it."""


class ServedModel:
    """A tiny model, loaded and decoded by plain transformers; what a request leaves open, the model's settings say."""

    def __init__(self, folder: Path, context: int) -> None:
        from transformers import AutoTokenizer, Qwen2ForCausalLM

        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self.model: Any = Qwen2ForCausalLM.from_pretrained(folder)
        self.context = context
        self.lock = threading.Lock()

    def complete(self, heard: Heard) -> Sent:
        """Complete a prompt, one at a time, or refuse it as vLLM does if it leaves no room for the answer."""
        import torch

        asked = heard.body
        ids = torch.tensor([self.tokenizer(asked["prompt"])["input_ids"]])
        read = ids.shape[1]
        if read + asked["max_tokens"] > self.context:
            message = f"This model's maximum context length is {self.context} tokens. However, you requested more."
            return Sent(400, {"error": {"message": message, "type": "BadRequestError", "code": 400}})
        with self.lock, torch.inference_mode():
            output = self.model.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                do_sample=asked["temperature"] > 0,
                repetition_penalty=asked.get("repetition_penalty", self.model.generation_config.repetition_penalty),
                max_new_tokens=asked["max_tokens"],
                stop_strings=asked["stop"],
                tokenizer=self.tokenizer,
                pad_token_id=self.tokenizer.pad_token_id,
            )
        written = output[0, read:].tolist()
        text = self.tokenizer.decode(written, skip_special_tokens=True)
        ends = [text.find(stop) for stop in asked["stop"] if stop in text]
        ended = bool(ends) or written[-1] == self.tokenizer.eos_token_id
        choice = {
            "index": 0,
            "text": text[: min(ends)] if ends else text,
            "finish_reason": "stop" if ended else "length",
        }
        return Sent(200, {"choices": [choice], "usage": {"prompt_tokens": read, "completion_tokens": len(written)}})


@pytest.fixture(scope="module")
def local(taught: Path) -> MeditronAnswerer:
    """The model, run here and writing freely, as it does on a server."""
    return MeditronAnswerer.from_pretrained(str(taught), device="cpu", locked=False)


@pytest.fixture
def server(taught: Path) -> Iterator[ModelServer]:
    """The same model behind HTTP."""
    with run_server(ModelServer(complete=ServedModel(taught, 8192).complete)) as running:
        yield running


def test_the_same_statements_as_where_the_model_runs_here(server: ModelServer, local: MeditronAnswerer) -> None:
    """A right answer, a wrong one, a refusal, one that repeats itself and one by chance: word for word the same."""
    served = ServerAnswerer(server.settings()).answer(REQUESTS)
    assert served == local.answer(REQUESTS)
    told = [[statement.text for statement in said] for said in served if isinstance(said, tuple)]
    assert told[:3] == [["Give adults artesunate 2.4 mg/kg IV."], ["Give a child artesunate 30 mg/kg IV."], []]
    assert sorted(body["prompt"] for body in server.prompts) == sorted(
        local.build_prompt(request).text for request in REQUESTS
    )


def test_evidence_that_a_small_context_has_no_room_for(
    taught: Path, local: MeditronAnswerer, caplog: pytest.LogCaptureFixture
) -> None:
    """A server that refuses the prompt is asked with less, and the same is logged as where the model runs here."""
    context = local.model.count_tokens(build_prompt(KNOWN).text) + 255
    small = MeditronAnswerer.from_pretrained(str(taught), device="cpu", context_tokens=context, locked=False)
    expected = small.answer([KNOWN])
    with run_server(ModelServer(complete=ServedModel(taught, context).complete)) as server:
        assert ServerAnswerer(server.settings()).answer([KNOWN]) == expected
    assert small.build_prompt(KNOWN).dropped == (2,)
    assert caplog.messages == ["no room in the prompt of 'What dose of artesunate?' for the passages [2]"] * 2
    assert server.prompts[-1]["prompt"] == build_prompt(Request(KNOWN.question, KNOWN.evidence[:1])).text
