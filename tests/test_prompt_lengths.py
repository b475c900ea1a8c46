"""Real prompts are far shorter than what Meditron3 was trained at, by the tokens of its own tokenizer."""

from benchmarks.lock import load_tiktoken
from indexes.types import Hit, Place
from ingest.read import read_guideline
from rag.answerers.prompt import build_prompt
from rag.assistant import EVIDENCE
from rag.types import Evidence, Request
from tests.pdf_factory import SHARED, shared_pdf

QUESTION = "Which dose does a child of 9 kg with severe malaria get, by which route, how often and for how long? " * 2


def test_the_longest_passages_leave_room() -> None:
    """Even the longest passages of a guideline full of tables, as many as are shown, make no prompt of 8,000 tokens."""
    path = shared_pdf("dev/uganda_tb_leprosy_manual.pdf")
    tokenizer = load_tiktoken(SHARED / "tokenizer" / "qwen.tiktoken")
    reading = read_guideline(path, "uganda")
    passages = sorted(reading.passages, key=lambda passage: len(tokenizer(passage.text)["input_ids"]), reverse=True)[
        :EVIDENCE
    ]
    evidence = tuple(
        Evidence(label, Hit(passage, reading.guideline, (Place(1, None, (), ()),), 1.0, 0.5, 1, 1), passage.text, 1, ())
        for label, passage in enumerate(passages, start=1)
    )
    tokens = len(tokenizer(build_prompt(Request(QUESTION, evidence)).text)["input_ids"])
    assert 2000 < tokens < 8000
