"""Joining printed lines: which hyphens at a line's end go, which stay, and where each line stands in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.joining import Vocabulary, join_lines

EMPTY = Vocabulary([])


def join(*lines: str, known: str = "") -> str:
    """Join lines with the vocabulary of a document that prints `known` and the lines themselves."""
    text, _ = join_lines(lines, Vocabulary([known, *lines]))
    return text


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("Give 6-", "12 mg/kg daily"), "Give 6-12 mg/kg daily"),
        (("for 10-", "14 days"), "for 10-14 days"),
        (("tablets of 125-", "250 mg"), "tablets of 125-250 mg"),
        (("20.5-", "30 kg"), "20.5-30 kg"),
        (("aged 2\u2010", "5 years"), "aged 2\u20105 years"),
        (("aged 2\u2011", "5 years"), "aged 2\u20115 years"),
        (("until 2016 -", "2030"), "until 2016 - 2030"),
        (("aged 2–", "5 years"), "aged 2– 5 years"),
    ],
)
def test_a_hyphen_between_digits_is_a_range(lines: tuple[str, ...], joined: str) -> None:
    """Joined to 612 mg/kg it would be a hundredfold dose: the hyphen stays, and no digit is lost or fused."""
    assert join(*lines) == joined


@given(st.integers(0, 99999), st.integers(0, 99999), st.sampled_from("-\u2010\u2011"), st.booleans())
def test_no_two_numbers_ever_become_one(low: int, high: int, hyphen: str, known: bool) -> None:
    """Whatever the document prints elsewhere, a range over a line's end stays a range."""
    vocabulary = Vocabulary([f"{low}{high} mg", f"{low}{hyphen}{high}"] if known else [])
    text, _ = join_lines([f"Give {low}{hyphen}", f"{high} mg"], vocabulary)
    assert text == f"Give {low}{hyphen}{high} mg"


@pytest.mark.parametrize(
    ("first", "second", "known", "joined"),
    [
        ("treat for Cryp-", "tococcus early", "cryptococcus", "treat for Cryptococcus early"),
        ("the immu-", "nosuppressed host", "", "the immunosuppressed host"),
        ("drug guide-", "lines", "Guidelines on lines of drug guide", "drug guidelines"),
        ("with co-", "administration of", "co-administration", "with co-administration of"),
        ("in the post-", "discharge period", "post-discharge care", "in the post-discharge period"),
        ("a well-", "designed trial", "well designed", "a well-designed trial"),
        ("all-", "cause mortality", "all-cause and allcause", "all-cause mortality"),
    ],
)
def test_the_documents_own_words_tell_a_break_from_a_hyphen(first: str, second: str, known: str, joined: str) -> None:
    """A word that is printed whole elsewhere was broken; one that is printed with the hyphen keeps it."""
    assert join_lines([first, second], Vocabulary([known]))[0] == joined


@pytest.mark.parametrize(
    ("first", "second", "known", "joined"),
    [
        ("sufalene-", "pyrimethamine was", "pyrimethamine", "sufalene-pyrimethamine was"),
        ("coagulase-", "negative staphylococci", "gram negative", "coagulase-negative staphylococci"),
        ("the Duffy-", "negative phenotype", "negative", "the Duffy-negative phenotype"),
        ("endectocide-", "based control", "based on", "endectocide-based control"),
    ],
)
def test_a_second_half_that_is_a_word_keeps_the_hyphen(first: str, second: str, known: str, joined: str) -> None:
    """A broken word's second half is seldom a long word of its own; the first half may be printed only here."""
    assert join_lines([first, second], Vocabulary([known]))[0] == joined


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("DNA-", "and RNA-based tests", "DNA- and RNA-based tests"),
        ("evidence-", "and consensus-based", "evidence- and consensus-based"),
        ("pre-", "or post-natal", "pre- or post-natal"),
    ],
)
def test_a_hanging_hyphen_keeps_its_space(first: str, second: str, joined: str) -> None:
    """In "DNA- and RNA-based" the hyphen stands for a word to come."""
    assert join_lines([first, second], Vocabulary(["evidence and pre or post"]))[0] == joined


def test_an_address_keeps_its_hyphen() -> None:
    """An address that is broken after its own hyphen would lead nowhere without it."""
    lines = ["see http://www.cdc.gov/hicpac/pdf/guidelines/bsi-", "guidelines-2011.pdf"]
    assert join(*lines) == "see http://www.cdc.gov/hicpac/pdf/guidelines/bsi-guidelines-2011.pdf"


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("all forms of MDR-", "TB and", "all forms of MDR-TB and"),
        ("anti-", "TB drugs", "anti-TB drugs"),
        ("the Ziehl-", "Neelsen stain", "the Ziehl-Neelsen stain"),
        ("3.8%-", "points", "3.8%-points"),
        ("parasites -", "namely", "parasites - namely"),
        ("- ", "item", "-  item"),
        ("-", "item", "- item"),
    ],
)
def test_a_hyphen_that_breaks_no_word_stays(first: str, second: str, joined: str) -> None:
    """Before a capital it is part of a name; after a space it is a dash; by itself it is a bullet."""
    assert join_lines([first, second], EMPTY)[0] == joined


def test_lines_without_a_hyphen_are_a_space_apart() -> None:
    """Nothing else is changed."""
    assert join("Give zinc", "20 mg", "daily.") == "Give zinc 20 mg daily."


def test_half_words_at_line_ends_teach_nothing() -> None:
    """The halves of a broken word are no words, even where they recur."""
    vocabulary = Vocabulary(["the treat-", "ment of", "a treat-", "ment is"])
    assert join_lines(["long treat-", "ment"], vocabulary)[0] == "long treatment"


def test_no_lines_make_no_text() -> None:
    """Joining nothing gives nothing."""
    assert join_lines([], EMPTY) == ("", ())


WORDS = st.text(alphabet="abcDEF-\u2010\u2011é12%.,;/() ", min_size=1, max_size=12)
LINES = st.lists(WORDS.map(lambda line: " ".join(line.split())).filter(bool), max_size=6)


@given(LINES, LINES)
def test_ranges_map_each_line_into_the_text(lines: list[str], known: list[str]) -> None:
    """Each line stands whole at its range, less one hyphen at its end; between ranges is nothing but a space."""
    text, ranges = join_lines(lines, Vocabulary(known))
    assert len(ranges) == len(lines)
    position = 0
    for line, (start, end) in zip(lines, ranges, strict=True):
        assert text[position:start].strip() == ""
        assert text[start:end] in (line, line[:-1])
        if text[start:end] != line:
            assert line[-1] in "-\u2010\u2011"
            assert line[-2].isalpha()
        position = end
    assert position == len(text)


@given(LINES, LINES)
def test_only_a_hyphen_before_a_small_letter_is_ever_lost(lines: list[str], known: list[str]) -> None:
    """Every character of the lines is in the text in order, but hyphens at the end of a line before a small letter."""
    text, ranges = join_lines(lines, Vocabulary(known))
    for index, (line, (start, end)) in enumerate(zip(lines, ranges, strict=True)):
        if text[start:end] != line:
            assert lines[index + 1][0].islower()
