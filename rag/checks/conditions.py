"""Which illnesses a text names: by the endings that illnesses have, and a list of those that have none. Pure."""

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.marks import SUPERSCRIPTS

_NAMES = """abscess anaphylaxis angina anthrax asthma beriberi bronchiolitis burn cancer cataract chickenpox
chikungunya chlamydia cholera constipation copd covid croup dementia dengue diabetes diphtheria dysentery ebola
eclampsia eczema emphysema epilepsy frostbite giardia goitre gout haemorrhage hemorrhage hepatitis hiv hookworm
hypertension hyperthyroidism hypothyroidism impetigo infarction influenza jaundice lassa leprosy lice malaria
malnutrition marburg measles meningococcal migraine mpox mumps nipah obesity pellagra pertussis plague pneumonia
pneumothorax polio preeclampsia rabies rickets scabies schizophrenia scurvy sepsis shigella snakebite stroke syphilis
tb tetanus tularaemia typhoid typhus ulcer urticaria vertigo yaws zika"""
_CONDITION = re.compile(
    r"\b(?!diagnos|prognos|osmos|empathy|sympathy)(?:\w{2,}(?:itis|osis|iasis|aemi[ac]|emia|pathy|algia|rrhoea|rrhea|plegia|penia)"
    r"|(?:\w*glyc|an|isch|ur)emic"
    rf"|(?:carcin|lymph|sarc|glauc|trach|mycet)oma|(?:{'|'.join(_NAMES.split())}))(?P<plural>e?s)?\b",
    re.IGNORECASE,
)
_OTHER_NAMES = {
    r"altitude sickness|mountain sickness": "altitude sickness",
    r"atrial fibrill?ation": "atrial fibrillation",
    r"(?:heart|cardiac) failure": "heart failure",
    r"(?:kidney|renal) (?:failure|diseases?|impairment|insufficiency|injury)": "kidney disease",
    r"(?:liver|hepatic) (?:failure|diseases?|impairment|insufficiency)": "liver disease",
    r"pulmonary (?:o)?edema": "pulmonary edema",
    r"rift valley fever": "rift valley fever",
    r"(?<!electric )(?<!electrical )shock": "shock",
    r"sickle[ -]cells?(?: (?:disease|an(?:a)?emia))?": "sickle cell disease",
    r"dvt|thromboemboli\w+|pulmonary emboli\w*": "thrombosis",
    r"yellow fever": "yellow fever",
    r"asthmatics?": "asthma",
    r"diarrho?eal": "diarrhea",
    r"bilharzia|schisto(?:some|somes|soma)?|s\. (?:mansoni|haematobium|japonicum)": "schistosomiasis",
    r"(?<!low )blood pressure|hypertensive|bp|smbp": "hypertension",
    r"malignanc(?:y|ies)": "cancer",
    r"burn(?:ed|t)": "burn",
    r"dka": "ketoacidosis",
    r"enteric fever": "typhoid",
    r"goiters?": "goitre",
    r"(?:herpes )?zoster|shingles": "herpes zoster",
    r"hives": "urticaria",
    r"kala[ -]azar": "leishmaniasis",
    r"polycystic ovar(?:y|ies|ian)(?: (?:syndrome|disease))?|pcos": "polycystic ovary syndrome",
    r"nephrotic syndrome|nephrosis": "nephrotic syndrome",
    r"guillain[ -]barr[ée](?: syndrome)?": "guillain-barré syndrome",
    r"lyme(?: disease)?|borreliosis": "lyme disease",
    r"crohn(?:'s|s)?(?: disease)?": "crohn's disease",
    r"wilson(?:'s|s)? disease": "wilson's disease",
    r"kawasaki(?:'s|s)? (?:disease|syndrome)": "kawasaki disease",
    r"parkinson(?:'s|s)?(?: disease)?|parkinsonism": "parkinson's disease",
    r"chagas(?:'s|s|')?(?: disease)?|american trypanosomiasis": "chagas disease",
    r"rheumatic fever": "rheumatic fever",
    r"river blindness": "onchocerciasis",
    r"scalds?": "burn",
    r"septic(?! (?:arthritis|abortions?|miscarriages?))|septica?emi[ac]|bacter(?:a)?emi[ac]": "sepsis",
    r"sleeping sickness": "trypanosomiasis",
    r"tinea(?: (?:capitis|corporis|cruris|pedis|unguium|versicolor))?|ringworm|dermatophytosis": "tinea",
    r"chlamydial|c\. trachomatis": "chlamydia",
    r"cryptococcal|cryptococcus": "cryptococcosis",
    r"diabetics?": "diabetes",
    r"epileptics?": "epilepsy",
    r"erythema nodosum leprosum|enl|hansen's disease|leprae|paucibacillary|multibacillary": "leprosy",
    r"falciparum|vivax|plasmodium|knowlesi|antimalarials?": "malaria",
    r"giardia": "giardiasis",
    r"gonorrhoeae": "gonorrhea",
    r"heart attacks?": "infarction",
    r"heat ?strokes?": "heatstroke",
    r"hiv-infected|hiv-positive|aids|plhiv": "hiv",
    r"high blood pressure": "hypertension",
    r"meningitidis|meningococcus|meningococci": "meningococcal",
    r"(?:mal|under)nourished|undernutrition|kwashiorkor|marasmus|marasmic": "malnutrition",
    r"obese": "obesity",
    r"overdos(?:es?|age|ed|ing)|poisoning": "poisoning",
    r"ptb|mtb|tubercle|tuberculous|tubercular|antituberculosis|anti-tb|mdr|xdr|rr-tb": "tuberculosis",
    r"treponema|treponemal": "syphilis",
    r"snake bites?|snake envenom\w+": "snakebite",
    r"tox(?:a)?emia|pre eclampsia": "preeclampsia",
    r"whooping cough": "pertussis",
    # French, Spanish and Portuguese, where the word is not the English one.
    r"an[ée]mie|an[eê]mia|anemia": "anemia",
    r"asthm(?:e|atiques?)|asma": "asthma",
    r"chol[ée]ra|c[óo]lera": "cholera",
    r"coqueluche|tos ferina": "pertussis",
    r"diarrh[ée]es?|diarr?eas?|diarreias?": "diarrhea",
    r"d[ée]nutrition|desnutrici[óo]n|desnutriç[ãa]o": "malnutrition",
    r"diab[èe]te": "diabetes",
    r"[ée]pilepsie|epilepsia": "epilepsy",
    r"h[ée]patites?|hepatite": "hepatitis",
    r"hypertension art[ée]rielle|hipertensi[óo]n|hipertens[ãa]o": "hypertension",
    r"l[èe]pre|lepra|hansen[ií]ase": "leprosy",
    r"m[ée]ningites?|meningite": "meningitis",
    r"paludisme|paludismo|palustres?|mal[áa]ria": "malaria",
    r"pneumonies?|pneumopathies?|neumon[ií]as?|pneumonias?": "pneumonia",
    r"conjuntivitis|conjonctivites?|conjuntivite": "conjunctivitis",
    r"escabi(?:osis|ose)|sarna|gale": "scabies",
    r"faringitis|pharyngites?|faringite": "pharyngitis",
    r"otites?|otite": "otitis",
    r"rabia|raiva|rage": "rabies",
    r"rougeole|sarampi[óo]n|sarampo": "measles",
    r"bilharzioses?|schistosomiases?|esquistosomiasis|esquistossomose": "schistosomiasis",
    r"s[íi]filis": "syphilis",
    r"t[ée]tanos": "tetanus",
    r"tuberculoses?|tuberculeu[sx]e?": "tuberculosis",
    r"vih|sida": "hiv",
}
"""What else an illness is called, or the germ or the patient by whose name a guideline speaks of it."""

_MARKS = re.compile(rf"(?<=[^\W\d_])[{SUPERSCRIPTS}]+")
"""The marks of notes, which are no part of a word: "oedemaᵇ"."""

# Where a word may begin is asked once for all names: asked for each, it took most of the time of a decision.
_OTHERS = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(f'(?P<o{at}>{names})' for at, names in enumerate(_OTHER_NAMES))})(?![^\W_])",
    re.IGNORECASE,
)
_ILLNESSES = list(_OTHER_NAMES.values())
_SAME = {"tb": "tuberculosis", "giardia": "giardiasis"}
_KINDS = frozenset(["cryptococcosis", "tuberculosis"])
"""Illnesses that are kinds of others as well: "cryptococcal meningitis"."""

_FAMILIES = (
    frozenset(["meningitis", "meningococcal"]),
    frozenset(["dysentery", "shigella"]),
    frozenset(["eclampsia", "hypertension", "preeclampsia"]),
    frozenset(["atrial fibrillation", "heart failure", "pulmonary edema"]),
)
"""Illnesses that a guideline may treat under each other's title."""


@dataclass(frozen=True, slots=True)
class ConditionMention:
    """An illness named at text[start:end], by the one spelling that it is known by here."""

    start: int
    end: int
    name: str


@lru_cache(maxsize=4096)
def find_condition_mentions(text: str) -> tuple[ConditionMention, ...]:
    """Return where a text names illnesses, in order.

    "Gonorrhoea" and "gonorrhea" are one, and so are TB and tuberculosis, and falciparum and malaria.
    """
    words = _MARKS.sub(lambda marks: " " * len(marks[0]), text.replace("-", " ").replace("’", "'"))
    found = {match.span(): _ILLNESSES[int((match.lastgroup or "o0")[1:])] for match in _OTHERS.finditer(words)}
    for match in _CONDITION.finditer(words):
        # "toxaemia" and "heat stroke" have a name of their own.
        if not any(start < match.end() and match.start() < end for start, end in found):
            name = match[0].lower().removesuffix((match["plural"] or "").lower())
            name = f"{name[:-1]}a" if name.endswith("emic") else name
            found[match.span()] = _SAME.get(name, name).replace("oe", "e").replace("ae", "e")
    return tuple(ConditionMention(start, end, name) for (start, end), name in sorted(found.items()))


def find_conditions(text: str) -> frozenset[str]:
    """Return the illnesses that a text names, in lower case and one spelling each."""
    return frozenset(mention.name for mention in find_condition_mentions(text))


def is_on_illness(question: str, named: frozenset[str]) -> bool:
    """Return whether what names some illnesses is on the question: on one of its own, and on each kind of another.

    What is on TB meningitis is not on cryptococcal meningitis. True where the question names no illness.
    """
    asked = find_conditions(question)
    return not asked or (bool(asked & named) and _find_kinds(question) <= named)


def are_kin(first: frozenset[str], second: frozenset[str]) -> bool:
    """Return whether one of these illnesses may be treated under the title of one of those."""
    return any(first & family and second & family for family in _FAMILIES)


def _find_kinds(question: str) -> frozenset[str]:
    """Return the illnesses that say which kind of another is meant: "tuberculous" in "tuberculous meningitis"."""
    mentions = find_condition_mentions(question)
    return frozenset(
        kind.name
        for kind, of in itertools.pairwise(mentions)
        if kind.name in _KINDS and not question[kind.end : of.start].strip(" -")
    )
