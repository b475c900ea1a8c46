"""Which illnesses a text names: by the endings that illnesses have, and a list of those that have none. Pure."""

import re

_NAMES = """abscess anaphylaxis anthrax asthma burns cancer chickenpox cholera copd covid croup dengue diabetes
diphtheria ebola eclampsia epilepsy gout haemorrhage hemorrhage hiv hookworm hypertension influenza lassa leprosy lice
malaria malnutrition measles meningococcal mpox mumps pertussis plague pneumonia polio preeclampsia rabies scabies
sepsis shigella snakebite stroke syphilis tb tetanus tularaemia typhoid ulcer yaws"""
_CONDITION = re.compile(
    r"\b(?!diagnos|prognos|osmos)(?:\w{2,}(?:itis|osis|oses|iasis|iases|aemia|emia|pathy|algia|rrhoea|rrhea|plegia|penia)"
    rf"|(?:carcin|lymph|sarc|glauc|trach|mycet)oma|{'|'.join(_NAMES.split())})\b",
    re.IGNORECASE,
)
_SAME = {"tb": "tuberculosis"}


def find_conditions(text: str) -> frozenset[str]:
    """Return the illnesses that a text names, in lower case and one spelling each.

    "Gonorrhoea" and "gonorrhea" are one, and so are TB and tuberculosis.
    """
    # "pre-eclampsia" is one word, and "MDR-TB" two.
    words = re.sub(r"\bpre-", "pre", text, flags=re.IGNORECASE).replace("-", " ")
    found = (match[0].lower() for match in _CONDITION.finditer(words))
    return frozenset(_SAME.get(name, name).replace("oe", "e").replace("ae", "e") for name in found)
