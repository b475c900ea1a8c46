"""Which illnesses a text names: by the endings that illnesses have, and a list of those that have none. Pure."""

import re

_NAMES = """abscess anaphylaxis anthrax asthma bronchiolitis burns cancer chickenpox chlamydia cholera copd covid
croup dengue diabetes diphtheria dysentery ebola eclampsia epilepsy frostbite giardia gout haemorrhage
hemorrhage hepatitis hiv hookworm hypertension infarction influenza lassa leprosy lice malaria
malnutrition measles meningococcal mpox mumps obesity pertussis plague pneumonia polio preeclampsia
rabies scabies sepsis shigella snakebite stroke syphilis tb tetanus tularaemia typhoid ulcer yaws"""
_CONDITION = re.compile(
    r"\b(?!diagnos|prognos|osmos|empathy|sympathy)(?:\w{2,}(?:itis|osis|iasis|aemia|emia|pathy|algia|rrhoea|rrhea|plegia|penia)"
    rf"|(?:carcin|lymph|sarc|glauc|trach|mycet)oma|{'|'.join(_NAMES.split())})\b",
    re.IGNORECASE,
)
_OTHER_NAMES = {
    r"altitude sickness|mountain sickness": "altitude sickness",
    r"bilharzia|schisto(?:some|somes|soma)?|s\. (?:mansoni|haematobium|japonicum)": "schistosomiasis",
    r"blood pressure|hypertensive|bp|smbp": "hypertension",
    r"chlamydial|c\. trachomatis": "chlamydia",
    r"cryptococcal|cryptococcus": "cryptococcosis",
    r"diabetics?": "diabetes",
    r"epileptics?": "epilepsy",
    r"erythema nodosum leprosum|enl|hansen's disease|leprae|paucibacillary|multibacillary": "leprosy",
    r"falciparum|vivax|plasmodium|knowlesi|antimalarials?": "malaria",
    r"giardia": "giardiasis",
    r"gonorrhoeae": "gonorrhea",
    r"heart attacks?": "infarction",
    r"hiv-infected|hiv-positive|aids|plhiv": "hiv",
    r"high blood pressure": "hypertension",
    r"meningitidis|meningococcus|meningococci": "meningococcal",
    r"obese": "obesity",
    r"ptb|mtb|tuberculous|tubercular|antituberculosis|anti-tb|mdr|xdr|rr-tb": "tuberculosis",
    r"treponema|treponemal": "syphilis",
    r"tox(?:a)?emia": "preeclampsia",
}
"""What else an illness is called, or the germ or the patient by whose name a guideline speaks of it."""

_OTHERS = re.compile(
    "|".join(rf"(?P<o{at}>(?<![^\W_])(?:{names})(?![^\W_]))" for at, names in enumerate(_OTHER_NAMES)), re.IGNORECASE
)
_ILLNESSES = list(_OTHER_NAMES.values())
_SAME = {"tb": "tuberculosis", "giardia": "giardiasis"}
_KINDS = frozenset(["cryptococcosis", "tuberculosis"])
"""Illnesses that are kinds of others as well: "cryptococcal meningitis"."""


def find_conditions(text: str) -> frozenset[str]:
    """Return the illnesses that a text names, in lower case and one spelling each.

    "Gonorrhoea" and "gonorrhea" are one, and so are TB and tuberculosis, and falciparum and malaria.
    """
    # "pre-eclampsia" is one word, and "MDR-TB" two.
    words = re.sub(r"\bpre-", "pre", text, flags=re.IGNORECASE).replace("-", " ").replace("’", "'")
    found = {match[0].lower() for match in _CONDITION.finditer(words)}
    spelled = {_SAME.get(name, name).replace("oe", "e").replace("ae", "e") for name in found}
    others = {_ILLNESSES[int((match.lastgroup or "o0")[1:])] for match in _OTHERS.finditer(words)}
    return frozenset(spelled | others) - (frozenset(["toxemia"]) if "preeclampsia" in others else frozenset())


def are_named(asked: frozenset[str], named: frozenset[str]) -> bool:
    """Return whether a text that names some illnesses is on those asked: on one, and on each that is a kind.

    What is on TB meningitis is not on cryptococcal meningitis.
    """
    return not asked or (bool(asked & named) and asked & _KINDS <= named)
