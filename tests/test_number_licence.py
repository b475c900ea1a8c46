"""Numbers that an answer may hold: those that its evidence prints, each as a whole."""

import pytest

from rag.answerers.number_licence import NumberLicence, find_spellings
from rag.answerers.number_trie import Trie
from rag.answerers.number_writing import NumberWriting


def may_write(answer: str, *texts: str) -> bool:
    """Whether an answer can be written, character by character, and may stop there, where these texts are licensed."""
    licence = NumberLicence.from_texts(texts)
    writing: NumberWriting | None = NumberWriting()
    for character in answer:
        writing = writing.write(character, licence) if writing else None
    return writing is not None and writing.whole


def test_trie() -> None:
    """A trie knows what may follow, and where a spelling ends; nothing is a spelling of no characters."""
    trie = Trie(["12", "120", "2.4", ""])
    assert (trie.is_end, trie.characters) == (False, {"1", "2"})
    twelve = trie.walk("12")
    assert twelve is not None
    assert (twelve.is_end, twelve.characters) == (True, {"0"})
    point = trie.walk("2.")
    assert point is not None
    assert (point.is_end, point.characters) == (False, {"4"})
    assert point.next("5") is None
    assert trie.walk("2.44") is None
    assert trie.walk("") is trie
    assert Trie().characters == frozenset()


@pytest.mark.parametrize(
    ("text", "licensed", "refused"),
    [
        (
            "Give 2.4 mg",
            ["2.4", "Give 2.4.", "(2.4)", "<2.4%", "2.4-hour"],
            ["24", "4", "2", "2.", "2.45", "2,4", "x2.4"],
        ),
        (
            "Give 120 mg",
            ["120", "120.", "120; 120", "120 or 120"],
            ["12", "1", "20", "1200", "120mg", "120120", "120-120", "120 120"],
        ),
        ("1 or 0", ["1", "0", "1 to 0", "1 0"], ["10", "1.0", "1,0", "1-0", "1/0", "01", "1:0", "1\u200b0", "1'0x1"]),
        ("1,500 mg", ["1,500"], ["1500", "1", "500", "1, 500", "1 500"]),
        ("0,5 ml", ["0,5"], ["0.5", "5", "0"]),
        ("2 .4 or .5", ["2.4", "0.5"], ["2", "4", "2 .4", ".5", "5"]),
        ("10–14 days", ["10–14", "10-14", "10", "14", "10 to 14"], ["1014", "14-10", "0", "4", "110"]),
        ("200 000 IU", ["200 000", "200000", "200\u00a0000"], ["200", "000", "200 ", "200 00", "200\u2009000"]),
        ("1\u2009200 IU", ["1200"], ["1\u2009200", "1 200", "200", "1"]),
        ("7, 12 and 050", ["12", "050", "7", "7, 050"], ["12 050", "12\t050", "12  050"]),
        ("1½ or ½", ["1½", "½"], ["1 ½", "1", "½½", "11½"]),
        ("1/2 tablet", ["1/2"], ["1", "2", "1/", "1/2/", "/1/2", "x/1/2"]),
        ("120/80", ["120/80", "120", "80"], ["12080", "80/120", "120/8"]),
        ("20 kg/m²", ["kg/m²", "kg/m2", "m²", "m2", "20"], ["²", "2", "mg/m²", "m³", "20²"]),
        ("10² or ٢٤", ["10²", "10", "24", "٢٤", "2٤"], ["10³", "2", "²", "٤", "102"]),
        ("CD4, HIV-1", ["CD4", "HIV-1"], ["4", "1", "CD41", "CD 4", "HIV 1", "XCD4"]),
        ("at -20 °C", ["at -20"], ["20", "-20", "\n-20", "at 20", "at 5 -20"]),
        ("5.2.1 and 24h", ["5.2.1", "24", "24h"], ["5.2", "5", "1", "24 5", "24g"]),
        (
            "1 tablet of 500 mg, 10 or 2",
            ["1, 500", "1 (500", "1 mg 500", "1 10", "1: 500"],
            ["1 500", "1\u2009500", "1\u202f500", "1'500", "1’500", "1  500", "1 [500", "2×10", "1*2", "2•10", "1+2"],
        ),
        (
            "every 6–12 h, 24 h",
            ["6–12", "6-12", "6 - 12", "6 – 12", "6, 24", "24 to 6"],
            ["12–6", "12 - 6", "6 – 24", "6- 24", "6 -24", "6 – – 24", "6 / 12", "6 : 12", "6 -      –  24", "24-6"],
        ),
        ("1 200 000 of 6–1½, 1 or 2/3", ["1 200 000", "6–1½", "2/3"], ["1 200", "6–1", "1/3", "2/3/", "1 2/3/"]),
        ("every 6 – 12 h", ["6–12", "6-12", "6 -12", "6 — 12"], ["12-6", "6/12"]),
        ("1 / 2 or 1 : 1000", ["1 / 2", "1 : 1000"], ["1/2", "1:1000", "1 / 1000", "2 / 1", "1 : 2"]),
        ("take 2. 4 are left", ["2. 4", "2, 4"], ["2.4", "2 . 4", "2 .4", "2,4", "2 , 4"]),
        ("30%–50% or 37.5°-38°", ["30%–50%", "30%-50%", "37.5°–38°"], ["30%–38", "38°–37.5", "50%30"]),
        ("1 500 mg | 2 | 250 mg", ["1 500"], ["2 250", "1 250"]),
        ("> 100 000/µL, 30/ min", ["100 000/µL", "100 000", "30/ min"], ["100 000/mL", "30/ 30", "30/30"]),
        ("4×10⁹, 2010;19(5):46", ["4×10⁹", "2010;19(5):46"], ["4×46", "5:46", "19:5"]),
        ("每日十次", ["十", "十a"], ["二", "a二"]),
        ("ten times", ["ten"], ["十"]),
        ("none", ["none", "a-b", "..."], ["1", "²", "Ⅳ", "①", "१"]),
    ],
)
def test_licensed_numbers(text: str, licensed: list[str], refused: list[str]) -> None:
    """A number is written as it is printed and as a whole; parts, and two that read as one, are refused."""
    assert [answer for answer in licensed if not may_write(answer, text)] == []
    assert [answer for answer in refused if may_write(answer, text)] == []


def test_numbers_of_all_texts_are_licensed() -> None:
    """What reads as one number with its neighbour in one place may stand alone in another."""
    assert may_write("200 or 200 000", "200 000 IU", "200 mg")
    assert may_write("200 mg", "200 000 IU", "200 mg")
    assert not may_write("5 200 000", "200 000 IU", "5 mg")
    assert not may_write("200 000 500", "200 000 IU", "500 mg")
    assert not may_write("200\u00a0000 500", "200 000 IU", "500 mg")
    assert may_write("200 000 or 500", "200 000 IU", "500 mg")


def test_spellings() -> None:
    """Words with digits, their parts between joining signs, and the numbers alone."""
    assert find_spellings(["a 2–4-h x, HIV-1", "1\u2009500"]) == {
        *("2–4-h", "2–4", "2", "4-h", "4", "2-4-h", "2-4"),
        *("HIV-1", "1", "500", "1500"),
    }


def test_spellings_that_cannot_be_written() -> None:
    """A number for which the tokenizer has no token, sign by sign, is none: it could not be finished."""
    licence = NumberLicence.from_texts(["10–14 and µ5"], lambda character: character not in "–µ")
    assert licence.free.characters == {"1", "µ"}
    assert licence.free.walk("10–") is None
    assert licence.free.walk("10-14") is not None


def test_what_must_follow() -> None:
    """Only an unfinished number says what must follow."""
    licence = NumberLicence.from_texts(["120 or 1.5"])
    one = NumberWriting().write("1", licence)
    assert one is not None
    assert one.next_characters == {"2", "."}
    whole = one.write(".", licence)
    assert whole is not None
    whole = whole.write("5", licence)
    assert whole is not None
    assert whole.next_characters is None
    assert NumberWriting().next_characters is None
