"""The abbreviations of medicines that clinicians use and guidelines often spell out. Pure.

They are those of the World Health Organization's guidelines on malaria, tuberculosis, HIV and neglected tropical
diseases. One that means something else as often in a clinic's question is not here.
"""

import re

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

_PATTERN = re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(map(re.escape, MEDICINES), key=len, reverse=True))})(?![^\W_])")
"""In the case given only: "act" and "dec" are words."""


def spell_out(question: str) -> str:
    """Return a question with the full name in brackets after each medicine's abbreviation.

    The abbreviation stays, for guidelines that use it. A name that the question has already is not said again.
    """
    lower = question.lower()

    def write(match: re.Match[str]) -> str:
        name = MEDICINES[match[0]]
        return match[0] if name.lower() in lower else f"{match[0]} ({name})"

    return _PATTERN.sub(write, question)
