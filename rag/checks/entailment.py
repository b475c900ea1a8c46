"""Whether a statement follows from lines, by a cross-encoder that was taught so: an option, for words only.

Such a model reads both texts together and says "entailment", "neutral" or "contradiction" (Bowman et al., "A large
annotated corpus for learning natural language inference", 2015). It takes the place of the count of shared words; it is
no judge of numbers, which are held to their lines all the same. None is packaged.
"""

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from indexes.cross_encoders import load_cross_encoder
from indexes.errors import LibraryError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_ENTAILS = "entail"
_KEPT = 1024


class Entailment:
    """A cross-encoder with a label for what follows. Safe to use from several threads."""

    def __init__(self, model: "CrossEncoder", label: int, name: str) -> None:
        self.name = name
        self._model = model
        self._label = label
        # An answer that is being written is checked again with each statement more.
        self._judge = lru_cache(maxsize=_KEPT)(self._read)
        self._lock = threading.Lock()  # its tokenizer serves one thread at a time

    def __call__(self, lines: str, statement: str) -> bool:
        """Return whether "it follows" is the likeliest of the model's labels."""
        return self._judge(lines, statement)

    def _read(self, lines: str, statement: str) -> bool:
        with self._lock:
            scores = self._model.predict([(lines, statement)], show_progress_bar=False)
        return int(scores[0].argmax()) == self._label


def load_entailment(name: str) -> Entailment:
    """Load an entailment model by its hub's name or from a folder: safetensors only, and no code of its own.

    Which of its outputs says that a statement follows is read from its own names of them. Raises LibraryError if there
    is no such model, or if none of its outputs, or more than one, is named so.
    """
    model = load_cross_encoder(name, "entailment model")
    settings: Any = model.config
    names = {int(number): str(label) for number, label in settings.id2label.items()}
    found = [number for number, label in names.items() if label.lower().startswith(_ENTAILS)]
    if len(found) != 1 or len(names) < 2:
        raise LibraryError(f"{name} is no entailment model: its outputs are named {', '.join(names.values())}")
    return Entailment(model, found[0], name)


def name_judge(entailment: Entailment | None) -> str:
    """Return what an answerer's name has behind it where an entailment model judges its words."""
    return "" if entailment is None else f"; words judged by {entailment.name}"
