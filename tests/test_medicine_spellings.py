"""Names of medicines as French, Spanish and Portuguese write them, and how these ask for a dose."""

import pytest

from indexes.exclusions import find_exclusions
from rag.checks.asked_medicines import unwanted_medicines
from rag.checks.asking import asks_amount, asks_dose
from rag.checks.conditions import find_conditions
from rag.checks.contrasts import is_on_other_side
from rag.checks.doses import find_doses, gives_quantity, gives_schedule
from rag.checks.exclusions import find_excluding
from rag.checks.medicine_mentions import find_medicines


@pytest.mark.parametrize(
    ("text", "medicines"),
    [
        ("artésunate, artesunato", ["artesunate"]),
        ("amoxicilline amoxicilina AMOXICILLINE", ["amoxicillin"]),
        ("paracétamol", ["paracetamol"]),
        ("l'ibuprofène, el ibuprofeno", ["ibuprofen"]),
        ("cloroquina", ["chloroquine"]),
        ("ciprofloxacine, ciprofloxacino", ["ciprofloxacin"]),
        ("azitromicina, azithromycine", ["azithromycin"]),
        ("pirazinamida y etambutol", ["pyrazinamide", "ethambutol"]),
        ("sulfate de magnésium, sulfato de magnesio", ["magnesium sulfate"]),
        ("sels de réhydratation orale", ["oral rehydration salts"]),
        ("acide folique, ácido fólico", ["folic acid"]),
        ("servir à une femme africaine, colesterol", []),
    ],
)
def test_names(text: str, medicines: list[str]) -> None:
    """Each is known by its one name, with and without accents; words that only end like one are none."""
    assert find_medicines(text) == tuple(frozenset([name]) for name in medicines)


def test_combinations() -> None:
    """A combination is one mention."""
    both = frozenset(["artemether", "lumefantrine"])
    assert find_medicines("l'artéméther-luméfantrine ou artemeter + lumefantrina") == (both,)


@pytest.mark.parametrize(
    ("question", "dose", "amount"),
    [
        ("Quelle dose d'artésunate pour un enfant ?", True, True),
        ("Combien de comprimés donner ?", True, True),
        ("Quelle est la posologie du zinc ?", True, True),
        ("Combien de temps donner le zinc ?", False, False),
        ("Combien de fois par jour ?", False, False),
        ("¿Cuánta azitromicina se da?", True, True),
        ("¿Cuál es la dosis de amoxicilina?", True, True),
        ("¿Cuántas veces al día?", False, False),
        ("¿Se puede dar una dosis de ceftriaxona?", True, False),
        ("Qual é a dose de artesunato?", True, True),
        ("Quantas vezes por dia?", False, False),
        ("Faut-il réduire la dose ?", True, False),
    ],
)
def test_what_is_asked(question: str, dose: bool, amount: bool) -> None:
    """A dose, its amount, or neither but how often or how long."""
    assert (asks_dose(question), asks_amount(question)) == (dose, amount)


def test_doses_have_their_medicine() -> None:
    """As "of" does in English, "d'" and "de" say whose a dose is; otherwise it is the one before."""
    text = "3 mg/kg d'artésunate par dose. Ampicilina: 50 mg/kg, y gentamicina: 7,5 mg/kg. 1 comprimé de zinc."
    found = [(text[dose.start : dose.end], dose.of and set(dose.of.medicine)) for dose in find_doses(text)]
    assert found == [
        ("3 mg/kg", {"artesunate"}),
        ("50 mg/kg", {"ampicillin"}),
        ("7,5 mg/kg", {"gentamicin"}),
        ("1 comprimé", {"zinc"}),
    ]


def test_schedules() -> None:
    """Times and days count; months and years may be ages."""
    assert all(gives_schedule(text) for text in ("deux fois par jour", "durante 5 días", "3 vezes"))
    assert not gives_schedule("6 mois")
    assert gives_quantity("6 mois")


def test_who_is_left_out() -> None:
    """A contraindication takes its sentence, "sauf" the rest of its clause; the patient is known by her words."""
    text = (
        "La primaquine est contre-indiquée chez la femme enceinte. "
        "Donner à tous, sauf aux nourrissons de moins de 6 mois."
    )
    left_out = [text[start:end].strip() for start, end in find_exclusions(text)]
    assert left_out == [
        "La primaquine est contre-indiquée chez la femme enceinte",
        "sauf aux nourrissons de moins de 6 mois",
    ]
    assert find_excluding("Peut-on donner la primaquine à une femme enceinte ?", text) == (left_out[0],)
    assert find_excluding("Pour un nourrisson de 4 mois ?", text) == (left_out[1],)
    assert find_excluding("Pour un enfant de 3 ans ?", text) == ()


def test_a_medicine_that_cannot_be_taken() -> None:
    """Whoever is allergic to penicillin asks for another."""
    question = "¿Cuánta azitromicina se da en caso de alergia a la penicilina?"
    assert unwanted_medicines(question) == (frozenset(["penicillin"]),)


def test_illnesses_and_their_kinds() -> None:
    """They have the English names' spelling here; simple and severe malaria are two sides."""
    assert find_conditions("paludisme, tuberculose et rougeole") == {"malaria", "tuberculosis", "measles"}
    assert find_conditions("neumonía; sarampión; diarreia") == {"pneumonia", "measles", "diarrhea"}
    assert is_on_other_side("Quelle dose pour un paludisme grave ?", "Paludisme simple : 2 comprimés")
    assert not is_on_other_side("Quelle dose pour un paludisme grave ?", "Paludisme grave : 3 mg/kg")
