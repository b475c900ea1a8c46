"""Medicines and illnesses that a text names."""

import pytest

from indexes.other_names import SYNONYMS
from rag.checks.aliases import spell_out_aliases
from rag.checks.asked_medicines import asked_medicines, dosed_medicines, written_medicines
from rag.checks.asking import asked_abbreviations, asks_amount
from rag.checks.conditions import find_condition_mentions, find_conditions, is_on_illness
from rag.checks.medicine_mentions import Medicine, find_medicines, find_mentions
from rag.checks.medicine_names import COMBINATIONS, COMBINED_NAMES, NAMES, PHRASES
from rag.checks.medicines import find_aliases, has_forbidden_part, has_part, is_about, names_medicine, write_medicine


def medicines(*names: str) -> tuple[Medicine, ...]:
    """Make medicines of names, the parts of a combination with a plus between."""
    return tuple(frozenset(name.split("+")) for name in names)


def test_medicines_by_their_stems() -> None:
    """What is joined by a hyphen or a slash is one combination; an artery is no medicine."""
    text = "Artesunate-pyronaridine, amoxicillin/clavulanate or artemether into an artery; quinine in arterial disease"
    assert find_medicines(text) == medicines(
        "artesunate+pyronaridine", "amoxicillin+clavulanate", "artemether", "quinine"
    )
    assert find_medicines("The cholesterol of April, a reservoir and a quintile") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pyridoxine, zinc, oxygen and permethrin", ("pyridoxine", "zinc", "oxygen", "permethrin")),
        ("Vitamin B6 or vitamin A", ("pyridoxine", "retinol")),
        ("ORS or oral rehydration solution", ("oral rehydration salts",)),
        ("Rivaroxiban and chloramphenical", ("rivaroxaban", "chloramphenicol")),
        ("Adrenaline (epinephrine)", ("adrenaline",)),
        ("Sulfadoxine–pyrimethamine (SP) + amodiaquine", ("sulfadoxine+pyrimethamine+amodiaquine",)),
        ("artemether (A) + lumefantrine (L)", ("artemether+lumefantrine",)),
        ("AL, not et al.", ("artemether+lumefantrine",)),
        ("coartem", ("artemether+lumefantrine",)),
        ("co-trimoxazole (trimethoprim–sulfamethoxazole)", ("sulfamethoxazole+trimethoprim",)),
        ("3HP for 12 weeks", ("isoniazid+rifapentine",)),
        ("RTS,S/AS01 or R21", ("rts,s", "r21")),
    ],
)
def test_medicines_by_name(text: str, found: tuple[str, ...]) -> None:
    """Those without a stem, in their other names, misspelled by a vowel, abbreviated and combined."""
    assert find_medicines(text) == medicines(*found)


def test_brands_are_the_medicine() -> None:
    """A brand in a question is the medicine that a guideline writes by its name."""
    assert dosed_medicines("dose of Valium for a child") == medicines("diazepam")
    assert dosed_medicines("tegretol dose") == medicines("carbamazepine")
    assert dosed_medicines("AmBisome dose") == medicines("amphotericin b")


def test_what_hospitals_name() -> None:
    """Medicines that the model list has not, by the names of either side of the ocean."""
    assert find_medicines("tirzepatide or octreotide") == medicines("tirzepatide", "octreotide")
    assert find_medicines("Mesalamine") == find_medicines("mesalazine") == medicines("mesalazine")
    assert find_medicines("insulin glargine") == medicines("insulin")
    assert find_medicines("procalcitonin, angiotensin") == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("7 Rabies. Wash the wound. The vaccine is given on days 0, 3 and 7.", True),
        ("Rabies and tetanus. The vaccine is given at once.", False),
        ("Rabies. Wash the wound.", False),
        ("Measles. The vaccine is given at 9 months.", False),
    ],
)
def test_the_vaccine_of_a_section_on_one_illness(text: str, named: bool) -> None:
    """Where no other illness is named, "the vaccine" is that illness's."""
    assert names_medicine(text, frozenset(["rabies vaccine"])) is named


def test_names_are_data() -> None:
    """Each is there once, and no two long ones differ in vowels only."""
    assert len(NAMES) == len(set(NAMES)) > 450
    assert all(name == name.lower() and " " not in name for name in NAMES)
    for name in NAMES:
        assert find_medicines(name) == (frozenset([SYNONYMS.get(name, name)]),)
    for phrase, name in PHRASES.items():
        assert find_medicines(phrase) == (frozenset([name]),)
    for short, parts in {**COMBINATIONS, **COMBINED_NAMES}.items():
        assert find_medicines(short) == (frozenset(parts.split()),)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What dose of aspirin in pregnancy?", ("aspirin",)),
        ("How much paracetamol does a child get?", ("paracetamol",)),
        ("How many tablets of the oral zinc?", ("zinc",)),
        ("How much water should a child drink?", ()),
        ("What dose of brandnewol for a child?", ("brandnewol",)),
        ("Which dose of nebulised salbutamol?", ("salbutamol",)),
        ("How many tablets make one dose of SP?", ("sulfadoxine+pyrimethamine",)),
        ("Kanamycin dose?", ("kanamycin",)),
        ("On which weight is the dose of an obese man based?", ()),
        ("The dose of a pregnant woman?", ()),
        ("How is a fracture splinted?", ()),
    ],
)
def test_medicines_of_a_question(question: str, asked: tuple[str, ...]) -> None:
    """By a name or a stem, or as what a dose is asked of."""
    assert asked_medicines(question) == medicines(*asked)


@pytest.mark.parametrize(
    ("question", "dosed"),
    [
        ("What dose of pyridoxine with isoniazid?", ("pyridoxine",)),
        ("Already on AL: how many mg of primaquine base?", ("primaquine",)),
        ("On rifampicin: the daily warfarin dose?", ("warfarin",)),
        ("Amoxicillin or doxycycline: how much?", ("amoxicillin", "doxycycline")),
    ],
)
def test_the_medicine_whose_dose_is_asked(question: str, dosed: tuple[str, ...]) -> None:
    """It stands behind "dose of" or before "dose"; else it is any of those named."""
    assert dosed_medicines(question) == medicines(*dosed)


def test_abbreviations_count_in_a_question_on_an_amount() -> None:
    """Elsewhere capitals may be anything; one that is known is what it stands for."""
    assert asked_abbreviations("What dose of XYZQ?") == ("XYZQ",)
    assert asked_abbreviations("What dose of ASAQ?") == ()
    assert asked_medicines("What dose of ASAQ?") == medicines("artesunate+amodiaquine")
    assert asked_abbreviations("WHAT DOSE OF ZINC?") == ()
    assert asked_abbreviations("Is XYZQ safe?") == ()
    assert asked_abbreviations("How many weeks of cough, says the CDC?") == ()


def test_what_is_written_out() -> None:
    """A brand, a regimen or an abbreviation is not, unless its name stands beside it."""
    assert written_medicines("On Septrin and INH, is co-amoxiclav safe?") == medicines("amoxicillin+clavulanate")
    assert written_medicines("Pyramax (artesunate-pyronaridine)?") == medicines("artesunate+pyronaridine")


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("What dose of SP?", True),
        ("What is the daily dose in mg?", True),
        ("How many 300 mg tablets?", True),
        ("How much is given?", True),
        ("When is the fourth dose due?", False),
        ("How many days of treatment?", False),
    ],
)
def test_questions_on_an_amount(question: str, amount: bool) -> None:
    """When a dose is due, and how many there are, is another question."""
    assert asks_amount(question) is amount


@pytest.mark.parametrize(
    ("text", "medicine", "named"),
    [
        ("Co-trimoxazole is given", "sulfamethoxazole+trimethoprim", True),
        ("cotrimoxazole", "sulfamethoxazole+trimethoprim", True),
        ("Statin therapy", "statins", True),
        ("quinidine", "quinine", False),
        ("levofloxacin", "ofloxacin", False),
        ("hydroxychloroquine", "chloroquine", False),
        ("benzyl penicillin", "penicillin", True),
        ("Isoniazid 300 mg", "isoniazid+rifapentine", False),
        ("Rifapentine and isoniazid", "isoniazid+rifapentine", True),
    ],
)
def test_one_medicine_has_many_spellings(text: str, medicine: str, named: bool) -> None:
    """Case, hyphens and a plural do not count; all parts of a combination do."""
    assert names_medicine(text, frozenset(medicine.split("+"))) is named


def test_aliases_stand_as_words() -> None:
    """In capitals, as the text gave them."""
    artesunate = frozenset(["artesunate"])
    assert not names_medicine("Tablets as needed in hospital", artesunate, ["AS"])
    assert names_medicine("AS is given", artesunate, ["AS"])


def test_names_side_by_side() -> None:
    """As people type a combination; two medicines that no combination has are two."""
    assert find_medicines("artemether lumefantrine dose for 23 kg") == (frozenset(["artemether", "lumefantrine"]),)
    assert find_medicines("ceftriaxone artesunate") == (frozenset(["ceftriaxone"]), frozenset(["artesunate"]))


def test_a_part_is_not_its_combination() -> None:
    """Nor the other way round; a combination's abbreviation does not name its parts."""
    both, one = frozenset(["artesunate", "amodiaquine"]), frozenset(["artesunate"])
    combination = find_mentions("Artesunate + amodiaquine")
    assert is_about(combination, both)
    assert not is_about(combination, one)
    assert not is_about(find_mentions("Artesunate"), both)
    assert is_about(find_mentions("Artesunate in 5% glucose"), one)
    assert has_part(combination[0], one, "Artesunate + amodiaquine")
    assert not has_part(find_mentions("ASAQ")[0], one, "ASAQ")
    assert write_medicine(both) == "amodiaquine-artesunate"


def test_aliases_are_what_the_text_gives() -> None:
    """An abbreviation in brackets right after the name or its therapy; what a parenthesis says otherwise is none."""
    texts = ["Praziquantel (PZT) is safe.", "praziquantel (see annex)", "albendazole (ALZ)"]
    assert find_aliases(medicines("praziquantel"), texts) == {"PZT"}
    assert find_aliases(medicines("isoniazid"), ["Isoniazid preventive therapy (IPT)"]) == {"IPT"}
    assert find_aliases([], texts) == frozenset()


def test_conditions() -> None:
    """By their endings and from the list, in one spelling."""
    text = "Gonorrhoea, otitis media, pre-eclampsia, TB, cholera and schistosomiasis; the diagnosis and the basis"
    assert find_conditions(text) == {
        "gonorrhea",
        "otitis",
        "preeclampsia",
        "tuberculosis",
        "cholera",
        "schistosomiasis",
    }
    assert find_conditions("MDR-TB in an HIV-positive adult") == {"tuberculosis", "hiv"}
    assert find_conditions("gonorrhea and tuberculosis") == {"gonorrhea", "tuberculosis"}
    assert find_conditions("N. gonorrhoeae, S. mansoni, tuberculous, vivax and BP") == {
        "gonorrhea",
        "schistosomiasis",
        "tuberculosis",
        "malaria",
        "hypertension",
    }
    assert find_conditions("the purposes of these doses") == frozenset()


def test_kinds_of_an_illness() -> None:
    """What is on one of the illnesses asked is on the question, but not what is on another kind of it."""
    asked = "Dexamethasone in cryptococcal meningitis?"
    assert is_on_illness(asked, find_conditions("meningitis due to Cryptococcus"))
    assert not is_on_illness(asked, find_conditions("TB meningitis"))
    assert is_on_illness("malaria with anaemia", find_conditions("malaria"))
    assert is_on_illness("A man with TB has malaria: which dose?", find_conditions("malaria"))
    assert is_on_illness("Which dose?", find_conditions("malaria"))


def test_an_illness_inside_another_s_name() -> None:
    """Heat stroke is no stroke; the places are those of the text."""
    assert find_conditions("heat stroke") == find_conditions("heatstroke") == {"heatstroke"}
    assert find_conditions("toxaemia of pregnancy, pre-eclampsia") == {"preeclampsia"}
    text = "In pre-eclampsia and MDR-TB."
    found = [(text[each.start : each.end].strip(), each.name) for each in find_condition_mentions(text)]
    assert found == [("pre-eclampsia", "preeclampsia"), ("MDR", "tuberculosis"), ("TB", "tuberculosis")]


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("sulphadoxine", "sulfadoxine"),
        ("Glyburide", "glibenclamide"),
        ("cholecalciferol", "colecalciferol"),
        ("vitamin D3", "colecalciferol"),
        ("penicillin G", "benzylpenicillin"),
        ("crystalline penicillin", "benzylpenicillin"),
        ("folinic acid", "calcium folinate"),
        ("benzhexol", "trihexyphenidyl"),
        ("thiopentone", "thiopental"),
        ("zinc oxide", "zinc oxide"),
    ],
)
def test_older_and_other_names(written: str, known: str) -> None:
    """British and American names, and those of the ward, are those of the international name."""
    assert find_medicines(f"Give {written} today.") == (frozenset([known]),)


@pytest.mark.parametrize(
    "word", ["histidine", "fluoroquinolones", "carbapenem", "bromide", "sulfonamides", "magazines"]
)
def test_words_that_end_like_medicines(word: str) -> None:
    """A germ's protein and a class of medicines are none."""
    assert find_medicines(f"the {word} of") == ()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("sulphadoxine", "sulfadoxine"),
        ("Sulphadiazine", "sulfadiazine"),
        ("sulphamethoxazole", "sulfamethoxazole"),
        ("sulphasalazine", "sulfasalazine"),
        ("ferrous sulphate", "iron"),
        ("magnesium sulphate", "magnesium sulfate"),
        ("silver sulphadiazine", "silver sulfadiazine"),
        ("dextrose", "glucose"),
    ],
)
def test_spellings_of_old(written: str, name: str) -> None:
    """They are today's medicines."""
    assert find_medicines(f"Give {written} now") == (frozenset([name]),)


def test_what_is_no_medicine() -> None:
    """Salts and classes."""
    assert find_medicines("a bromide, a sulphate and sulphonamides") == ()


def test_penicillin() -> None:
    """It is benzylpenicillin and its like, not ampicillin; whoever is allergic to it has none of the class."""
    penicillin = frozenset(["penicillin"])
    assert names_medicine("Benzylpenicillin 3 MU", penicillin)
    assert not names_medicine("Ampicillin 2 g", penicillin)
    (ampicillin,) = find_mentions("ampicillin")
    assert has_forbidden_part(ampicillin, penicillin)
    assert not has_forbidden_part(ampicillin, frozenset(["amoxicillin"]))


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("leg ulcers", "ulcer"),
        ("a burn", "burn"),
        ("abscesses", "abscess"),
        ("strokes", "stroke"),
        ("a malnourished child", "malnutrition"),
        ("diarrhoeal disease", "diarrhea"),
        ("an asthmatic", "asthma"),
        ("a snake bite", "snakebite"),
        ("whooping cough", "pertussis"),
        ("measles", "measles"),
    ],
)
def test_illnesses_in_other_forms(text: str, condition: str) -> None:
    """Plurals, adjectives and common names."""
    assert find_conditions(text) == {condition}


def test_abbreviations_that_the_passages_explain() -> None:
    """In a question on a dose only; what two medicines share, or is known, stays."""
    texts = ["Levofloxacin (Lfx) 750 mg", "Kanamycin (Km) 1 g"]
    assert spell_out_aliases("Lfx dose for 60 kg?", texts) == "Lfx (levofloxacin) dose for 60 kg?"
    assert spell_out_aliases("Is Lfx safe?", texts) == "Is Lfx safe?"
    assert spell_out_aliases("Lfx dose?", [*texts, "Ofloxacin (Lfx)"]) == "Lfx dose?"
    assert spell_out_aliases("INH dose?", ["Isoniazid (INH)"]) == "INH dose?"
