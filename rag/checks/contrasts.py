"""Pairs of which a question or a line is on one side: what is said of the other side is no answer. Pure."""

import re
from collections.abc import Sequence

_PURPOSES = (
    r"(?:chemo)?prophyla\w+|preventive|chemo-?prevention|post-?exposure|IPT(?:p|i|sc)?|[SP]MC",
    r"treatment regimens?|treatment of|treating|therapeutic doses?",
)
_PAIRS = (
    (r"paucibacillary|PB", r"multibacillary|MB"),
    (
        r"uncomplicated|(?:paludisme|malaria|malária) (?:simple|sin complicaciones|sem complicações)"
        r"|(?:non|no|não) compliqu?(?:é|cad)[oa]?",
        r"(?:severe|cerebral|complicated) (?:[\w.]+ )?malaria|(?:paludisme|malaria|malária) grave|neuropaludisme",
    ),
    (r"vivax|ovale", r"falciparum"),
    (
        r"empiric(?:al|ally)?|suspected bacterial|unknown (?:cause|organism)|not yet identified|before cultures?",
        r"(?:organisms?|pathogens?|bacteria) (?:is |are |has been |have been )?(?:identified|isolated)",
    ),
    (r"first trimester|(?:[1-9]|1[0-3]) weeks(?:[’'])? (?:pregnant|gestation)", r"(?:second|third) trimesters?"),
    (
        r"(?:intensive|initial) phase|phase (?:intensive|initiale)|fas[ei] (?:intensiva|inicial)",
        r"continuation phase|phase de (?:continuation|consolidation)|fase de (?:continuación|continuação)",
    ),
    (r"loading", r"maintenance"),
    (r"pre-?exposure", r"post-?exposure|after (?:an? |the )?(?:bites?|exposures?)"),
    _PURPOSES,
    (r"type 1|reversal reactions?", r"type 2|ENL|erythema nodosum leprosum"),
    (
        r"drug-susceptible|susceptible|drug-sensitive",
        r"(?:MDR|XDR|RR)(?:[- ]?TB)?|(?:multi-?)?drug[- ]resistant|rifampicin[- ]resistant",
    ),
)
_SIDES = tuple(
    tuple(re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE) for words in pair) for pair in _PAIRS
)


def is_on_other_side(question: str, text: str, above: Sequence[str] = ()) -> bool:
    """Return whether a text is on the other side only of a pair that the question is on one side only of.

    What is said of multibacillary leprosy is not said of paucibacillary leprosy, nor a loading dose a maintenance dose.
    A text that names neither side is on that of the nearest title `above` it (nearest first) which names one.
    """
    for sides in _SIDES:
        asked = [bool(side.search(question)) for side in sides]
        if sum(asked) != 1:
            continue
        said = next((found for layer in (text, *above) if any(found := [bool(s.search(layer)) for s in sides])), asked)
        if sum(said) == 1 and asked != said:
            return True
    return False


def find_sides(layers: Sequence[str]) -> frozenset[str]:
    """Return which sides a line is on, each by the words that it is known by here, whether it prevents or treats aside.

    `layers` are the line and what stands above it, the nearest first: of each pair the nearest that names one decides.
    """
    found: set[str] = set()
    for pair, sides in zip(_PAIRS, _SIDES, strict=True):
        if pair is not _PURPOSES:
            named = ([words for words, side in zip(pair, sides, strict=True) if side.search(each)] for each in layers)
            found.update(next(filter(None, named), ()))
    return frozenset(found)
