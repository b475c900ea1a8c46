"""Which populations words name: in any text, and in the titles above a passage. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

from indexes.exclusions import without_exclusions
from indexes.folding import fold
from indexes.patients_abroad import GROUPS

_ADULTS = r"adults?|m[ae]n(?!-?made)|wom[ae]n"
_INFANTS = r"infants?|bab(?:y|ies)|newborns?|neonates?|neonatal(?! (?:deaths?|health|mortality|outcomes?|tetanus))"
_CHILDREN = r"(?:school-?)?child(?:ren)?(?![- ]?(?:bearing|birth))|toddlers?|pa?ediatrics?|boys?|girls?"
_TEENAGERS = r"adolescents?|adolescence|teenagers?"
"""Those to whom some guidelines give the children's dose and some the adults'."""
_PREGNANT = r"pregnan(?:t|cy|cies)|trimesters?|antenatal"
_BREASTFEEDING = r"breast-?\s?feeding|lactating|lactation|nursing (?:mothers?|wom[ae]n)"


def _compile(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_GROUPS = {
    "adults": _compile(f"{_ADULTS}|{_TEENAGERS}|{GROUPS['adults']}"),
    "children": _compile(f"{_CHILDREN}|{_INFANTS}|{_TEENAGERS}|{GROUPS['children']}"),
    "pregnant": _compile(f"{_PREGNANT}|{GROUPS['pregnant']}"),
    "breastfeeding": _compile(f"{_BREASTFEEDING}|{GROUPS['breastfeeding']}"),
}
_TEENAGER = _compile(_TEENAGERS)
MATERNAL = frozenset(["pregnant", "breastfeeding"])
AGES = frozenset(["adults", "children"])

POPULATIONS = ("adults", "elderly", "adolescents", "children", "infants", "pregnant", "breastfeeding")
"""Those that a search can be restricted to. Newborns are infants here: guidelines name now the one, now the other."""

_PART_OF = {
    "elderly": frozenset(["adults"]),
    "adolescents": AGES,
    "infants": frozenset(["children"]),
    "pregnant": frozenset(["adults"]),
    "breastfeeding": frozenset(["adults"]),
}

# In titles a few words of French, Spanish and Portuguese count too, and without accents.
_TITLES = {
    "adults": _compile(r"adults?|m[ae]n(?!-?made)|adultes?|adult[oa]s?"),
    "elderly": _compile(
        r"elderly|older (?:adults?|people|persons?|patients?|m[ae]n|wom[ae]n)|geriatrics?|personnes agees|"
        r"adultos mayores|idosos?"
    ),
    "adolescents": _compile(rf"{_TEENAGERS}|young (?:people|persons?)|youths?|adolescentes?"),
    "children": _compile(rf"{_CHILDREN}|childhood|under-?fives?|enfants?|pediatri\w+|(?<!el )nin[oa]s?|criancas?"),
    "infants": _compile(
        rf"{_INFANTS}|nourrissons?|nouveau-?nes?|lactantes?|lactentes?|recien nacid[oa]s?|neonat[oa]s?"
    ),
    "pregnant": _compile(rf"{_PREGNANT}|enceintes?|grossesses?|embaraz\w+|gravid\w+|gestantes?"),
    "breastfeeding": _compile(rf"{_BREASTFEEDING}|allaitement|allaitantes?|lactancia|aleitamento"),
}
_WOMEN = _compile(r"wom[ae]n|femmes?|mujer(?:es)?|mulher(?:es)?")
_AROUND_BIRTH = _compile(
    r"maternal|mothers?|obstetric(?:s|al)?|midwi\w+|perinatal|postnatal|post-?partum|"
    r"neonatal (?:deaths?|health|mortality|outcomes?|tetanus)"
)
"""What concerns mother and child alike, whichever of them is named."""


def find_groups(text: str) -> frozenset[str]:
    """Return the groups that a text names: "adults", "children", "pregnant", "breastfeeding".

    Adolescents are both children and adults.
    """
    return frozenset(name for name, pattern in _GROUPS.items() if pattern.search(text))


def find_age_groups(text: str, *, young: bool = False) -> frozenset[str]:
    """Return whether a text speaks of adults, of children, or of both.

    To one who asks for a `young` child, adolescents are adults: their dose is none for a toddler.
    """
    return find_groups(_TEENAGER.sub("adults", text) if young else text) & AGES


def find_populations(titles: Iterable[str]) -> frozenset[str]:
    """Return those of POPULATIONS that any of the titles names.

    Whom a title leaves out ("all patients except children") it does not name, and a pregnant woman is named for her
    pregnancy, not as an adult. A title names too few rather than too many: what names nobody is searched for everybody.
    """
    return frozenset().union(*map(_named_by, titles))


def meeting_populations(population: str) -> frozenset[str]:
    """Return the populations that have members in common with this one: itself, its parts, and what it is part of.

    A section on children has the infants' doses, and one on infants is of use to who asks about children.
    """
    parts = {part for part, wholes in _PART_OF.items() if population in wholes}
    return frozenset([population, *parts, *_PART_OF.get(population, ())])


def is_for(population: str, named: frozenset[str]) -> bool:
    """Whether a passage whose titles name these populations may concern one: it is named, or nobody is."""
    return not named or bool(named & meeting_populations(population))


def read_population(words: str) -> str | None:
    """Return the one of POPULATIONS that is meant by its name or by words for it ("newborns", "pregnant women").

    None where they mean none, or more than one.
    """
    folded = fold(words)
    named = frozenset([folded]) if folded in POPULATIONS else _named_by(words)
    return next(iter(named)) if len(named) == 1 else None


@lru_cache(maxsize=4096)
def _named_by(title: str) -> frozenset[str]:
    text = fold(without_exclusions(title))
    named = {name for name, pattern in _TITLES.items() if pattern.search(text)}
    if _WOMEN.search(text) and not named & MATERNAL:
        named.add("adults")
    if _AROUND_BIRTH.search(text):
        named |= MATERNAL | {"infants"}
    return frozenset(named)
