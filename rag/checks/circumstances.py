"""Circumstances under which a line holds and that a question names if it means them. Pure."""

import re

_CIRCUMSTANCES = {
    "before referral": r"pre-?\s?referral|before (?:the )?(?:referral|transfer|journey)|awaiting transfer",
    "by rectum": r"rectal(?:ly)?|suppositor(?:y|ies)|per rectum",
    "without injection": r"where no injection|injection[\w\s]{0,40}(?:is|are) not available",
    "with HIV": r"hiv|plhiv|antiretrovirals?",
    "with malnutrition": r"malnourish\w*|malnutrition|kwashiorkor|marasmus",
    "with G6PD deficiency": r"g6pd[- ]deficien\w+|favism",
    "with kidney failure": r"(?:renal|kidney) (?:failure|impairment|insufficiency|disease)|dialysis",
    "with liver disease": r"(?:hepatic|liver) (?:failure|impairment|disease|insufficiency)|cirrhosis",
    "with drug resistance": r"MDR|XDR|RR[- ]TB|multi-?drug[- ]resistant|(?:drug|rifampicin)[- ]resistant TB",
    "as a replacement": r"if [\w\s]{0,30}(?:is|are) (?:not available|contraindicated|not tolerated)|second-line",
}
PATIENTS_OWN = frozenset(
    ["with HIV", "with malnutrition", "with G6PD deficiency", "with kidney failure", "with liver disease"]
)
"""Those that the patient has, and for which a medicine may be forbidden."""

_PATTERNS = {
    name: re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE) for name, words in _CIRCUMSTANCES.items()
}

_GERMS = (
    r"(?<![^\W_])(?:(?:streptococcus|klebsiella) pneumoniae|haemophilus influenzae|neisseria meningitidis|"
    r"listeria(?: monocytogenes)?|staphylococcus aureus|pseudomonas(?: aeruginosa)?|escherichia coli|enterococc\w+|"
    r"(?:pneumo|meningo|staphylo|strepto)cocc\w+|organisms? (?:is |are )?identified)(?![^\W_])"
)
_GERM = re.compile(_GERMS, re.IGNORECASE)
_FOR_GERM = re.compile(rf"{_GERMS}[^|:.\n]{{0,60}}[|:](?=\s)", re.IGNORECASE)
"""A germ that a row or an item begins with."""


def find_circumstances(text: str) -> frozenset[str]:
    """Return the circumstances that a text speaks of, such as "before referral" and "by rectum"."""
    return frozenset(name for name, pattern in _PATTERNS.items() if pattern.search(text))


def is_for_other_germ(question: str, text: str) -> bool:
    """Return whether a text has a row or an item for a germ where the question names none: "Listeria (3 weeks) | ...".

    Before the germ is known another treatment is given. What only names one may be on an illness's causes.
    """
    return bool(_FOR_GERM.search(text)) and not _GERM.search(question)
