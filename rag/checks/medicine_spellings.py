"""How French, Spanish and Portuguese write the names of medicines, from the English ones. Pure.

International nonproprietary names have one form a language: "amoxicillin", "amoxicilline", "amoxicilina". The forms are
made by the languages' spelling; accents are left off, as texts are read without them here.
"""

import re
from collections.abc import Iterable

_ACCENTED, _PLAIN = "áàâãäçéèêëíìîïñóòôõöúùûü", "aaaaaceeeeiiiinooooouuuu"
_ACCENTS = str.maketrans(_ACCENTED + _ACCENTED.upper(), _PLAIN + _PLAIN.upper())

_IBERIAN = (
    ("ph", "f"),
    ("th", "t"),
    ("rh", "r"),
    ("ch(?=[lr])", "c"),
    ("y", "i"),
    ("([bcdfglmnpst])\\1", r"\1"),
)
"""What Spanish and Portuguese write otherwise than English, inside a name."""

_ENDINGS = (
    ("(?:ine|in)", ("ine",), ("ina", "ino")),
    ("ate", ("ate",), ("ato",)),
    ("(?:ide|id)", ("ide",), ("ida", "ido")),
    ("ole", ("ole",), ("ol",)),
    ("one", ("one",), ("ona",)),
    ("en", ("ene",), ("eno",)),
    ("ane", ("ane",), ("ano",)),
    ("ame", ("ame",), ("amo",)),
    ("(?:er|ir|an|il|am|al|ol|el)", ("",), ("",)),
    ("ium", ("ium",), ("io",)),
)
"""A name's ending in English, in French, and in Spanish and Portuguese; "" is as in English."""

_LEAST = 6
"""Names of fewer letters are words of a language's own (iron is "fer", zinc "cinc")."""

OTHER_NAMES = {
    "acide acetylsalicylique": "aspirin",
    "acido acetilsalicilico": "aspirin",
    "acide folique": "folic acid",
    "acido folico": "folic acid",
    "acide tranexamique": "tranexamic acid",
    "acido tranexamico": "tranexamic acid",
    "benzathine benzylpenicilline": "benzathine benzylpenicillin",
    "benzathine penicilline": "benzathine benzylpenicillin",
    "bencilpenicilina benzatinica": "benzathine benzylpenicillin",
    "penicilina benzatinica": "benzathine benzylpenicillin",
    "penicilina g": "benzylpenicillin",
    "penicilline g": "benzylpenicillin",
    "permanganate de potassium": "potassium permanganate",
    "sales de rehidratacion oral": "oral rehydration salts",
    "sais de reidratacao oral": "oral rehydration salts",
    "sels de rehydratation orale": "oral rehydration salts",
    "sulfate de magnesium": "magnesium sulfate",
    "sulfato de magnesio": "magnesium sulfate",
    "valproate de sodium": "valproate",
    "vitamine a": "retinol",
    "vitamina a": "retinol",
    "vitamine k": "phytomenadione",
    "vitamina k": "phytomenadione",
}
"""Names of more words, without accents, by the name that each is known by here."""

OTHER_WORDS = {
    "artemeter": "artemether",
    "artemetero": "artemether",
    "bencilpenicilina": "benzylpenicillin",
    "cloroquina": "chloroquine",
    "glicose": "glucose",
    "glucosa": "glucose",
    "oxigeno": "oxygen",
    "oxigenio": "oxygen",
    "oxygene": "oxygen",
    "metildopa": "methyldopa",
    "prazicuantel": "praziquantel",
    "trimetoprim": "trimethoprim",
    "trimetoprima": "trimethoprim",
    "zinco": "zinc",
}


def without_accents(text: str) -> str:
    """Return a text without the accents of French, Spanish and Portuguese, each character in its place."""
    return text.translate(_ACCENTS)


def spell_abroad(names: Iterable[str]) -> dict[str, str]:
    """Return the French, Spanish and Portuguese forms of English names, without accents, each with its English one."""
    english = frozenset(names)
    forms: dict[str, str] = {}
    for name in sorted(english):
        if len(name) >= _LEAST and name.isalpha():
            forms.update({form: name for form in _forms_of(name) if form not in english})
    return forms


def _forms_of(name: str) -> set[str]:
    for pattern, french, iberian in _ENDINGS:
        match = re.search(f"{pattern}$", name)
        if match:
            stem = name[: match.start()]
            own = match[0]
            latin = stem
            for written, other in _IBERIAN:
                latin = re.sub(written, other, latin)
            return {stem + (end or own) for end in french} | {latin + (end or own) for end in iberian}
    return set()
