"""How much of a question stands in what was found."""

from indexes.coverage import cover_question
from indexes.types import Coverage


def test_one_of_two_names_is_enough() -> None:
    """A brand is not missing where the medicine's name is held, nor the name where the brand is."""
    weights = {"ventolin": 3.0, "salbutamol": 2.0, "wheez": 2.0}
    same = [[frozenset(["ventolin"]), frozenset(["salbutamol"])]]
    assert cover_question(weights, {"salbutamol", "wheez"}, same) == Coverage(1.0, ())
    assert cover_question(weights, {"ventolin"}, same) == Coverage(0.6, ("wheez",), 0.4)
    assert cover_question(weights, {"wheez"}, same).missing == ("ventolin", "salbutamol")
    assert cover_question(weights, {"salbutamol", "wheez"}).missing == ("ventolin",)


def test_a_name_without_terms_is_not_held() -> None:
    """Where a name is made of question words only, the other one must stand there."""
    same = [[frozenset(["ventolin"]), frozenset[str]()]]
    assert cover_question({"ventolin": 3.0}, set(), same) == Coverage(0.0, ("ventolin",), 1.0)
