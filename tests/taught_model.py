"""What a tiny model has learned by heart: four requests, and what it writes for each before it goes on."""

from pathlib import Path

from rag.answerers.prompt import build_prompt
from tests.factories import make_request
from tests.tiny_models import make_tiny_model

KNOWN = make_request(
    "What dose of artesunate?", ["Artesunate IV or IM", "Adults: artesunate 2.4 mg/kg IV."], ["Quinine is second."]
)
WRONG = make_request("And for a child?", ["Children under 20 kg: artesunate 3 mg/kg IV."])
SILENT = make_request("Which gloves are worn?", ["Quinine is the second choice."])
RAMBLING = make_request("Is quinine the first choice?", ["Quinine is the second choice."])

_WRITTEN = {
    KNOWN: " Give adults artesunate 2.4 mg/kg IV [1].\n\nQuestion: And",
    WRONG: " Give a child artesunate 30 mg/kg IV [1]. [2]\nQuestion: And",
    SILENT: " These guidelines do not answer this question.\n\nPassages:",
    RAMBLING: " Quinine is the second choice [1]. Quinine is the second choice [1]. Quinine is the second",
}


def make_taught_model(folder: Path) -> Path:
    """Teach a tiny model the four completions, and save it in the folder."""
    lessons = [(build_prompt(request).text, written) for request, written in _WRITTEN.items()]
    return make_tiny_model(folder, lessons=lessons)
