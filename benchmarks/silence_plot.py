"""The reliability curve of benchmarks/calibrate_silence.py as a picture: said likelihoods against what was so."""

from collections.abc import Sequence
from pathlib import Path

from rag.evaluation.silence import Bin


def draw_reliability(bins: Sequence[Bin], least: float, path: Path) -> None:
    """Draw the share of answerable questions of each bin, with its 95% interval, into an SVG file."""
    from matplotlib.figure import Figure

    picture = Figure(figsize=(5.6, 4.6), layout="constrained")
    axes = picture.add_subplot()
    axes.plot([0, 1], [0, 1], color="#888888", linewidth=1, linestyle="--", label="as said")
    axes.axvline(least, color="#8b1e3f", linewidth=1, linestyle=":", label=f"nothing is answered below {least:.2f}")
    said = [each.mean for each in bins]
    shares = [each.share for each in bins]
    below = [each.share.value - each.share.low for each in bins]
    above = [each.share.high - each.share.value for each in bins]
    axes.errorbar(
        said,
        [share.value for share in shares],
        yerr=[below, above],
        marker="o",
        capsize=3,
        color="#0b6e4f",
        label="questions that were not fitted on",
    )
    for each in bins:
        axes.annotate(str(each.count), (each.mean, each.share.value), textcoords="offset points", xytext=(6, -10))
    axes.set_xlabel("likelihood that the guidelines answer")
    axes.set_ylabel("share of questions that they answer")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.grid(visible=True, alpha=0.25)
    axes.legend(loc="upper left")
    picture.savefig(path, metadata={"Date": None})
