"""Quantities are read with their units, what they are per, their limits and their frequencies."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checks.frequencies import find_frequencies
from rag.checks.quantities import Quantity, find_quantities
from rag.checks.quantity_units import read_unit
from rag.checks.routes import find_routes


def read(text: str) -> Quantity:
    """Return the one quantity of a text."""
    (quantity,) = find_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.5 g", "500 mg"),
        ("250 mcg", "250 µg"),
        ("0,25 mg", "250 micrograms"),
        ("14 days", "2 weeks"),
        ("24 hours", "1 day"),
        ("12 months", "one year"),
        ("100 000 IU", "100,000 units"),
        ("1.2 MU", "1,200,000 IU"),
        ("1 litre", "1000 ml"),
        ("3 mg/dl", "30 mg/l"),
        ("250 mg/5 ml", "50 mg per ml"),
        ("10 000/µL", "10,000 per mm³"),
        ("101.3 °F", "38.5°C"),
        ("half a tablet", "½ tablet"),
        ("threefold", "3 times"),
        ("one in ten", "10%"),
        ("more than one in five", "> 20%"),
        ("children under 5", "children under 5 years"),
        ("older than 12", "older than 12 years"),
        ("aged 15 to 49", "aged 15-49 years"),
        ("the first three months of pregnancy", "the first trimester"),
        ("at 45ᵒ", "45 degrees"),
        ("one and a half tablets", "1.5 tablets"),
        ("2.4 mg/kg", "2.4 mg per kilogram of body weight"),
        ("2.4 mg/kg bw/day", "2.4 mg/ kg per day"),
        ("10-14 days", "10 to 14 days"),
        ("between 2 and 3 tablets", "2–3 tablets"),
        ("5 to < 15 kg", "5 to under 15 kg"),
        ("60 < 80 kg", "60 to less than 80 kg"),
        ("at least 5 days", "5 days or more"),
        ("≥ 5 years", "5 years and over"),
        ("no more than 60 mg", "max 60 mg"),
        ("up to 7 days", "at most 7 days"),
        ("below 200 cells/mm3", "< 200 cells/µl"),
        ("twice daily", "every 12 hours"),
        ("bd", "2 times a day"),
        ("TDS", "8-hourly"),
        ("q6h", "four times per day"),
        ("weekly", "every 7 days"),
        ("every other day", "once every 2 days"),
        ("3 fois par jour", "three times daily"),
        ("three visits each year", "3 times a year"),
        ("biannually", "twice a year"),
        ("once a quarter", "every 3 months"),
        ("dose: 0.25–0.5 mg/kg bw", "0.25 to 0.5 mg per kg"),
        ("1 1/2 tablets", "1½ tablets"),
        ("1 to2 weeks", "1 to 2 weeks"),
        ("75% coverage or higher", "at least 75%"),
        ("a lower body weight than 20 kg", "< 20 kg"),
        ("a 3-fold risk", "three times the risk"),
        ("on the third day", "on day 3"),
        ("10 Giardia cysts in a litre", "10/l"),
    ],
)
def test_equal_quantities(one: str, other: str) -> None:
    """The same quantity said in two ways has the same value, base unit, "per" and limit."""
    first, second = read(one), read(other)
    assert (first.value, first.unit, first.per, first.comparator) == (
        second.value,
        second.unit,
        second.per,
        second.comparator,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4 weeks", "1 month"),
        ("5 mg", "5 ml"),
        ("5 mg/kg", "5 mg"),
        ("5 mg/kg/day", "5 mg/kg/dose"),
        ("5 mg/h", "120 mg/day"),
        ("> 5 years", "≥ 5 years"),
        ("at least 5 days", "at most 5 days"),
        ("5 to 15 kg", "5 to < 15 kg"),
        ("1 teaspoon", "5 ml"),
        ("every 8 hours", "every 12 hours"),
        ("once a month", "every 30 days"),
    ],
)
def test_other_quantities(one: str, other: str) -> None:
    """What is not the same is not read as the same."""
    first, second = read(one), read(other)
    assert (first.value, first.unit, first.per, first.comparator) != (
        second.value,
        second.unit,
        second.per,
        second.comparator,
    )


def test_a_list_shares_its_unit() -> None:
    """Each number of "0, 12 and 24 h" is one of hours; what stands in brackets shares the unit behind them."""
    assert [(each.written, each.low, each.unit) for each in find_quantities("at 0, 12 and 24 h")] == [
        ("0", 0, "hour"),
        ("12", 12, "hour"),
        ("24 h", 24, "hour"),
    ]
    dose = find_quantities("4 (2–10) mg/kg")
    assert [(each.low, each.high, each.per) for each in dose] == [
        (Fraction("0.004"), Fraction("0.004"), {"kilogram"}),
        (Fraction("0.002"), Fraction("0.01"), {"kilogram"}),
    ]
    assert [each.unit for each in find_quantities("20 mg/120 mg")] == ["gram", "gram"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("2.4 mg/kg", "amount"),
        ("25 kg", "weight"),
        ("for 14 days", "time"),
        ("children under 5 years", "age"),
        ("5 years old", "age"),
        ("twice daily", "frequency"),
        ("17 trials", "count"),
        ("day 3", "count"),
    ],
)
def test_roles(text: str, role: str) -> None:
    """A quantity says what it is one of."""
    assert read(text).role == role


def test_where_it_stands() -> None:
    """The words of the limit belong to the quantity; what is written is kept."""
    quantity = read("Give at  least 5 days of it.")
    assert (quantity.start, quantity.end, quantity.written) == (5, 21, "at least 5 days")


@pytest.mark.parametrize("text", ["CD4 and HIV-1", "section 5.2.1", "one of the drugs at once", "someone"])
def test_no_quantities(text: str) -> None:
    """Codes, section numbers and a "one" that counts nothing are none."""
    assert find_quantities(text) == ()


def test_over_is_a_limit_of_people_and_no_span_of_time() -> None:
    """ "Over 2 weeks" is during two weeks; whoever is over two years is older."""
    assert read("increase gradually over 2 weeks").comparator == ""
    assert read("children over 2 years").comparator == ">"
    assert read("over 60 mg").comparator == ">"


def test_a_single_dose_is_implied() -> None:
    """No number is written, so none needs proof; it is one all the same."""
    quantity = read("as a single dose")
    assert (quantity.low, quantity.unit, quantity.is_implied) == (1, "dose", True)


def test_frequencies_have_ranges() -> None:
    """Every 8 to 12 hours is two or three times in 24 hours."""
    (frequency,) = find_frequencies("6.25 mg 8 -12 hourly")
    assert (frequency.low, frequency.high) == (2, 3)


def test_routes() -> None:
    """Words and abbreviations of one way have one name; what is only called "oral" is no way."""
    text = "Artesunate IV or by mouth, then intramuscularly; oral rehydration salts; am I im"
    assert [route.name for route in find_routes(text)] == ["intravenous", "oral", "intramuscular"]


def test_units_are_exact() -> None:
    """Pint gives the factors, as fractions; what is no unit is told."""
    assert read_unit("MG").to_base(Fraction(3)) == Fraction(3, 1000)
    assert read_unit("° F").to_base(Fraction(212)) == 100
    assert read_unit("years").factor == 12 * read_unit("month").factor
    with pytest.raises(ValueError, match="'ampersand' is no unit"):
        read_unit("ampersand")


@given(st.text(alphabet="0123456789.,-–/<≤+ ½²aAmgkhdayto()\n", max_size=40))
def test_any_text_is_read(text: str) -> None:
    """Reading raises nothing; quantities stand in order, within the text, and their ends are in order."""
    found = find_quantities(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)
    assert all(each.low <= each.high for each in found)
