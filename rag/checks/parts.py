"""The parts of a question that asks several things at once: each wants a line of its own. Pure."""

import itertools
import re

_ASKS = (
    r"(?:and |or |but |then )?(?:(?:at|by|for|from|in|of|on|to|with|within|after|before|below|above|under) )?"
    r"(?:what|which|who|whom|whose|when|where|why|how|should|must|may|can|could|is|are|do|does|did|will|if so)\b"
)
_BREAK = re.compile(rf"(?<=[?.;:!])\s+|,\s+(?={_ASKS})|\s+(?=(?:and|or|but)\s+{_ASKS})", re.IGNORECASE)
_ASKING = re.compile(rf"(?:^|[:;,]\s){_ASKS}", re.IGNORECASE)
_LEAST_WORDS = 3


def split_question(question: str) -> tuple[str, ...]:
    """Return the parts of a question in order: its sentences, and its clauses that ask for something by themselves.

    "Which drug, how much, and must she fast?" has three. One that says too little by itself stays with its neighbour.
    """
    starts = [0]
    for at in [match.end() for match in _BREAK.finditer(question)] + [len(question)]:
        if len(question[starts[-1] : at].split()) >= _LEAST_WORDS:
            starts.append(at)
    ranges = itertools.pairwise([*starts[:-1], len(question)] if len(starts) > 1 else [0, len(question)])
    return tuple(question[start:end].strip(" ,") for start, end in ranges)


def asking_parts(question: str) -> tuple[str, ...]:
    """Return the parts of a question that ask for something, if there are several; () if it asks for one thing only."""
    asking = tuple(part for part in split_question(question) if _ASKING.search(part) or part.endswith("?"))
    return asking if len(asking) > 1 else ()
