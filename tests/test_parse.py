"""What a model writes becomes sentences with the lines that they cite."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sentences import find_sentences
from rag.answerers.grounding import find_ground
from rag.answerers.parse import find_settled, parse_completion, split_labels
from rag.types import Statement
from tests.factories import make_passage, make_request

REQUEST = make_request(
    "What dose of artesunate?",
    [
        "Artesunate IV or IM",
        "Children under 20 kg: 3 mg/kg per dose at 0, 12 and 24 hours.",
        "Adults and children of 20 kg or more: 2.4 mg/kg per dose.",
    ],
    ["Keep in a dry store.", "Read the temperature at 8 a.m. and 8 p.m. daily."],
)

_PIECES = [
    " Give",
    " 2.4 mg/kg",
    " 3 mg",
    " [1]",
    "[2",
    " [1, 2]",
    ". ",
    "\n- ",
    "\n1. ",
    "\n(a) ",
    "For children:",
    " e.g.",
]
_PIECES += [" no. ", ' "', " Keep", "What dose of artesunate?", "\nThese guidelines do not answer this question."]


def parse(text: str, *, finished: bool = True) -> list[tuple[str, list[int], str, tuple[str, ...]]]:
    """Parse against REQUEST, and return each statement's text, labels, verdict and problems."""
    return [
        (statement.text, [citation.label for citation in statement.citations], statement.verdict, statement.problems)
        for statement in parse_completion(text, REQUEST, finished=finished)
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Give 2.4 mg/kg. Repeat.", ["Give 2.4 mg/kg.", "Repeat."]),
        ("Use a drug, e.g. Artesunate, i.e. IV.", ["Use a drug, e.g. Artesunate, i.e. IV."]),
        ("At 8 p.m. and 8 a.m. daily. At 8 p.m. Stop.", ["At 8 p.m. and 8 a.m. daily.", "At 8 p.m.", "Stop."]),
        ("Give max. 4 g. See No. 3.", ["Give max. 4 g.", "See No. 3."]),
        ("Vitamin A. Give C. difficile care.", ["Vitamin A.", "Give C. difficile care."]),
        ("1. Give it.\n2. Stop", ["1. Give it.", "2. Stop"]),
        ("Give it. [1][2] Stop [3]. [4]", ["Give it. [1][2]", "Stop [3]. [4]"]),
        ('He said "stop." Then!', ['He said "stop."', "Then!"]),
        ("La Dra. Pérez da, p. ej. Amoxicilina. Basta.", ["La Dra. Pérez da, p. ej. Amoxicilina.", "Basta."]),
        ("هل يعطى؟ نعم.", ["هل يعطى؟", "نعم."]),
        ("  \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    """Points inside numbers and abbreviations end nothing; labels stay with the sentence before them."""
    assert [text[start:end] for start, end in find_sentences(text)] == sentences


@pytest.mark.parametrize(
    ("text", "bare", "labels"),
    [
        ("Give it [1].", "Give it.", (1,)),
        ("Give it. [1, 2]", "Give it.", (1, 2)),
        ("Give it [1][3] [1].", "Give it.", (1, 3)),
        ("Give [2] it [1-3].", "Give it.", (2, 1, 3)),
        ("Give it [1 and 3].", "Give it.", (1, 3)),
        ("Give it [1-9999].", "Give it.", (1, 9999)),
        ("Give[1]it [see 2].", "Give it [see 2].", (1,)),
    ],
)
def test_labels(text: str, bare: str, labels: tuple[int, ...]) -> None:
    """Every form of label is read and taken out."""
    assert split_labels(text) == (bare, labels)


def test_statement_cites_its_line() -> None:
    """The citation is the line that shares most with the sentence, with its page and box."""
    (statement,) = parse_completion(" Give adults 2.4 mg/kg per dose [1].\n\nQuestion: And then? [2]", REQUEST)
    assert (statement.text, statement.verdict, statement.problems) == (
        "Give adults 2.4 mg/kg per dose.",
        "supported",
        (),
    )
    (citation,) = statement.citations
    assert citation.quote == "Adults and children of 20 kg or more: 2.4 mg/kg per dose."
    assert (citation.label, citation.file, citation.page, citation.page_label) == (1, "malaria.pdf", 12, "10")
    assert citation.boxes == ((72.0, 100.0, 72.0 + 5 * len(citation.quote), 112.0),)


def test_citation_over_two_pages() -> None:
    """A sentence that runs over a page's end is cited on both pages."""
    request = make_request("Dose?", make_passage(["Give artesunate 2.4"], ["mg/kg at once. Refer."]))
    (statement,) = parse_completion("Give artesunate 2.4 mg/kg [1].", request)
    assert [(citation.page, citation.quote) for citation in statement.citations] == [
        (12, "Give artesunate 2.4"),
        (13, "mg/kg at once."),
    ]


def test_several_labels() -> None:
    """Each label cites its own passage; trailing labels belong to the sentence before."""
    text = "Give 3 mg/kg per dose to children. [1] Read the temperature at 8 a.m. [1, 2]"
    assert parse(text) == [
        ("Give 3 mg/kg per dose to children.", [1], "supported", ()),
        ("Read the temperature at 8 a.m.", [1, 2], "supported", ()),
    ]


def test_wrong_number_is_flagged() -> None:
    """The number is checked in the cited passage, not in another."""
    assert parse("Give adults 2.4 mg/kg per dose [2].") == [
        (
            "Give adults 2.4 mg/kg per dose.",
            [2],
            "unsupported",
            ("2.4 mg/kg per dose is not in the cited sentence",),
        )
    ]


def test_swapped_number_is_flagged() -> None:
    """Only the sentence or item in which the lock refused the model's own number is flagged."""
    text = " Keep in a dry store [2].\nFor children:\n- Give 3 mg/kg per dose at 0, 12 and 24 hours [1].\n"
    place = text.index("3 mg")
    first, second = parse_completion(text, REQUEST, swaps=[place])
    assert first.problems == ()
    assert (second.text, second.verdict) == (
        "For children: Give 3 mg/kg per dose at 0, 12 and 24 hours.",
        "unsupported",
    )
    assert second.problems == (
        "the model's own number is in none of the passages, so it was made to write another: compare it with the page",
    )
    assert parse_completion(text, REQUEST)[1].problems == ()


def test_unknown_label() -> None:
    """A label of no passage is a problem, and no citation."""
    unknown = "cites [9], which is not among the passages"
    assert parse("Give 2.4 mg/kg per dose [9].") == [("Give 2.4 mg/kg per dose.", [], "uncited", (unknown,))]
    assert parse("Give 2.4 mg/kg per dose [1, 9].") == [("Give 2.4 mg/kg per dose.", [1], "unsupported", (unknown,))]


def test_uncited_sentence() -> None:
    """A sentence without a label is shown, and flagged."""
    assert parse("Give 2.4 mg/kg.") == [("Give 2.4 mg/kg.", [], "uncited", ("cites no passage",))]


@pytest.mark.parametrize(
    "text",
    [
        " These guidelines do not answer this question.",
        "these guidelines do not answer this question [1].\nGive 5 mg [1].",
        "Answer: These guidelines do not answer this question",
        "",
        "\n\n",
        "[1]",
    ],
)
def test_refusal_and_silence(text: str) -> None:
    """A refusal gives no statement, whatever follows it; nor does a blank completion."""
    assert parse_completion(text, REQUEST) == ()


def test_refusal_after_statements_is_flagged() -> None:
    """A late refusal is a sentence like any other, and cites nothing."""
    statements = parse("Give adults 2.4 mg/kg per dose [1]. These guidelines do not answer this question.")
    assert [statement[2] for statement in statements] == ["supported", "uncited"]


def test_repetition_is_dropped() -> None:
    """A base model says things again, and repeats the question."""
    text = (
        "What dose of artesunate? Give 2.4 mg/kg per dose [1]. Give  2.4 mg/kg per dose. GIVE 2.4 mg/kg per dose [2]!"
    )
    assert [statement[0] for statement in parse(text)] == ["Give 2.4 mg/kg per dose."]


def test_list_items_carry_their_lead() -> None:
    """Each item is a statement that can be read alone."""
    text = "For children [1]:\n- under 20 kg: 3 mg/kg per dose\n- else: 2.4 mg/kg [1]\n[2]\n1. Keep in a dry store [2]."
    assert parse(text) == [
        ("For children: under 20 kg: 3 mg/kg per dose", [1], "supported", ()),
        ("For children: else: 2.4 mg/kg", [1, 2], "supported", ()),
        ("Keep in a dry store.", [2], "supported", ()),
    ]


def test_cut_off_sentence() -> None:
    """A number may be half of a number where the model ran out of length."""
    assert parse("Keep in a dry store [2]. Give adults 2.4 mg/kg per dose [1", finished=False)[1] == (
        "Give adults 2.4 mg/kg per dose",
        [],
        "uncited",
        ("was cut off before its end",),
    )
    assert parse("Give adults 2.4 mg/kg per dose [1].", finished=False)[0][3] == ()
    assert parse("Give adults 2.4 mg/kg per dose [1]؟", finished=False)[0][3] == ()
    assert parse("Give adults artesunate [1] IV", finished=False)[0][2:] == (
        "unsupported",
        ("was cut off before its end",),
    )


def test_ground_takes_neighbours_only_for_more() -> None:
    """One line if it says all, two if both are needed, the whole quote if it shares nothing."""
    quote = "Give zinc for 10 days. Give 20 mg daily. Wash hands with soap."

    def ground(statement: str) -> str:
        start, end = find_ground(statement, quote)
        return quote[start:end]

    assert ground("Zinc 20 mg daily.") == "Give 20 mg daily."
    assert ground("Zinc 20 mg daily for 10 days.") == "Give zinc for 10 days. Give 20 mg daily."
    assert ground("Hands need soap.") == "Wash hands with soap."
    assert ground("Refer.") == quote
    with pytest.raises(ValueError, match="blank"):
        find_ground("Give.", " \n")


@given(st.text(alphabet="ab1.2, []-:\n?eg", max_size=60), st.booleans())
def test_no_completion_raises(text: str, finished: bool) -> None:
    """Whatever a model writes is parsed into statements that cite known labels only."""
    for statement in parse_completion(text, REQUEST, finished=finished):
        assert isinstance(statement, Statement)
        assert {citation.label for citation in statement.citations} <= {1, 2}
        assert statement.verdict == "uncited" or statement.citations


def settle(text: str) -> list[str]:
    """Return the statements that are settled while no more than `text` is written."""
    return [statement.text for statement in parse_completion(text[: find_settled(text)], REQUEST)]


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        (" Keep in a dry store", []),
        (" Keep in a dry store [1].", []),
        (" Keep in a dry store. [1", []),
        (" Keep in a dry store [1]. R", ["Keep in a dry store."]),
        (" Keep in a dry store [1]. read", []),
        (" Give 3 mg e.g. Monday", []),
        ("Keep dry [1].\n[2] ", []),
        ("Keep dry [1].\n- R", ["Keep dry."]),
        ("Keep dry [1]. For children:\n- Give", ["Keep dry."]),
        ("Keep dry [1]. For children:\n(a", ["Keep dry."]),
        ("Keep dry [1]. For children:\nGive", ["Keep dry.", "For children:"]),
        ("For children:\n- Give 3 mg [1]\n- K", ["For children: Give 3 mg"]),
        ("These guidelines do not answer this question. W", []),
    ],
)
def test_what_nothing_that_follows_can_change(text: str, settled: list[str]) -> None:
    """A sentence is settled when the next has begun with words; a list's lead waits for its items."""
    assert settle(text) == settled


@settings(deadline=None)
@given(st.lists(st.sampled_from([*"Ga.!?:\n-(1[]", *_PIECES]), max_size=14).map("".join), st.booleans())
def test_settled_statements_stand_in_the_whole(text: str, finished: bool) -> None:
    """However a text is cut, what is settled up to there begins the statements of all of it."""
    whole = parse_completion(text, REQUEST, stops=(), finished=finished)
    for end in range(len(text) + 1):
        statements = parse_completion(text[: find_settled(text[:end])], REQUEST, stops=())
        assert whole[: len(statements)] == statements
