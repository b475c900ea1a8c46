"""What each clue counts when a search puts passages in order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the clues. With 0 a clue counts nothing: so `benchmarks.retrieval` sees what each brings."""

    dense: float = 1.0
    lexical: float = 1.0
    """What a passage's rank counts on each side."""
    heading: float = 0.6
    """What a word in the titles above a passage counts on the lexical side, beside one in its own text."""
    coverage: float = 0.2
    """What a passage gains that holds every word of the question: as much as six first ranks."""
    match: float = 1.0
    """What it gains by late interaction, times its match; candidates of one question differ by some 0.02."""
    fitting: float = 0.1
    """What the part of a table gains that has the patient's row: other parts of it say the same but for their rows."""
    asked: float = 0.06
    """What it gains by holding a quantity of the kind that the question asks for: as much as two first ranks."""
    names: bool = True
    """Whether medicines' abbreviations and other names are spelled out in the question."""


WEIGHTS = Weights()
