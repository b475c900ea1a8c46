"""The abbreviations and other names of medicines that clinicians use and guidelines often write otherwise. Pure.

The abbreviations are those of the World Health Organization's guidelines on malaria, tuberculosis, HIV and neglected
tropical diseases. One that means something else as often in a clinic's question is not here.
"""

import re
from collections.abc import Iterable

from indexes.other_names import ALSO, BRANDS, SYNONYMS

MEDICINES = {
    "3TC": "lamivudine",
    "AL": "artemether-lumefantrine",
    "ALB": "albendazole",
    "AQ": "amodiaquine",
    "ASAQ": "artesunate-amodiaquine",
    "ASMQ": "artesunate-mefloquine",
    "ASPY": "artesunate-pyronaridine",
    "ATV/r": "atazanavir ritonavir",
    "AZT": "zidovudine",
    "BDQ": "bedaquiline",
    "BPG": "benzathine benzylpenicillin",
    "CFZ": "clofazimine",
    "CQ": "chloroquine",
    "DHA": "dihydroartemisinin",
    "DHAP": "dihydroartemisinin-piperaquine",
    "DLM": "delamanid",
    "DTG": "dolutegravir",
    "EFV": "efavirenz",
    "EMB": "ethambutol",
    "FTC": "emtricitabine",
    "INH": "isoniazid",
    "IVM": "ivermectin",
    "LNZ": "linezolid",
    "LPV/r": "lopinavir ritonavir",
    "LZD": "linezolid",
    "MBD": "mebendazole",
    "MgSO4": "magnesium sulfate",
    "MQ": "mefloquine",
    "NVP": "nevirapine",
    "PPQ": "piperaquine",
    "PQ": "primaquine",
    "PZA": "pyrazinamide",
    "PZQ": "praziquantel",
    "RHZ": "rifampicin isoniazid pyrazinamide",
    "RHZE": "rifampicin isoniazid pyrazinamide ethambutol",
    "RIF": "rifampicin",
    "SP": "sulfadoxine-pyrimethamine",
    "SPAQ": "sulfadoxine-pyrimethamine amodiaquine",
    "TDF": "tenofovir",
    "TMP-SMX": "co-trimoxazole",
    "TXA": "tranexamic acid",
}

_OTHER_NAMES = SYNONYMS | BRANDS | ALSO


def _words(names: Iterable[str]) -> str:
    return rf"(?<![^\W_])(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})(?![^\W_])"


_PATTERN = re.compile(rf"{_words(MEDICINES)}|(?i:{_words(_OTHER_NAMES)})")
"""Abbreviations in the case given only: "act" and "dec" are words."""


def spell_out(question: str) -> str:
    """Return a question with the name in brackets after each medicine's abbreviation, brand or other name.

    What the question has stays, for guidelines that use it. A name that it has already is not said again.
    """
    said = question.lower()

    def write(match: re.Match[str]) -> str:
        nonlocal said
        name = _name_of(match[0])
        if name.lower() in said:
            return match[0]
        said += f"\n{name.lower()}"
        return f"{match[0]} ({name})"

    return _PATTERN.sub(write, question)


def find_names(question: str) -> tuple[tuple[str, str], ...]:
    """Return each medicine's abbreviation, brand or other name in a question, with the name that it stands for."""
    return tuple((match[0], _name_of(match[0])) for match in _PATTERN.finditer(question))


def _name_of(word: str) -> str:
    return MEDICINES.get(word) or _OTHER_NAMES[word.lower()]
