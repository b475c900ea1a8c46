"""A statement stands only on what it cites."""

import pytest

from rag.checks.plain_words import telling_words
from rag.checks.support import check_statement
from rag.checks.words import content_words

QUOTE = "Artesunate IV or IM: adults 2.4 mg/kg per dose at 0, 12 and 24 hours."


def test_supported_statement() -> None:
    """Numbers and words in the cited passage: no problem."""
    assert check_statement("Give adults artesunate 2.4 mg/kg at 0, 12 and 24 hours.", [QUOTE]) == ("supported", ())


def test_uncited_statement() -> None:
    """Without a citation nothing is checked."""
    assert check_statement("Give artesunate.", []) == ("uncited", ("cites no passage",))


def test_wrong_quantity() -> None:
    """Each quantity that the lines lack is a problem of its own, with what they say in its place."""
    assert check_statement("Give artesunate 24 mg/kg IV for 3 days.", [QUOTE]) == (
        "unsupported",
        (
            "24 mg/kg in the answer, 2.4 mg/kg per dose in the cited sentence",
            "3 days in the answer, 24 hours in the cited sentence",
        ),
    )
    assert check_statement("Give artesunate 4 mg/kg IV.", [QUOTE, "Quinine is second."]) == (
        "unsupported",
        ("4 mg/kg in the answer, 2.4 mg/kg per dose in the cited sentence",),
    )


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("Give 500 mg of amoxicillin twice daily for two weeks.", "Amoxicillin 0.5 g every 12 hours for 14 days"),
        ("Amoxicillin 500 mg b.d.", "Give amoxicillin 500 mg 2 times a day"),
        ("Primaquine is given once daily at 0.25 mg/kg.", "Primaquine 0.25 mg/kg bw per day"),
        ("Vitamin A: 100,000 IU by mouth.", "Vitamin A 100 000 IU orally"),
        ("Children of 5 years and over: 20 mg.", "Children ≥ 5 years: 20 mg"),
        ("No more than 60 mg of prednisolone a day.", "Prednisolone, max 60 mg/day"),
        ("Half a tablet of zinc for 10 days.", "Zinc ½ tablet for ten days"),
        ("Fever is 38.5 °C or more.", "Fever: at least 101.3 °F"),
        ("Vaccinate children under 5 against measles.", "Measles vaccine: children aged ≤ 59 months"),
        ("Take up to 2 tablets of zinc.", "Zinc: 1-2 tablets"),
        ("In adults the limit of glucose is 2.2 mmol/l.", "Adults: glucose < 2.2 mmol/l"),
        ("In the first 12 months of life give zinc.", "Zinc for infants (< 12 months of life)"),
        ("By 2020, half of the children are to have zinc.", "Zinc for 50% of children in 2020"),
        ("At least half of the children, 50%, have zinc.", "Zinc: at least 50 percent of the children"),
        ("Treat acute pulmonary oedema with oxygen.", "Acute pulmonary oedemaᵇ: treat with oxygen"),
        ("Xpert MTB/RIF is the first test for TB.", "For TB the first test is Xpert"),
        ("Zinc takes less than 30% of it.", "Zinc takes less than\n30% of it."),
    ],
)
def test_equal_quantities_support(statement: str, line: str) -> None:
    """What can be converted, and other words for the same, are the same."""
    assert check_statement(statement, [line]) == ("supported", ())


@pytest.mark.parametrize(
    ("statement", "line", "problem"),
    [
        (
            "Amoxicillin 500 mg every 24 h.",
            "Amoxicillin 500 mg every 12 h",
            "every 24 h in the answer, every 12 h in the cited sentence",
        ),
        (
            "Amoxicillin 50 mg/kg per dose.",
            "Amoxicillin 50 mg/kg/day",
            "50 mg/kg per dose in the answer, 50 mg/kg/day in the cited sentence",
        ),
        (
            "Treat for at most 5 days with zinc.",
            "Treat for at least 5 days with zinc",
            "at most 5 days in the answer, at least 5 days in the cited sentence",
        ),
        (
            "Artesunate 2.4 mg/kg orally.",
            "Artesunate 2.4 mg/kg IV",
            "oral in the answer, intravenous in the cited sentence",
        ),
        (
            "Children > 5 years: zinc 20 mg.",
            "Children ≥ 5 years: zinc 20 mg",
            "> 5 years in the answer, ≥ 5 years in the cited sentence",
        ),
        (
            "Quinine 20 mg/kg, then artesunate 10 mg/kg.",
            "Quinine 10 mg/kg, then artesunate 20 mg/kg",
            "20 mg/kg is of another medicine in the cited sentence",
        ),
        ("Gentamicin 5 mg/kg daily.", "Amikacin 5 mg/kg daily", "“gentamicin” is not in the cited sentence"),
        ("Zinc 20 mg for cholera.", "Zinc 20 mg for dysentery", "cholera is not in the cited passage"),
        ("CD8 of 20 cells/µl.", "CD4 of 20 cells/µl", "CD8 is not in the cited passage"),
        (
            "Paracetamol 2 g a day.",
            "Paracetamol 500 mg four times",
            "2 g a day in the answer, 500 mg in the cited sentence",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words(statement: str, line: str, problem: str) -> None:
    """The problem names both sides; what would have to be worked out is not in the passage."""
    verdict, problems = check_statement(statement, [line])
    assert (verdict, problem in problems) == ("unsupported", True), problems


def test_what_is_copied_is_supported() -> None:
    """Whole sentences word for word need no more; a part of one may say the contrary."""
    text = "Do not give 5 mg to infants."
    assert check_statement(text, [f"Wash. {text}"]) == ("supported", ())
    assert check_statement("Give 5 mg to infants.", [text])[0] == "unsupported"


def test_another_judge_of_words() -> None:
    """An entailment model takes the place of the count of words, and of nothing else."""
    seen = []

    def follows(lines: str, statement: str) -> bool:
        seen.append((lines, statement))
        return "5 mg" in lines

    assert check_statement("Kids: 5 mg.", ["Infants get 5 mg."], ["Doses"], follows) == ("supported", ())
    assert seen == [("Doses\nInfants get 5 mg.", "Kids: 5 mg.")]
    assert check_statement("Kids: 6 mg.", ["Infants get 5 mg."], ["Doses"], follows)[1] == (
        "6 mg in the answer, 5 mg in the cited sentence",
    )
    assert check_statement("Infants sleep.", ["Infants sleep a lot."], (), follows)[1] == (
        "does not follow from the cited passage by the entailment model",
    )


def test_foreign_words() -> None:
    """A statement of other words is not backed by its passage, even where its number stands there."""
    assert check_statement("Refer pregnant women with bleeding to hospital at 24 hours.", [QUOTE]) == (
        "unsupported",
        ("too few of its words are in the cited passage",),
    )


def test_headings_lend_words_and_no_numbers() -> None:
    """The drug may stand in a title alone; a section's number is no dose."""
    quote, heading = "Adults: 2.4 mg/kg.", "5 Artesunate for severe malaria"
    assert check_statement("Severe malaria: artesunate 2.4 mg/kg.", [quote]) == (
        "unsupported",
        ("“artesunate” is not in the cited sentence", "malaria is not in the cited passage"),
    )
    assert check_statement("Severe malaria: artesunate 2.4 mg/kg.", [quote], [heading]) == ("supported", ())
    assert check_statement("Severe malaria: artesunate 5 mg/kg.", [quote], [heading])[1] == (
        "5 mg/kg in the answer, 2.4 mg/kg in the cited sentence",
    )


def test_content_words_meet_across_endings() -> None:
    """Function words go, and the forms of a word become one."""
    assert content_words("The infusions were infused by infusing") == {"infus"}
    assert content_words("Doses and a dose, 2.4 mg/kg") == {"dos", "mg", "kg"}


BY_WEIGHT = """Primaquine by weight
Body weight (kg): 5 to < 15 | Tablets of primaquine: 1
Body weight (kg): 25 to < 35 | Tablets of primaquine: 3"""


def test_quantities_stand_in_one_row() -> None:
    """Each in a row of its own they say another dose; the caption and the header belong to every row."""
    assert check_statement("Give 3 tablets of primaquine by weight: 5 to < 15 kg.", [BY_WEIGHT]) == (
        "unsupported",
        ("3 tablets is not in the cited row",),
    )
    assert check_statement("Give 1 tablet of primaquine by weight: 5 to < 15 kg.", [BY_WEIGHT]) == ("supported", ())
    wards = "Item | Ward of 10 beds | Ward of 20 beds\nSoap, bars | 12 | 24\nGloves | 6 | 11"
    assert check_statement("A ward of 20 beds needs soap, 24 bars.", [wards]) == ("supported", ())
    assert check_statement("A ward of 20 beds needs soap, 11 bars.", [wards])[1] == (
        "11 in the answer, 12 in the cited row",
    )
    assert check_statement("5-9 kg: 3 tablets", ["5-9 kg | 1 tablet\n10-15 kg | 3 tablets"])[1] == (
        "3 tablets in the answer, 1 tablet in the cited row",
    )


def test_a_row_of_another_name_and_a_column_of_another_label() -> None:
    """The label that a statement says all of is meant, and no row or column beside it."""
    rows = "Medicine | Under 33 kg | 33-50 kg\nOfloxacin | Under 33 kg: 400 mg | 33-50 kg: 800 mg"
    rows += "\nTerizidone | Under 33 kg: 300 mg | 33-50 kg: 600 mg"
    assert check_statement("Ofloxacin at 33-50 kg: 800 mg.", [rows]) == ("supported", ())
    assert check_statement("Ofloxacin at 33-50 kg: 600 mg.", [rows])[0] == "unsupported"
    assert check_statement("Ofloxacin at 33-50 kg: 400 mg.", [rows])[1] == (
        "400 mg is of another column in the cited row",
    )


def test_quantities_stand_in_sentences_side_by_side() -> None:
    """What stands a page further up is said of something else; two cited passages may each have their part."""
    far = "Give 5 mg on day one. Wash your hands. Eat well. Sleep well. Repeat after 8 hours."
    assert check_statement("Give 5 mg after 8 hours.", [far])[0] == "unsupported"
    assert check_statement("Give 5 mg, repeat after 8 hours.", ["Give 5 mg. Wait. Repeat after 8 hours."])[1] == ()
    assert check_statement("Give 5 mg, repeat after 8 hours.", ["Give 5 mg.", "Repeat after 8 hours."])[1] == ()


def test_a_clause_may_rest_on_a_sentence_far_away() -> None:
    """It is the only one with most of the clause's words; the clause has no number that its sentence lacks."""
    text = "Nurses saw women at home 3 times. Some left. Others stayed. None died. Follow-up ended after 2 months."
    assert check_statement("Nurses saw women at home 3 times, and follow-up ended after 2 months.", [text])[1] == ()
    assert check_statement("Nurses saw women at home 3 times, and some left after 2 months.", [text])[1] == (
        "2 months is not in the cited sentence",
    )


def test_a_dose_is_worked_out_for_one_patient() -> None:
    """It is the dose per kilogram times the weight, and nothing else; the weight alone proves nothing."""
    line = "Ceftriaxone: 100 mg/kg once daily."
    assert check_statement("For a child of 20 kg, ceftriaxone 2 g once daily.", [line]) == ("supported", ())
    assert check_statement("For a child of 20 kg, ceftriaxone 100 mg/kg, that is 2 g once daily.", [line])[1] == ()
    assert check_statement("For a child of 20 kg, ceftriaxone 3 g once daily.", [line])[0] == "unsupported"
    assert check_statement("For children over 20 kg, ceftriaxone 2 g once daily.", [line])[0] == "unsupported"
    assert check_statement("For a child of 20 kg, ceftriaxone once daily.", [line])[1] == (
        "20 kg is not in the cited sentence",
    )


def test_a_dose_of_several_is_not_worked_out() -> None:
    """Where the line has other doses per kilogram, or bands, for others, it must be said which is meant."""
    line = "Ceftriaxone: adults 10 mg/kg, children 100 mg/kg."
    assert check_statement("For a child of 20 kg, ceftriaxone 200 mg.", [line])[0] == "unsupported"
    assert check_statement("For a child of 20 kg, ceftriaxone 100 mg/kg, so 2 g.", [line]) == ("supported", ())
    bands = "Children over 10 years: 200 mg. Children under 10 years: 100 mg."
    assert check_statement("A child of 8 years gets 200 mg.", [bands])[0] == "unsupported"
    assert check_statement("A child of 8 years gets 100 mg.", [bands]) == ("supported", ())


@pytest.mark.parametrize(
    "passage",
    [
        "Ceftriaxone: 100 mg/kg once daily (maximum 1 g daily).",
        "Ceftriaxone: 100 mg/kg once daily. The maximum is 1 g.",
        "Children of 3 to 10 kg: ceftriaxone 100 mg/kg once daily.",
        "Never give ceftriaxone 100 mg/kg once daily.",
        "Ceftriaxone 100 mg/kg once daily is too much.",
    ],
)
def test_a_dose_that_is_not_the_patient_s_is_not_worked_out(passage: str) -> None:
    """It is more than the maximum, of another weight, or not to be given."""
    assert check_statement("For a child of 20 kg, ceftriaxone 2 g once daily.", [passage])[0] == "unsupported"


def test_another_medicine_s_maximum_bounds_no_product() -> None:
    """Nor does one that is not reached."""
    line = "Ceftriaxone: 100 mg/kg once daily. The maximum of amoxicillin is 1 g."
    assert check_statement("For a child of 20 kg, ceftriaxone 2 g once daily.", [line]) == ("supported", ())
    line = "Ceftriaxone: 100 mg/kg once daily (maximum 4 g)."
    assert check_statement("For a child of 20 kg, ceftriaxone 2 g once daily.", [line]) == ("supported", ())


def test_a_patient_is_in_the_band_of_a_row() -> None:
    """His weight or age may be any within it, and none beside it; a limit of the patients is no patient."""
    assert check_statement("A child of 12 kg gets 1 tablet of primaquine.", [BY_WEIGHT]) == ("supported", ())
    assert check_statement("A child of 15 kg gets 1 tablet of primaquine.", [BY_WEIGHT])[0] == "unsupported"
    assert check_statement("Children over 12 kg get 1 tablet of primaquine.", [BY_WEIGHT])[0] == "unsupported"
    line = "Zinc 10 mg for children aged 2 to under 6 months."
    assert check_statement("A 3-month-old infant gets 10 mg of zinc, as children do.", [line])[1] == ()
    assert check_statement("A 6-month-old infant gets 10 mg of zinc, as children do.", [line])[0] == "unsupported"


def test_values_of_two_sentences_may_not_change_places() -> None:
    """As those of one."""
    text = "Children: 10 mg. Adults: 20 mg."
    assert check_statement("Children get 10 mg and adults 20 mg.", [text]) == ("supported", ())
    assert check_statement("Children get 20 mg and adults 10 mg.", [text])[0] == "unsupported"


def test_what_forbids_without_not_must_be_said_too() -> None:
    """In some words: "unsafe" is no way to say that it is safe."""
    safe, unsafe = "Aspirin is safe in children with fever.", "Aspirin is dangerous in children with fever."
    statement = "Aspirin is unsafe in children with fever."
    assert check_statement(statement, [safe])[1] == ("says “unsafe”, and the cited lines do not",)
    assert check_statement(statement, [unsafe]) == ("supported", ())


def test_a_part_of_a_dose() -> None:
    """Half of a dose is half of one that the lines give, or what they split."""
    line = "Quinine: first 20 mg/kg, then 10 mg/kg."
    assert check_statement("Quinine is then given at half of the first dose, 10 mg/kg.", [line]) == ("supported", ())
    assert check_statement("Quinine is then given at a third of the first dose, 10 mg/kg.", [line])[1] == (
        "a third is not in the cited sentence",
    )
    split = "Quinine: the first dose is split, with 10 mg/kg into each thigh."
    assert check_statement("Quinine: half of the first dose, 10 mg/kg, into each thigh.", [split]) == ("supported", ())


def test_a_value_of_another_case() -> None:
    """In a sentence of several cases each value stays with the words of its own."""
    line = "Adults take 2 tablets and children 1 tablet."
    assert check_statement("Children get 2 tablets.", [line])[1] == (
        "2 tablets is of another case in the cited sentence",
    )
    assert check_statement("A child gets 1 tablet.", [line]) == ("supported", ())
    assert check_statement("1 tablet for children, 2 tablets for adults.", [line]) == ("supported", ())
    leprosy = "Treat for six months in PB leprosy and 12 months in MB leprosy."
    assert check_statement("MB leprosy: six months.", [leprosy])[1] == (
        "six months is of another case in the cited sentence",
    )


def test_a_table_that_counts_pieces_without_naming_them() -> None:
    """A bare number of a cell may be one of tablets, where the row names no other pieces; of mg it is none."""
    row = "Weight | RHZ 75/50/150\nWeight: 8-11 kg | RHZ 75/50/150: 2"
    assert check_statement("RHZ for 8-11 kg: 2 tablets.", [row]) == ("supported", ())
    assert check_statement("RHZ for 8-11 kg: 2 ml.", [row])[0] == "unsupported"
    assert check_statement("RHZ for 8-11 kg: 2 tablets.", [row.replace("RHZ 75", "RHZ sachets 75")])[0] == "unsupported"


def test_words_that_fit_any_statement_do_not_count() -> None:
    """Prepositions and verbs like "get" are not missed; words that say what it is about are."""
    line = "At least three doses of SP should be received during pregnancy."
    assert check_statement("A pregnant woman should get three doses of SP or more.", [line]) == ("supported", ())
    assert telling_words("They get babies to keep taking it for days.") == telling_words("infants")


def test_words_of_one_meaning() -> None:
    """The plain word stands for the learned one, a phrase for a word, and a word for others of its root."""
    assert telling_words("kidney failure, low blood pressure") == telling_words("renal failure, hypotension")
    assert telling_words("registered, referred, hitting") == telling_words("register, refer, hit")
    line = "Immunosuppressed patients: growth is notifiable."
    assert check_statement("Notify it if patients with weak immunity grow.", [line]) == ("supported", ())
    assert check_statement("Splint it if recruits with broken bones march.", [line])[1] == (
        "too few of its words are in the cited passage",
    )


def test_one_that_only_says_a() -> None:
    """A bare "one" needs no other one in the lines, unless they count something else there."""
    assert check_statement("Masks helped in one study of nurses.", ["In a study of nurses masks helped."])[1] == ()
    assert check_statement("One sample of sputum is enough.", ["Two samples of sputum are enough."])[1] == (
        "One in the answer, Two in the cited sentence",
    )


def test_the_neighbours_value_is_not_the_sentences_own() -> None:
    """Where the nearest sentence gives a value of that kind, another's beside it does not stand for it."""
    text = "Beds stand 2 metres apart. Chairs stand 1 metre apart."
    assert check_statement("The beds stand 1 metre apart.", [text])[1] == (
        "1 metre in the answer, 2 metres in the cited sentence",
    )
