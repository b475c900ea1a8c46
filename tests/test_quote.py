"""The quote answerer: verbatim lines of the guideline, a handful of them, each with the boxes that it is printed in."""

import pytest

from indexes.library import Library
from ingest.types import Passage
from rag.answerers.picking import MOST_PASSAGES, MOST_QUOTES
from rag.answerers.quote import QuoteAnswerer
from rag.assistant import Assistant
from rag.checks.circumstances import is_for_other_germ
from rag.checks.patients import check_patient
from rag.types import Request, Statement
from tests.conftest import WordEmbedder
from tests.factories import make_evidence, make_passage, make_request

QUESTIONS = [
    "What dose of artesunate does a child of 9 kg with severe malaria get?",
    "How much zinc does a child of 4 months with acute diarrhoea get, and for how long?",
    "How much Ringer's lactate is given in plan C?",
    "When is a patient with cholera discharged?",
    "Which antibiotic is given to a child with severe acute malnutrition?",
    "How is ORS made up?",
    "What are the signs of severe dehydration?",
    "How many vials of artesunate does a woman of 62 kg need?",
]


def answer(request: Request) -> tuple[Statement, ...]:
    """Answer one request with the small embedder."""
    (statements,) = QuoteAnswerer(WordEmbedder()).answer([request])
    return statements


def ask_demonstration(library: Library, questions: list[str]) -> list[tuple[Request, tuple[Statement, ...]]]:
    """Answer questions from what the demonstration finds for them."""
    requests = [
        Request(question, tuple(make_evidence(label, hit) for label, hit in enumerate(hits, start=1)))
        for question, hits in zip(questions, library.search(questions, 8), strict=True)
    ]
    return list(zip(requests, QuoteAnswerer(library.embedder).answer(requests), strict=True))


def test_the_line_that_answers_is_quoted() -> None:
    """One line, whole and as it stands, with its page, printed label and box."""
    request = make_request(
        "What dose of artesunate is given?",
        ["Keep the patient warm.", "Give artesunate 2.4 mg/kg into a vein.", "Write down the hour."],
        ["Soap is for hands."],
    )
    (statement,) = answer(request)
    assert statement.text == "Give artesunate 2.4 mg/kg into a vein."
    assert (statement.verdict, statement.problems) == ("supported", ())
    (citation,) = statement.citations
    assert (citation.label, citation.guideline, citation.file) == (1, "malaria", "malaria.pdf")
    assert (citation.page, citation.page_label) == (12, "10")
    assert citation.quote == statement.text
    assert citation.boxes == (request.evidence[0].boxes[1],)


def test_a_sentence_over_two_pages_is_cited_on_both() -> None:
    """Each page has its own quote and boxes."""
    passage = make_passage(
        ["Wash hands. Give artesunate 2.4 mg/kg at", "0, 12 and 24 hours and then"], ["once a day. Write it down."]
    )
    (statement,) = answer(make_request("When is artesunate given, at which hours and how much?", passage))
    assert statement.text == "Give artesunate 2.4 mg/kg at 0, 12 and 24 hours and then once a day."
    assert [(citation.page, citation.quote, len(citation.boxes)) for citation in statement.citations] == [
        (12, "Give artesunate 2.4 mg/kg at 0, 12 and 24 hours and then", 2),
        (13, "once a day.", 1),
    ]


def test_whom_a_quote_leaves_out_is_said() -> None:
    """It is shown, with the words that leave the patient out."""
    request = make_request("Artesunate dose in pregnancy?", ["Artesunate 2.4 mg/kg is given (not in pregnancy)."])
    (statement,) = (check_patient(request, quoted) for quoted in answer(request))
    assert statement.verdict == "supported"
    assert statement.problems == ("leaves out patients such as the one asked about: “not in pregnancy”",)


def test_what_counts_something_else_is_no_answer() -> None:
    """A question on hours is not answered in weeks."""
    lines = ["Give zinc for two weeks.", "Zinc is safe."]
    assert answer(make_request("Within how many hours is zinc given?", lines)) == ()
    assert answer(make_request("For how many days is zinc given?", lines))[0].text.startswith(lines[0])


def test_an_amount_needs_a_dose() -> None:
    """What names the medicine without any is no answer; who is left out of it is one."""
    lines = ["The zinc is kept dry.", "Zinc syrup is sweet."]
    assert answer(make_request("What dose of zinc?", lines)) == ()
    left_out = "Zinc should not be given to infants below 6 months."
    (statement,) = answer(make_request("What dose of zinc for a baby of 4 months?", [left_out, "Zinc 20 mg."]))[:1]
    assert statement.text.startswith(left_out)


def test_lettering_of_a_drawing_is_no_line() -> None:
    """Letter by letter it is not read."""
    assert answer(make_request("health facility?", ["y t i l i c a f h t l a e H health facility"])) == ()


def test_what_leads_up_to_nothing_is_no_answer() -> None:
    """A line that ends in a colon says nothing where what follows it is not there."""
    request = make_request(
        "What are further comments on artesunate after malaria?",
        ["Give artesunate after malaria, and write down further comments."],
        ["Further comments on artesunate after malaria:"],
    )
    assert [statement.text for statement in answer(request)] == [
        "Give artesunate after malaria, and write down further comments."
    ]


def test_one_new_word_may_be_the_answer() -> None:
    """The shortest answer repeats the question and adds the medicine's name."""
    lines = ["Severe malaria is treated with artesunate.", "Keep the room warm all day."]
    statements = answer(make_request("With what is severe malaria treated?", *([line] for line in lines)))
    assert [statement.text for statement in statements] == lines[:1]


def test_titles_are_no_answer() -> None:
    """A heading that stands in the passage's text is not quoted, though it has all the question's words."""
    passage = make_passage(
        ["5.2 Severe malaria", "Give artesunate 2.4 mg/kg into a vein."], heading=("5.2 Severe malaria",), kind="list"
    )
    (statement,) = answer(make_request("severe malaria", passage))
    assert statement.text == "Give artesunate 2.4 mg/kg into a vein."


def test_at_most_a_handful() -> None:
    """Many equal lines in many passages give four quotes at most, from three passages at most."""
    passages = [[f"Give zinc on day {number} of week {place}." for number in range(9)] for place in range(6)]
    statements = answer(make_request("When to give zinc?", *passages))
    assert 1 <= len(statements) <= MOST_QUOTES
    assert len({statement.citations[0].label for statement in statements}) <= MOST_PASSAGES


def test_no_evidence_is_silence() -> None:
    """Nothing to quote gives no statement; so do passages that are but their titles."""
    title = make_passage(["5.2 Severe malaria"], heading=("5.2 Severe malaria",))
    assert answer(Request("zinc?", ())) == answer(make_request("zinc?", title)) == ()
    assert QuoteAnswerer(WordEmbedder()).answer([]) == []


def test_a_batch_gives_what_single_requests_give() -> None:
    """In their order."""
    requests = [
        make_request("zinc?", ["Give zinc for ten days."]),
        Request("nothing?", ()),
        make_request("salt?", ["Salt is given in water."]),
    ]
    assert QuoteAnswerer(WordEmbedder()).answer(requests) == [answer(request) for request in requests]


def find_ranges(statement: Statement, passage: Passage) -> list[tuple[int, int]]:
    """Find where the lines of a quote stand in its passage; lines that follow each other there are one range."""
    ranges: list[tuple[int, int]] = []
    for line in statement.text.splitlines():
        start = passage.text.index(line, ranges[-1][1] if ranges else 0)
        if ranges and not passage.text[ranges[-1][1] : start].strip():
            ranges[-1] = (ranges[-1][0], start + len(line))
        else:
            ranges.append((start, start + len(line)))
    return ranges


def test_quotes_of_the_demonstration_are_printed_lines(demonstration: Library) -> None:
    """Every line stands verbatim in its passage, and its boxes are those of the lines it is printed in, no other.

    What is left out between two ranges of a quote is other rows of a table.
    """
    quotes = 0
    for request, statements in ask_demonstration(demonstration, QUESTIONS):
        assert statements
        for statement in statements:
            quotes += 1
            evidence = request.evidence[statement.citations[0].label - 1]
            passage = evidence.hit.passage
            ranges = find_ranges(statement, passage)
            assert len(ranges) == 1 or all(" | " in passage.text[slice(*each)] for each in ranges[1:])
            spans = [
                span for span in passage.spans if any(span.start < end and span.end > start for start, end in ranges)
            ]
            assert [citation.page for citation in statement.citations] == sorted({span.page for span in spans})
            for citation in statement.citations:
                assert (citation.label, citation.guideline) == (evidence.label, passage.guideline_id)
                lines = demonstration.page(passage.guideline_id, citation.page).lines
                cited = [lines[span.line] for span in spans if span.page == citation.page]
                assert citation.boxes == tuple(dict.fromkeys(line.box for line in cited))
                assert citation.quote in statement.text
    assert quotes >= len(QUESTIONS)


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("How long is the zinc given for?", "10 to 14 days"),
        ("When is a patient with cholera discharged?", "fewer than three liquid stools"),
        ("How often is blood glucose measured in severe malaria?", "glucose"),
    ],
)
def test_the_demonstration_is_answered(demonstration: Library, question: str, quoted: str) -> None:
    """The real embedder picks the line that a reader would."""
    ((_, statements),) = ask_demonstration(demonstration, [question])
    assert quoted in " ".join(" ".join(statement.text.split()) for statement in statements)


def test_two_tables_with_the_patients_row_are_both_quoted(demonstration: Library) -> None:
    """A child's weight has a row for the injection and one for the suppository: neither hides the other."""
    answer = Assistant(demonstration, QuoteAnswerer(demonstration.embedder)).ask(
        "What dose of artesunate does a child of 9 kg with severe malaria get?"
    )
    quoted = "\n".join(statement.text for statement in answer.statements)
    injected, rectal = "Weight: 9 to 10 kg | Dose: 30 mg", "Weight: 5 to 9.9 kg | Dose*: 100 mg"
    assert injected in quoted
    assert rectal in quoted
    # What is given before referral, where nothing can be injected, was not asked for first.
    assert quoted.index(injected) < quoted.index(rectal)
    assert injected in answer.statements[0].text


def test_a_question_of_two_parts_has_a_line_for_each() -> None:
    """The second thing that it asks is quoted too, though the first has many nearer lines."""
    near = [f"Every child with diarrhoea has zinc, on ward {number} too." for number in range(6)]
    test = "Stool microscopy needs no fasting."
    statements = answer(
        make_request("Which child with diarrhoea has zinc, and when is stool microscopy done?", [*near, test])
    )
    assert test in "\n".join(statement.text for statement in statements)


def test_a_line_without_a_dose_is_left_out_beside_doses() -> None:
    """It says nothing of what is asked; how often and for how long does."""
    lines = [
        "Amoxicillin is the medicine for pneumonia.",
        "Amoxicillin 40 mg/kg is given for pneumonia.",
        "Amoxicillin is given twice a day for 5 days.",
    ]
    statements = answer(make_request("What is the dose of amoxicillin for pneumonia?", lines))
    assert [each.text for each in statements] == ["\n".join(lines[1:])]


def test_a_dose_without_condition_comes_first() -> None:
    """What is given before referral is not the whole treatment."""
    referral = ["Before referral, rectal artesunate 10 mg/kg is the artesunate dose for a child with severe malaria."]
    ward = ["Artesunate 3 mg/kg, again at 12 hours."]
    request = make_request(
        "Which artesunate dose has a child with severe malaria?",
        make_passage(referral, heading=("Severe malaria",)),
        make_passage(ward, place=1, heading=("Severe malaria",)),
    )
    assert answer(request)[0].text == ward[0]


def test_treatment_before_the_germ_is_known_comes_first() -> None:
    """A row for one germ is for who names one; what tells of causes is not such a row."""
    known = ["Listeria monocytogenes (3 weeks) | Ampicillin 3 g IV every 6 hours for meningitis"]
    unknown = ["Not known | Ceftriaxone 2 g IV every 12 hours for meningitis"]
    tables = [
        make_passage(rows, place=at, kind="table", heading=("Meningitis",)) for at, rows in enumerate([known, unknown])
    ]
    assert answer(make_request("Which antibiotic for meningitis in an adult?", *tables))[0].text == unknown[0]
    assert answer(make_request("Which antibiotic for listeria meningitis?", *tables))[0].text == known[0]
    assert not is_for_other_germ("Which antibiotic?", "It is caused by germs such as Listeria monocytogenes.")


def test_how_a_recommendation_came_about_leaves_nobody_out() -> None:
    """A section on the evidence is not brought beside the answer for the patients that it names."""
    rule = make_passage(["Give pregnant women with malaria artesunate 2.4 mg/kg."], heading=("Malaria",))
    story = "Artesunate was contraindicated in pregnancy, as programmes saw."
    told = make_passage([story], place=1, heading=("Malaria", "Evidence to decision"))
    request = make_request("What dose of artesunate for a pregnant woman with malaria?", rule, told)
    assert [each.text for each in answer(request)] == ["Give pregnant women with malaria artesunate 2.4 mg/kg."]


def test_who_must_not_have_it_is_quoted() -> None:
    """However far behind the line that says so comes."""
    allowed = [f"After breastfeeding a woman can take primaquine to prevent relapse, line {at}." for at in range(6)]
    lines = [*allowed, "Primaquine should not be used for nursing mothers."]
    statements = answer(make_request("Can a breastfeeding woman take primaquine?", lines))
    assert any(lines[-1] in each.text for each in statements)


def test_what_another_quote_says_too_is_quoted_once() -> None:
    """A summary's sentence that the chapter goes on from has both places."""
    short = "Give amoxicillin 40 mg/kg twice a day for pneumonia."
    passages = [make_passage([short]), make_passage([short, "This holds for 5 days."], place=1, first_page=30)]
    (statement,) = answer(make_request("What is the dose of amoxicillin for pneumonia?", *passages))
    assert statement.text.splitlines() == [f"{short} This holds for 5 days."]
    assert {citation.page for citation in statement.citations} == {12, 30}


def test_an_age_is_no_part_of_a_dose() -> None:
    """Of lines without a dose, only how often and for how long is kept beside doses."""
    lines = ["Most children with amoxicillin were under 15 years.", "Amoxicillin 40 mg/kg is given by mouth."]
    assert [each.text for each in answer(make_request("What is the dose of amoxicillin?", lines))] == lines[1:]


def test_what_is_said_of_the_patient_s_other_illness_is_quoted() -> None:
    """A dose alone would hide the line that asks for care."""
    lines = [
        "Digoxin 125 micrograms daily in heart failure.",
        "Weigh daily.",
        "Use digoxin with caution in renal disease.",
    ]
    request = make_request("What dose of digoxin in heart failure with kidney failure?", lines)
    assert [each.text for each in answer(request)] == [lines[0], lines[2]]
    other = make_request("What dose of digoxin in heart failure?", lines)
    assert [each.text for each in answer(other)] == [lines[0]]


def test_what_a_review_asked_is_no_answer() -> None:
    """Its intervention reads like a dose that is recommended."""
    rows = [
        "Clinical question/ PICO",
        "Population: | People with malaria",
        "Intervention: | Primaquine 1 mg/kg for malaria",
    ]
    question = "What dose of primaquine has malaria?"
    assert answer(make_request(question, make_passage(rows, kind="table"))) == ()
    lines = ["Primaquine 0.25 mg/kg is given."]
    (statement,) = answer(make_request(question, make_passage(rows, kind="table"), make_passage(lines, place=1)))
    assert statement.text == lines[0]
