"""Coverage against risk as a picture: what is gained in answers and lost in right ones by refusing less."""

from collections.abc import Sequence
from pathlib import Path

from ingest.errors import FieldguideError
from rag.evaluation.silence import Risk


def draw_risk(curve: Sequence[Risk], path: Path) -> None:
    """Draw a curve into an SVG file. Raises FieldguideError without matplotlib, or if the file cannot be written."""
    try:
        from matplotlib.figure import Figure
    except ImportError as lacking:
        raise FieldguideError("drawing needs matplotlib: pip install matplotlib, or leave out --plot") from lacking
    picture = Figure(figsize=(5.6, 4.2), layout="constrained")
    axes = picture.add_subplot()
    axes.plot([at.coverage for at in curve], [at.risk for at in curve], color="#0b6e4f")
    if curve:
        axes.plot(curve[-1].coverage, curve[-1].risk, marker="o", color="#0b6e4f", label="as it answers")
        axes.legend(loc="upper left")
    axes.set_xlabel("answerable questions answered")
    axes.set_ylabel("answers that are wrong")
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, max([0.05, *(at.risk for at in curve)]) * 1.1)
    axes.grid(visible=True, alpha=0.25)
    try:
        picture.savefig(path, format="svg", metadata={"Date": None})
    except OSError as damage:
        raise FieldguideError(f"{path} cannot be written ({damage.strerror or damage})") from damage
