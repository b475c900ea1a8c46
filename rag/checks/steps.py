"""Whether a line gives a dose as one step of several, under a condition, or as one not to be given. Pure."""

import re

_STEP = re.compile(
    r"\b(?:if|unless|reduced?|reducing|lower(?:ed)?|increas\w+|previous(?:ly)?|histor\w+|in the past|compar\w+|instead"
    r"|not (?:be )?recommended|alternativ\w+|taper\w*|initial(?:ly)?|start(?:ing|ed)?|loading|maintenance|thereafter"
    r"|then|followed by|subsequent\w*|toxic\w*|overdos\w*|lethal|exceed\w*|intervention|PICO|minimum|at least)\b",
    re.IGNORECASE,
)


def is_step(line: str) -> bool:
    """Return whether a line has words by which its dose is not simply the dose to be given."""
    return bool(_STEP.search(line))
