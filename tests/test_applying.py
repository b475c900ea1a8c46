"""Which pieces may be quoted: never another medicine's dose, nor another patient's."""

from rag.answerers.applying import applying_pieces
from rag.answerers.pieces import cut_pieces
from rag.types import Request
from tests.factories import make_passage, make_request


def quotes(request: Request) -> list[str]:
    """Return the texts of the pieces that apply."""
    pieces = [piece for at, evidence in enumerate(request.evidence) for piece in cut_pieces(at, evidence)]
    return [
        request.evidence[piece.evidence].quote[piece.start : piece.end] for piece in applying_pieces(request, pieces)
    ]


def test_only_what_names_the_medicine() -> None:
    """By itself, or below the sentence that names it; the next medicine's sentence does not apply."""
    lines = [
        "Kanamycin is given by injection.",
        "The dose is 15 mg/kg once a day.",
        "Amoxicillin is given at 40 mg/kg by mouth.",
        "Take it with food.",
    ]
    assert quotes(make_request("What dose of kanamycin?", lines)) == lines[:2]
    assert quotes(make_request("What dose is given?", lines)) == lines


def test_a_title_names_the_medicine() -> None:
    """What stands below it applies, but for what names another."""
    lines = [
        "Give 15 mg/kg once a day by injection.",
        "Amikacin 15 mg/kg is given instead.",
        "Never mix with amoxicillin.",
    ]
    passage = make_passage(lines, heading=("Kanamycin",))
    assert quotes(make_request("kanamycin dose?", passage)) == lines[:1]


def test_a_list_is_announced_by_its_medicine() -> None:
    """Items apply that stand below the line which names it."""
    lines = [
        "Kanamycin, by weight:",
        "• under 33 kg 500 mg",
        "• others 1 g",
        "Amoxicillin's list:",
        "• 40 mg/kg",
    ]
    assert quotes(make_request("kanamycin dose?", lines)) == lines[:3]


def test_an_abbreviation_that_the_text_gives_names_it() -> None:
    """Once "praziquantel (PZQ)" was said, PZQ is praziquantel."""
    lines = ["Praziquantel (PZQ) is safe.", "Albendazole is given too.", "PZQ 40 mg/kg is given once."]
    assert quotes(make_request("praziquantel dose?", lines)) == [lines[0], lines[2]]


def test_where_nothing_names_the_medicine() -> None:
    """A dose is not quoted; another question may find it under another name."""
    lines = ["Amoxicillin 40 mg/kg is given by mouth."]
    assert quotes(make_request("What dose of kanamycin?", lines)) == []
    assert quotes(make_request("Is kanamycin safe in renal failure?", ["It is safe."])) == ["It is safe."]


def test_a_medicine_in_pregnancy() -> None:
    """Only what speaks of pregnancy can say whether it is safe there."""
    question = "Is kanamycin safe in pregnancy?"
    assert quotes(make_request(question, ["Kanamycin is safe."])) == []
    lines = ["Kanamycin is not given in pregnancy."]
    assert quotes(make_request(question, lines)) == lines


def test_another_illness_has_another_dose() -> None:
    """The passage, or a title above it, names the question's illness."""
    lines = ["Amoxicillin 40 mg/kg is given by mouth."]
    pneumonia = make_passage(lines, heading=("Pneumonia",))
    assert quotes(make_request("amoxicillin for pneumonia?", pneumonia)) == lines
    assert quotes(make_request("What dose of amoxicillin for otitis media?", pneumonia)) == []


def test_another_patient_has_another_dose() -> None:
    """The worked example of an adult is none for a child; where all are, a dose is not quoted."""
    lines = ["An adult of 55 kg gets 140 mg.", "Below 20 kg the dose is 3 mg/kg.", "Write down the hour."]
    assert quotes(make_request("the dose for a 9 kg child?", lines)) == lines[1:]
    assert quotes(make_request("the dose for a 9 kg child?", lines[:1])) == []


def test_a_list_announced_for_another_patient() -> None:
    """Its items go with the line that announces them."""
    lines = [
        "Amoxicillin for children under 20 kg:",
        "• 250 mg of amoxicillin every 8 hours.",
        "Amoxicillin for adults over 50 kg:",
        "• 500 mg of amoxicillin every 8 hours.",
    ]
    assert quotes(make_request("dose of amoxicillin for a child of 10 kg?", lines)) == lines[:2]
    assert quotes(make_request("dose of amoxicillin for an adult of 60 kg?", lines)) == lines[2:]


def test_titles_speak_of_a_population() -> None:
    """An adult is not given what stands below a title on children, and a child not what stands below one on adults."""
    lines = ["Ethambutol 20 mg/kg once a day."]
    children = make_passage(lines, heading=("Tuberculosis in children",))
    both = make_passage(lines, heading=("Doses for children and adults",))
    assert quotes(make_request("ethambutol dose for an adult?", children)) == []
    assert quotes(make_request("ethambutol dose for an infant?", children)) == lines
    assert quotes(make_request("ethambutol dose for an adult?", both)) == lines


def test_the_dose_is_of_the_medicine() -> None:
    """A line that names it beside another's dose is not quoted, nor one without any dose alone."""
    lines = ["If amoxicillin is not there: doxycycline 100 mg.", "Amoxicillin 40 mg/kg by mouth."]
    assert quotes(make_request("What dose of amoxicillin?", lines)) == lines[1:]
    assert quotes(make_request("What dose of amoxicillin?", ["Amoxicillin is a penicillin."])) == []


def test_medicines_without_a_stem_are_others_too() -> None:
    """What is said of zinc below a title on amoxicillin is not said of amoxicillin."""
    lines = ["Zinc is given at 20 mg once a day.", "Pyridoxine 25 mg."]
    passage = make_passage(lines, heading=("Amoxicillin",), kind="list")
    assert quotes(make_request("What dose of amoxicillin?", passage)) == []
    assert quotes(make_request("What dose of pyridoxine?", passage)) == lines[1:]


def test_a_combination_is_not_its_parts() -> None:
    """It needs a line on all of it; a part's dose is not read below the title of the combination."""
    alone = ["Isoniazid 300 mg is given once a day."]
    both = ["Rifapentine 900 mg and isoniazid 900 mg are given once a week."]
    assert quotes(make_request("What is the dose of 3HP?", alone)) == []
    assert quotes(make_request("What is the dose of 3HP?", both)) == both
    below = make_passage(["9 to < 18 kg: 50 mg once a day."], heading=("Artesunate + amodiaquine",), kind="list")
    assert quotes(make_request("What dose of artesunate?", below)) == []
    assert quotes(make_request("What dose of ASAQ?", below)) == ["9 to < 18 kg: 50 mg once a day."]


def test_whom_a_line_leaves_out() -> None:
    """It is on all others, and stays for those whom it leaves out: they are told."""
    lines = ["Primaquine 0.25 mg/kg once for all except infants < 6 months."]
    assert quotes(make_request("primaquine dose for an infant of 9 months?", lines)) == lines
    assert quotes(make_request("primaquine dose for an infant of 4 months?", lines)) == lines


def test_a_line_that_turns_to_children() -> None:
    """Its first dose is the adults'."""
    lines = ["Ceftriaxone 2 g once a day. Child: 100 mg/kg."]
    cell = make_passage(["Ceftriaxone 2 g once a day Child: 100 mg/kg"], kind="list")
    assert quotes(make_request("ceftriaxone dose for an adult?", cell)) == cell.text.splitlines()
    assert quotes(make_request("ceftriaxone dose for a child?", lines)) != []


def test_another_kind_of_the_illness() -> None:
    """The list announced for it is not quoted."""
    lines = ["For MB leprosy:", "• Rifampicin 450 mg, 12 months", "For PB leprosy:", "• Rifampicin 450 mg, 6 months"]
    assert quotes(make_request("Rifampicin dose for paucibacillary leprosy?", lines)) == lines[2:]


def test_a_table_for_another_age() -> None:
    """Its caption says whom it is for."""
    lines = ["Table 1: doses of ethambutol (> 15 years)", "Weight | Dose", "Weight: 33-39 kg | Dose: 800 mg"]
    passage = make_passage(lines, kind="table")
    assert lines[2] not in quotes(make_request("ethambutol dose for a boy of 3 years?", passage))
    assert lines[2] in quotes(make_request("ethambutol dose for a man of 20 years?", passage))


def test_its_own_dose_comes_before_a_combination_s() -> None:
    """Which is quoted for want of another only, as the line says whose it is."""
    combined = "Artemether + lumefantrine 20 mg + 120 mg twice a day."
    alone = "Artemether 3.2 mg/kg by injection."
    assert quotes(make_request("artemether dose?", [combined, alone])) == [alone]
    assert quotes(make_request("artemether dose?", [combined])) == [combined]


def test_rows_whose_announcement_is_lost() -> None:
    """Where a patient is named, rows that open a passage may be for another."""
    rows = ["Rifampicin: 600 mg once a month", "Dapsone: 100 mg daily"]
    assert quotes(make_request("dapsone dose for a child?", rows)) == []
    assert quotes(make_request("dapsone dose?", rows)) == ["\n".join(rows)]


def test_rows_announced_for_another_patient() -> None:
    """The line with a colon right above says for whom."""
    lines = ["The adult regimen is:", "Rifampicin: 600 mg once a month", "Dapsone: 100 mg daily"]
    assert quotes(make_request("dapsone dose for a child?", ["Regimens follow.", *lines])) == []
    assert quotes(make_request("dapsone dose for an adult?", lines)) == ["\n".join(lines[1:])]


def test_a_sentence_goes_on_about_the_same_patient() -> None:
    """The dose that an adult's is lowered to is the adult's."""
    text = ["Linezolid: the adult dose is 600 mg twice a day. Most lower it to 600 mg once a day."]
    assert quotes(make_request("linezolid dose for a child?", text)) == []
    assert len(quotes(make_request("linezolid dose for an adult?", text))) == 2


def test_a_dose_below_another_illness_s_title() -> None:
    """The book's title names both illnesses, and the nearer title decides; other lines stay."""
    lines = ["Rifampicin 15 mg/kg once a day.", "Rifampicin colours the urine."]
    question = "rifampicin dose for leprosy?"
    assert quotes(make_request(question, make_passage(lines, heading=("TB and leprosy", "Leprosy")))) == lines
    assert lines[0] not in quotes(make_request(question, make_passage(lines, heading=("TB in children",))))


def test_treatment_is_no_prevention() -> None:
    """A passage that does not speak of prevention has no dose for it."""
    lines = ["Rifampicin 10 mg/kg once a month for leprosy."]
    question = "What dose of rifampicin as post-exposure prophylaxis of leprosy?"
    assert quotes(make_request(question, make_passage(lines, heading=("Leprosy",)))) == []
    assert quotes(make_request(question, make_passage(lines, heading=("Preventing leprosy",)))) == lines


def test_a_title_on_another_kind() -> None:
    """A dose below "uncomplicated malaria" is none for severe malaria."""
    lines = ["Artesunate 200 mg once a day."]
    question = "What dose of artesunate for severe malaria?"
    heading = ("Treating uncomplicated malaria", "Artesunate")
    assert quotes(make_request(question, make_passage(lines, heading=heading))) == []
    assert quotes(make_request(question, make_passage(lines))) == lines


def test_rows_below_the_announcement_of_another_kind() -> None:
    """Also where no dose is asked in words: rows and labelled lines are on what announces them."""
    lines = ["The regimen for PB leprosy is:", "Rifampicin: | 600 mg once a month", "Duration: 6 months (6 packs)"]
    others = ["The regimen for MB leprosy is:", "Rifampicin | 600 mg once a month", "Duration: 12 months (12 packs)"]
    tables = [
        make_passage(table, kind="table", heading=("Leprosy",), place=at) for at, table in enumerate([lines, others])
    ]
    assert quotes(make_request("Which regimen is for multibacillary leprosy?", *tables)) == others
    assert quotes(make_request("Which regimen is for paucibacillary leprosy?", *tables)) == lines


def test_a_line_on_another_illness() -> None:
    """From a passage that does not name the question's; one that names no illness stays, and so does its kin."""
    question = "How is scabies treated in pregnancy?"
    scabies, malaria, nothing = "Scabies is treated with creams.", "Pregnant women with malaria are treated.", "Rest."
    passages = [make_passage([line], heading=(), place=at) for at, line in enumerate([scabies, malaria, nothing])]
    assert quotes(make_request(question, *passages)) == [scabies, nothing]
    assert quotes(make_request(question, make_passage([scabies, malaria], heading=()))) == [scabies, malaria]
    fits = make_passage(["Pre-eclampsia is watched for."], heading=())
    assert quotes(make_request("How is eclampsia found?", fits)) == ["Pre-eclampsia is watched for."]


def test_an_overdose_of_a_medicine_is_not_its_dose() -> None:
    """What it is given for is another matter."""
    lines = ["Paracetamol 15 mg/kg is given for fever.", "Acetylcysteine is not given."]
    question = "What is given for paracetamol overdose with acetylcysteine?"
    assert quotes(make_request(question, make_passage(lines, heading=("Fever",)))) == []
    overdose = ["In paracetamol overdose give acetylcysteine 150 mg/kg."]
    assert quotes(make_request(question, make_passage(overdose, heading=()))) == overdose


def test_what_a_medicine_is_diluted_in_is_no_other() -> None:
    """The sentence after one that names both goes on about the medicine."""
    lines = ["Phenytoin 15 mg/kg is given slowly in 5% dextrose.", "The rate should not exceed 1 mg/kg per min."]
    assert quotes(make_request("What phenytoin dose, and how fast?", make_passage(lines, heading=()))) == lines
    other = ["Phenytoin 15 mg/kg or phenobarbital 20 mg/kg is given.", lines[1]]
    assert quotes(make_request("What phenytoin dose, and how fast?", make_passage(other, heading=()))) == other[:1]


def test_larger_patients_in_the_same_line() -> None:
    """It gives theirs beside the dose for small children."""
    line = "Children below 20 kg have 3 mg/kg of artesunate, larger children and adults 2.4 mg/kg."
    assert quotes(make_request("artesunate dose for an adult of 60 kg?", [line])) == [line]
    assert quotes(make_request("artesunate dose for a child of 9 kg?", [line])) == [line]
    assert quotes(make_request("artesunate dose for an adult of 60 kg?", ["Below 20 kg artesunate 3 mg/kg."])) == []


def test_a_child_below_an_age() -> None:
    """What is for older children is not for it."""
    lines = ["The standard child (10 to 14 years old) regimen is:", "Dapsone: | 50 mg daily"]
    passage = make_passage(lines, kind="table")
    assert lines[1] not in quotes(make_request("dapsone dose for a child under 10?", passage))
    assert lines[1] in quotes(make_request("dapsone dose for a child of 12 years?", passage))


def test_a_target_dose_with_its_range() -> None:
    """The range stands in brackets before the unit, and it is a dose all the same."""
    lines = ["Target dose: 4 (2–10) mg/kg artesunate once a day."]
    heading = ("Treating uncomplicated malaria", "Artesunate")
    request = make_request("artesunate dose in severe malaria?", make_passage(lines, heading=heading))
    assert quotes(request) == []


def test_what_the_patient_takes_already() -> None:
    """A question on how to go on may be answered without naming it; one on its dose may not."""
    lines = ["Co-trimoxazole goes on.", "In leprosy dapsone is stopped for six months."]
    assert quotes(make_request("A man on co-trimoxazole has leprosy: what changes?", lines)) == lines
    assert quotes(make_request("Is co-trimoxazole stopped?", lines)) == lines[:1]


def test_what_the_patient_cannot_have() -> None:
    """Its dose is not quoted, whatever else is."""
    lines = ["Benzylpenicillin 5 MU every 6 hours.", "Chloramphenicol 1 g every 6 hours."]
    assert quotes(make_request("Allergic to penicillin: which antibiotic?", lines)) == lines[1:]
    assert quotes(make_request("Which antibiotic?", lines)) == lines


def test_the_nearest_title_names_the_illness() -> None:
    """One further out is of a book with chapters on several."""
    lines = ["Dapsone 2 mg/kg once a day."]
    passage = make_passage(lines, heading=("TB case finding", "Treatment of leprosy"))
    assert quotes(make_request("What dose of dapsone for TB?", passage)) == []
    assert quotes(make_request("What dose of dapsone for leprosy?", passage)) == lines


def test_a_pregnant_woman_s_dose_is_none_for_a_child() -> None:
    """Whoever else may have it."""
    lines = ["In all trimesters artesunate is given at 2.4 mg/kg.", "Small children have artesunate 3 mg/kg."]
    assert quotes(make_request("artesunate dose for a child?", lines)) == lines[1:]
    assert quotes(make_request("artesunate dose?", lines)) == lines


def test_an_age_selects_children_or_adults() -> None:
    """A number of years as well as a word; from 12 to 17 both may be meant."""
    lines = ["Quinine for adults: 600 mg.", "Quinine for children: 10 mg/kg."]
    assert quotes(make_request("quinine dose for a 4-year-old?", lines)) == lines[1:]
    assert quotes(make_request("quinine dose for a 30-year-old?", lines)) == lines[:1]
    assert quotes(make_request("quinine dose for a 15-year-old?", lines)) == lines


def test_the_caption_above_the_first_row_says_for_whom() -> None:
    """An adults' table may stand in a chapter that names children too."""
    rows = ["The adult regimen is:", "Rifampicin: | 600 mg once a month", "Dapsone: | 100 mg daily"]
    table = make_passage(rows, heading=("Children and adults",), kind="table")
    assert quotes(make_request("rifampicin dose for a child under 10?", table)) == []
    assert quotes(make_request("rifampicin dose for an adult?", table)) == rows[1:2]


def test_a_cell_that_says_for_whom_it_is() -> None:
    """In words, and not by a band at its beginning."""
    rows = [
        "Contacts | • Adults and children >12 years: ciprofloxacin 500 mg once",
        "Contacts | • Children < 12 years: ciprofloxacin 10 mg/kg once",
    ]
    table = make_passage(rows, heading=("Meningitis",), kind="table")
    assert quotes(make_request("ciprofloxacin dose for a 7-year-old?", table)) == rows[1:]
    assert quotes(make_request("ciprofloxacin dose for a 20-year-old?", table)) == rows[:1]


def test_a_title_within_the_passage() -> None:
    """Short sections share a passage; the title last above a line says whom it is for, and what."""
    lines = [
        "2.1 Children",
        "Artesunate 3 mg/kg. Repeat 3 mg/kg daily.",
        "2.2 Adults",
        "Artesunate 2.4 mg/kg. Repeat daily.",
    ]
    passage = make_passage(lines, heading=("Severe malaria",), kind="list")
    assert quotes(make_request("artesunate dose for a child?", passage)) == [
        "Artesunate 3 mg/kg.",
        "Repeat 3 mg/kg daily.",
    ]
    lines = ["Healthy adults without other illnesses or risks of resistant germs", "(strong recommendation)"]
    passage = make_passage([*lines, "Amoxicillin 1 g three times daily."], heading=("Pneumonia",), kind="list")
    assert quotes(make_request("amoxicillin dose for a 10 kg child?", passage)) == []
    heading = ("Treatment of adults and adolescents",)
    passage = make_passage(["Budesonide 200 micrograms once daily."], heading=heading)
    assert quotes(make_request("budesonide dose for a 3-year-old?", passage)) == []
    assert quotes(make_request("budesonide dose for a 14-year-old?", passage)) == [passage.text]
    steps = ["Loading dose", "Quinine 20 mg/kg.", "Maintenance dose", "Quinine 10 mg/kg."]
    passage = make_passage(steps, heading=("Severe malaria",), kind="list")
    assert quotes(make_request("quinine loading dose?", passage)) == steps[1:2]


def test_a_list_of_short_lines_is_no_title() -> None:
    """Its last line is not whom the next sentence is for."""
    lines = ["Pregnant women", "Children", "Adults", "Artesunate 2.4 mg/kg daily."]
    assert lines[3] in quotes(make_request("artesunate dose for a child?", make_passage(lines, kind="list")))


def test_times_below_the_title_of_the_other_kind() -> None:
    """How long one kind is treated is not how long the other is; other lines below its title stay."""
    lines = ["It takes at least 6 months.", "Patients are followed up."]
    passage = make_passage(lines, heading=("Duration of MDR-TB treatment",))
    question = "How long is treatment of drug-susceptible TB?"
    assert quotes(make_request(question, passage)) == lines[1:]
    assert quotes(make_request("How long is treatment of MDR-TB?", passage)) == lines


def test_titles_choose_among_doses_where_none_is_asked_in_words() -> None:
    """By its words "dapsone child MB leprosy" asks for no dose, and yet it must not bring the other kind's."""
    tables = [
        make_passage([title, "Dapsone: | 50 mg daily"], place=at, kind="table")
        for at, title in enumerate(["Treatment of MB leprosy is:", "Treatment of PB leprosy is:"])
    ]
    found = quotes(make_request("dapsone child MB leprosy", *tables))
    assert found == ["Treatment of MB leprosy is:", "Dapsone: | 50 mg daily"]
