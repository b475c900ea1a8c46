"""Fits how likely the guidelines answer a question, sets the least likelihood, and measures both.

    .venv/bin/python -m benchmarks.calibrate_silence [--set NAME] [--gold FILE.jsonl] [--write] [--plot FILE.svg]

The set holds the PDFs that benchmarks/README.md names. FILE has further questions, answerable or not. The regression is
fitted, and the least likelihood set, on the choosing half; of the reporting half there are figures only. --write puts
both where the answering reads them.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.asked import ANSWERABLE, ANSWERABLE_SECOND, NEAR_ANSWERABLE, UNANSWERABLE, half_of, read_rows
from benchmarks.silence_plot import draw_reliability
from indexes.library import Library
from rag.answerers.quote import QuoteAnswerer
from rag.assistant import EVIDENCE, WIDE, make_request
from rag.checks.closeness import measure_scale
from rag.checks.clues import Clues, find_clues
from rag.checks.likelihood import CALIBRATION, KINDS, Calibration, apply, clue_values
from rag.checks.silence import explain_sure
from rag.evaluation.shares import share_of
from rag.evaluation.silence import calibration_error, reliability
from ui.sets import set_folder

COVERAGE = 0.95
"""The share of all answerable questions that the least likelihood must leave, the choosing half being a sample."""

CONFIDENCE = 0.95

_FOLDS = 10
_ROUNDS = 5
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is decided on."""

    id: str
    answerable: bool
    clues: Clues
    quoted: bool
    """Whether quotes were found that answer it, had it been put to them."""

    @property
    def sure(self) -> bool:
        """Return whether it is refused however likely an answer is."""
        return explain_sure(self.clues) is not None


def ask_all(library: Library, rows: Sequence[dict[str, Any]]) -> list[Asked]:
    """Return what is found for each question, one at a time, as a user asks."""
    answerer, scale = QuoteAnswerer(library.embedder), measure_scale(library.embedder, library.language)
    asked = []
    for row in rows:
        (hits,) = library.search([row["question"]], WIDE)
        request = make_request(row["question"], hits, EVIDENCE, library.language)
        found = [evidence.hit for evidence in request.evidence]
        clues = find_clues(request.question, found, library.cover(request.question, found), scale, library.language)
        asked.append(Asked(row["id"], row["answerable"], clues, bool(answerer.answer([request])[0])))
    return asked


def fit(asked: Sequence[Asked]) -> tuple[Calibration, Vector]:
    """Return the calibration, and for each question the likelihood by regressions that had not seen it.

    These are the mean of five rounds of tenfold cross-validation; the least likelihood is set by them.
    """
    values = [clue_values(each.clues) for each in asked]
    inputs = np.array([list(one.values()) for one in values])
    answers = np.array([each.answerable for each in asked])
    rounds = [
        cross_val_predict(_regression(), inputs, answers, cv=_folds(number), method="predict_proba")[:, 1]
        for number in range(_ROUNDS)
    ]
    unseen = np.mean(rounds, axis=0)
    fitted = _regression().fit(inputs, answers)
    scaler, regression = fitted[0], fitted[1]
    weights = regression.coef_[0] / scaler.scale_
    constant = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
    named = dict(zip(values[0], np.round(weights, 4).tolist(), strict=True))
    return Calibration(round(constant, 4), named, tolerance_limit(unseen[answers])), unseen


def _without_similarity(asked: Sequence[Asked]) -> list[Asked]:
    """Return the questions as they are to an embedder without a scale."""
    return [replace(each, clues=replace(each.clues, similarity=None)) for each in asked]


def _regression() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression())


def _folds(number: int) -> StratifiedKFold:
    return StratifiedKFold(_FOLDS, shuffle=True, random_state=number)


def tolerance_limit(likelihoods: Vector) -> float:
    """Return the highest likelihood, rounded down, that leaves the share COVERAGE of all questions, of which these are.

    It is the one-sided tolerance limit of the sample (Wilks, Annals of Mathematical Statistics 12, 1941): so few of
    these lie below it that more than that share of all do so with CONFIDENCE.
    """
    count, chance, lost = len(likelihoods), 0.0, 0
    for below in range(count):
        chance += math.comb(count, below) * (1 - COVERAGE) ** below * COVERAGE ** (count - below)
        if chance > 1 - CONFIDENCE:
            break
        lost = below
    return float(np.floor(np.sort(likelihoods)[lost] * 1000) / 1000)


def print_figures(name: str, asked: Sequence[Asked], likelihoods: Vector, least: float) -> None:
    """Print what is refused before the answerer and with quotes, and how good the likelihoods are."""
    silent = [each.sure or likelihood < least for each, likelihood in zip(asked, likelihoods, strict=True)]
    for told, refused in (
        ("decided", silent),
        ("with quotes", [one or not each.quoted for one, each in zip(silent, asked, strict=True)]),
    ):
        left = [not one for one, each in zip(refused, asked, strict=True) if each.answerable]
        caught = [one for one, each in zip(refused, asked, strict=True) if not each.answerable]
        click.echo(f"{name:24} {told:12} answered {share_of(left)} of {len(left)}", nl=False)
        click.echo(f"  refused {share_of(caught)} of {len(caught)}" if caught else "")
    answers = [each.answerable for each in asked]
    brier = float(np.mean((likelihoods - np.array(answers)) ** 2))
    error = calibration_error(reliability(likelihoods.tolist(), answers))
    click.echo(f"{name:24} Brier score {brier:.3f}, expected calibration error {error:.3f}")


@click.command()
@click.option("--set", "set_name", default="default", help="The set to ask.")
@click.option("--gold", type=click.Path(exists=True, path_type=Path), help="Further questions, answerable or not.")
@click.option("--write", is_flag=True, help="Write the weights and thresholds.")
@click.option("--plot", type=click.Path(path_type=Path), help="Draw the reliability curve of the reporting half.")
def main(set_name: str, gold: Path | None, write: bool, plot: Path | None) -> None:
    """Fit on the choosing half, and print the figures of both."""
    library = Library.open(set_folder(set_name))
    files = [ANSWERABLE, ANSWERABLE_SECOND, NEAR_ANSWERABLE, UNANSWERABLE, *([gold] if gold else [])]
    asked = ask_all(library, [row for file in files for row in read_rows(file)])
    given = {row["id"] for row in read_rows(gold)} if gold else set()
    choosing = [each for each in asked if half_of(each.id) == "choose"]
    reporting = [each for each in asked if half_of(each.id) == "report"]
    written: dict[str, Any] = {
        "fitted": {
            "embedder": library.embedder.identity.name,
            "questions": len(choosing),
            "answerable": sum(each.answerable for each in choosing),
            "coverage": COVERAGE,
            "confidence": CONFIDENCE,
        }
    }
    for kind in KINDS:
        if kind == "words":
            choosing, reporting = _without_similarity(choosing), _without_similarity(reporting)
        calibration, unseen = fit(choosing)
        written[kind] = {
            "constant": calibration.constant,
            "weights": dict(calibration.weights),
            "least": calibration.least,
        }
        print_figures(f"{kind}: choose, unseen", choosing, unseen, calibration.least)
        likelihoods = np.array([apply(calibration, clue_values(each.clues)) for each in reporting])
        print_figures(f"{kind}: report", reporting, likelihoods, calibration.least)
        for name, ids in (("given", given), ("own", {each.id for each in asked} - given)):
            at = [number for number, each in enumerate(reporting) if each.id in ids]
            if given and at:
                some = [reporting[number] for number in at]
                print_figures(f"{kind}: report, {name}", some, likelihoods[at], calibration.least)
        if plot and kind == "near":
            answers = [each.answerable for each in reporting]
            draw_reliability(reliability(likelihoods.tolist(), answers), calibration.least, plot)
    click.echo(json.dumps(written, indent=2))
    if write:
        CALIBRATION.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
