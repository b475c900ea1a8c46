"""Prompts for measuring generation, of the demonstration guidelines' passages, and a script of what is answered."""

import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import torch

import corpus_manifests.demonstration
from indexes.types import Hit, Place
from ingest.read import read_guideline
from ingest.sentences import find_sentences
from ingest.types import PageSource, Passage
from rag.answerers.evidence_lock import EvidenceLock
from rag.answerers.generation import CompletionModel
from rag.answerers.prompt import Prompt, build_prompt
from rag.types import Evidence, Request

QUESTION = "What is given to a child of {} kg, at which dose and for how long?"


class ScriptedLock(EvidenceLock):
    """A lock on a model that would write its script: the next sentences of its passages, with labels.

    A random model's own tokens are noise, which the lock would have to bend at nearly every step; a real one mostly
    writes what may stand. The scripted token is then the best, and takes the lock's usual way.
    """

    def __init__(self, prompts: Sequence[Prompt], model: "ScriptedModel") -> None:
        super().__init__(prompts, model.token_table)
        self._scripts = [model.write_script(prompt) for prompt in prompts]
        self._step = 0
        self.seconds: list[float] = []
        """That each step's choice took, the rows' last tokens taken in apart."""

    def choose(self, best: Sequence[int], scores: torch.Tensor) -> list[int]:
        """Choose as if the scripts' tokens were the best."""
        at = self._step
        self._step += 1
        scripted = [script[at % len(script)] for script in self._scripts[: len(best)]]
        started = time.perf_counter()
        chosen = super().choose(scripted, scores)
        self.seconds.append(time.perf_counter() - started)
        return chosen


class ScriptedModel(CompletionModel):
    """A random model that is made to write answers of the right form, under the lock, to the length allowed."""

    lock: ScriptedLock
    """The last batch's."""

    def make_lock(self, prompts: Sequence[Prompt]) -> EvidenceLock:
        """Return a lock that has a script, and keep it."""
        self.lock = ScriptedLock(prompts, self)
        return self.lock

    def write_script(self, prompt: Prompt) -> list[int]:
        """Return the tokens of an answer: the first sentence of each passage, with its label."""
        sentences = []
        for evidence in prompt.request.evidence:
            start, end = find_sentences(evidence.quote)[0]
            sentence = evidence.quote[start:end].rstrip(".").replace("[", "(").replace("]", ")")
            sentences.append(f" {sentence} [{evidence.label}].")
        tokens: list[int] = self.tokenizer("".join(sentences))["input_ids"]
        return tokens


def make_prompts(tokenizer: Any, count: int, tokens: int) -> list[Prompt]:
    """Return different prompts of about so many tokens, each of at least one passage."""
    folder = Path(corpus_manifests.demonstration.__file__).parent
    hits = []
    for path in sorted(folder.glob("*.pdf")):
        reading = read_guideline(path, path.stem)
        hits += [Hit(passage, reading.guideline, _find_places(passage), 1.0, 0.5, 1, 1) for passage in reading.passages]
    return [_make_prompt(tokenizer, hits, number, tokens) for number in range(count)]


def _find_places(passage: Passage) -> tuple[Place, ...]:
    """Return a passage's pages, with boxes that nothing is drawn in."""
    counts = {page: sum(span.page == page for span in passage.spans) for page in passage.pages}
    source: PageSource = "text"
    return tuple(
        Place(page, None, ((0.0, 0.0, 0.0, 0.0),) * count, (source,) * count) for page, count in counts.items()
    )


def _make_prompt(tokenizer: Any, hits: Sequence[Hit], number: int, tokens: int) -> Prompt:
    evidence: list[Evidence] = []
    # Each prompt begins at another passage, so that no two are the same; short sets go round.
    for label, hit in enumerate(islice(cycle(hits), number, None), start=1):
        evidence.append(Evidence(label, hit, hit.passage.text, hit.passage.pages[0], ()))
        prompt = build_prompt(Request(QUESTION.format(3 + number), tuple(evidence)))
        if len(tokenizer(prompt.text)["input_ids"]) >= tokens:
            return prompt
    raise AssertionError("a cycle has no end")
