"""Pairs of which a question or a line is on one side: what is said of the other side is no answer. Pure."""

import re

_PAIRS = (
    (r"paucibacillary|PB", r"multibacillary|MB"),
    (r"uncomplicated", r"(?:severe|cerebral|complicated) (?:[\w.]+ )?malaria"),
    (r"vivax|ovale", r"falciparum"),
    (r"first trimester|(?:[1-9]|1[0-3]) weeks(?:[’'])? (?:pregnant|gestation)", r"(?:second|third) trimesters?"),
    (r"(?:intensive|initial) phase", r"continuation phase"),
    (r"loading", r"maintenance"),
    (r"(?:chemo)?prophyla\w+|preventive", r"treatment regimens?|treatment of|therapeutic doses?"),
    (r"type 1|reversal reactions?", r"type 2|ENL|erythema nodosum leprosum"),
    (
        r"drug-susceptible|susceptible|drug-sensitive",
        r"(?:MDR|XDR|RR)(?:[- ]?TB)?|multi-?drug[- ]resistant|rifampicin[- ]resistant",
    ),
)
_SIDES = tuple(
    tuple(re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE) for words in pair) for pair in _PAIRS
)


def is_on_other_side(question: str, text: str) -> bool:
    """Return whether a text is on the other side only of a pair that the question is on one side only of.

    What is said of multibacillary leprosy is not said of paucibacillary leprosy, nor a loading dose a maintenance dose.
    """
    for sides in _SIDES:
        asked = [bool(side.search(question)) for side in sides]
        said = [bool(side.search(text)) for side in sides]
        if sum(asked) == sum(said) == 1 and asked != said:
            return True
    return False
