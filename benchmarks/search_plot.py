"""The times of benchmarks/search.py as a picture: how a search's cost grows with the set."""

from pathlib import Path
from typing import Any

_COLOURS = {"fieldguide": "#0b6e4f", "txtai": "#b5651d", "langchain": "#8b1e3f", "flat": "#5b6c8f"}
_NAMES = {
    "fieldguide": "Fieldguide",
    "txtai": "txtai hybrid",
    "langchain": "LangChain FAISS + BM25",
    "flat": "FAISS flat, dense only",
}


def draw_plot(figures: list[dict[str, Any]], path: Path) -> None:
    """Draw the median time of a question against the number of passages, both as logarithms, into an SVG file."""
    from matplotlib.figure import Figure

    picture = Figure(figsize=(7, 4.2), layout="constrained")
    axes = picture.add_subplot()
    for side in dict.fromkeys(figure["side"] for figure in figures):
        points = [(figure["size"], figure["p50"]) for figure in figures if figure["side"] == side]
        axes.plot(*zip(*points, strict=True), marker="o", color=_COLOURS[side], label=_NAMES[side])
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("passages in the set")
    axes.set_ylabel("milliseconds a question (median)")
    axes.grid(visible=True, which="both", alpha=0.25)
    axes.legend()
    picture.savefig(path, metadata={"Date": None})
