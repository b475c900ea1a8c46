"""Runs lm-evaluation-harness's tasks medmcqa, medqa_4options and pubmedqa on local rows, and keeps what it heard."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.evaluation.mcq_types import Task
from rag.json_lines import Row

_SETTINGS: dict[Task, str] = {
    "medmcqa": "medmcqa/medmcqa.yaml",
    "medqa": "medqa/medqa.yaml",
    "pubmedqa": "pubmedqa/pubmedqa.yaml",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """What the harness asked the model for one question, and what it heard."""

    context: str
    options: tuple[str, ...]
    likelihoods: tuple[float, ...]
    right: bool
    """The harness's own `acc`."""

    @property
    def choice(self) -> int:
        """The likeliest option, as the harness finds it."""
        return int(np.argmax(self.likelihoods))


def ask_harness(
    task: Task, asked: Sequence[Row], pool: Sequence[Row], model: Path, shots: int, batch_size: int
) -> list[Heard]:
    """Have the harness score rows, which are as published, with examples from a pool, or from the same rows if it has
    none.

    Its own settings, functions and sampler are used; only where the data lie is changed.
    """
    from lm_eval import simple_evaluate, tasks
    from lm_eval.api.task import ConfigurableTask
    from lm_eval.models.huggingface import HFLM
    from lm_eval.tasks._yaml_loader import load_yaml

    settings = load_yaml(Path(tasks.__file__).parent / _SETTINGS[task])
    with tempfile.TemporaryDirectory() as folder:
        splits = {"test": asked, "train": pool} if pool else {"test": asked}
        files = {split: Path(folder) / f"{split}.jsonl" for split in splits}
        for split, rows in splits.items():
            files[split].write_text("".join(json.dumps(_as_on_the_hub(task, row)) + "\n" for row in rows), "utf-8")
        settings |= {
            "dataset_path": "json",
            "dataset_name": None,
            "dataset_kwargs": {
                "data_files": {split: str(path) for split, path in files.items()},
                "cache_dir": folder,
            },
            "training_split": "train" if pool else None,
            "validation_split": None,
            "test_split": "test",
            "fewshot_split": "train" if pool else "test",
            "num_fewshot": shots,
        }
        found = simple_evaluate(
            model=HFLM(pretrained=str(model), device="cpu", dtype="float32", batch_size=batch_size),
            tasks=[ConfigurableTask(config=settings)],
            num_fewshot=shots,
            bootstrap_iters=0,
            log_samples=True,
        )
    (samples,) = found["samples"].values()
    return [_heard(sample) for sample in sorted(samples, key=lambda sample: sample["doc_id"])]


def _heard(sample: Row) -> Heard:
    (context,) = {arguments[0] for arguments in sample["arguments"]}
    likelihoods = tuple(float(response[0]) for response in sample["filtered_resps"])
    options = tuple(arguments[1] for arguments in sample["arguments"])
    return Heard(context, options, likelihoods, sample["acc"] == 1.0)


def _as_on_the_hub(task: Task, row: Row) -> Row:
    """Return a published row with the names and numbers that it has in the hub's copy, which the tasks are made for."""
    if task == "medmcqa":
        return {name: row[name] for name in ("id", "question", "opa", "opb", "opc", "opd")} | {"cop": row["cop"] - 1}
    if task == "medqa":
        endings = {f"ending{place}": row["options"][letter] for place, letter in enumerate("ABCD")}
        return {"sent1": row["question"], "sent2": "", "label": "ABCD".index(row["answer_idx"])} | endings
    return {name: row[name] for name in ("QUESTION", "CONTEXTS", "final_decision")}
