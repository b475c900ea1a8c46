"""What may follow in an answer under the evidence lock: labels, numbers, and no sentence without a label."""

import random
import re
from dataclasses import replace

import pytest

from ingest.sentences import MARKS
from rag.answerers.locked_text import LockedText, Rules
from rag.answerers.number_licence import NumberLicence
from rag.answerers.parse import parse_completion
from rag.answerers.prompt import REFUSAL
from rag.checks.numbers import missing_numbers
from rag.types import Request
from tests.factories import make_request

ASKED = make_request(
    "What dose for a child of 15 kg, BMI 20 kg/m²?",
    ["Artesunate 2.4 mg/kg IV at 0, 12 and 24 hours; 1,500 mg or 200 000 IU.", "1/2 tablet (1½ if > 50 kg), max. 4 g."],
    ["0,5 mL | 2 .4 mg | .25 | 5.2.1 | 997 | 10² | ١٢ | 120/80 | 8:30", "-20 °C. CD4, HIV-1, B12 | 050 | 1\u2009200"],
    ["10–14 days"],
    ["No number."],
)
REQUEST = Request(ASKED.question, (*ASKED.evidence[:3], replace(ASKED.evidence[3], label=12)))
"""Its labels are 1, 2, 3 and 12."""
TEXTS = [REQUEST.question, *(evidence.quote for evidence in REQUEST.evidence)]
RULES = Rules(("1", "2", "3", "12"), NumberLicence.from_texts(TEXTS))


def outcome(*tokens: str | bytes) -> str:
    """Write tokens and end: "ended", or why the first that may not follow was not, with what was to be written."""
    text = LockedText()
    for token in tokens:
        now = text.write(token.encode() if isinstance(token, str) else token, RULES)
        if isinstance(now, str):
            return f"{now}: {token!r}"
        text = now
    ended = text.end(RULES)
    return f"{ended} at the end" if isinstance(ended, str) else "ended"


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (["Give it [1]."], "ended"),
        (["Give it [", "1", "2", "]", "[3]", ". Then [2]."], "ended"),
        (["Give it [", "12", "]."], "ended"),
        (["Give it [1", "3"], "refused: '3'"),
        (["Give it [4"], "refused: 'Give it [4'"),
        (["Give it [", "]"], "refused: ']'"),
        (["Give it [", " 1"], "refused: ' 1'"),
        (["Give it [1", ", 3]"], "refused: ', 3]'"),
        (["Give it [[1"], "refused: 'Give it [[1'"),
        (["Give it ]"], "refused: 'Give it ]'"),
        (["Give it [1"], "refused at the end"),
        (["[1]"], "refused: '[1]'"),
        (["Give it [1].\n", "[2]"], "refused: '[2]'"),
        (["Give ", b"\xe2", "[1]."], "ended"),
    ],
)
def test_labels(tokens: list[str | bytes], expected: str) -> None:
    """Labels of the prompt, one in each pair of brackets, behind words."""
    assert outcome(*tokens) == expected


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (["Give 2.4 mg [1]."], "ended"),
        (["Give 1", "5 kg", " [2]."], "ended"),
        (["Give 2", "5"], "refused: '5'"),
        (["Give 2", "4", " h [1]."], "ended"),
        (["Give 2.", "4 mg [1]."], "ended"),
        (["Give 2", "5 mg [1]."], "refused: '5 mg [1].'"),
        (["Give 1,5", " mg"], "refused: ' mg'"),
        (["Give 1,5", "[1]"], "refused: '[1]'"),
        (["Give 1,5"], "refused at the end"),
        (["Give 12[1]."], "ended"),
        (["Give 12 [1] 050"], "refused: 'Give 12 [1] 050'"),
        (["Give 12[1]", "4"], "refused: '4'"),
        (["Give 24[1]", ".4"], "refused: '.4'"),
        (["Give 1/2[1]", "/"], "refused: '/'"),
        (["Give 1/2[1] /."], "ended"),
        (["Give 20 kg/m", b"\xc2", b"\xb2", " [1]."], "ended"),
        (["Give 20 kg/m", b"\xc2", b"\xb3"], "refused: b'\\xb3'"),
        (["Give 4", b"\xc2", b"\xb2"], "refused: b'\\xb2'"),
        (["Give 1,5", b"\xc2"], "refused: b'\\xc2'"),
        (["Give ", b"\xd9\xa1", b"\xd9\xa2", " [1]."], "ended"),
        (["Give ", b"\xd9\xa7"], "refused: b'\\xd9\\xa7'"),
    ],
)
def test_numbers(tokens: list[str | bytes], expected: str) -> None:
    """Numbers as wholes over token borders, labels and halves of characters; labels' digits are none."""
    assert outcome(*tokens) == expected


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ([], "ended"),
        (["Give it"], "uncited at the end"),
        (["Give it", "."], "uncited: '.'"),
        (["Give it", "?"], "uncited: '?'"),
        (["Give it", "\n"], "uncited: '\\n'"),
        (["Give it", "\u2028"], "uncited: '\\u2028'"),
        (["Give it [1]", "\n", "And"], "uncited at the end"),
        (["Give it [1]. And"], "uncited at the end"),
        (["Give it [1]. And", "."], "uncited: '.'"),
        (["Give it [1]. And [2]", "!"], "ended"),
        (["Give a drug, e", ".", "g", ".", " Zinc", " [1]."], "ended"),
        (["Give it i", ".v", ".", " now", " [1]."], "ended"),
        (["Give it i.v.", " Then"], "uncited: ' Then'"),
        (["Give it i.v.", " [1]", " Then", " refer [2]."], "ended"),
        (["Give it i.v.", "[1]x"], "ended"),
        (["Give it i.v. [1]."], "ended"),
        (["Give it i.v.", " [1]", ".", " Then"], "uncited at the end"),
        (["Give it i.v.", " [1]", ".", " Then", " refer [2]."], "ended"),
        (["Give it i.v.", " [1]", ".", "x"], "uncited: 'x'"),
        (["Give it i.v.", " [1]", ".", "[2]", "."], "ended"),
        (["Give it i.v.", " [1]", "x"], "uncited: 'x'"),
        (["Give max", ".", " 4", " g [1]."], "ended"),
        (["Give 2", ".", "4", " mg [1]."], "ended"),
        (["Give it for 24", ".", " Then"], "uncited: ' Then'"),
        (["Give it for 24", "."], "uncited at the end"),
        (["Give it for 24", ".", "[1]"], "ended"),
        (["Give it for 24", ".", " [1]", " Then [2]."], "ended"),
        (["For children:", "\n"], "uncited: '\\n'"),
        (["For children [1]:\n- 12 kg [2].\n- 24 kg [2].\n"], "ended"),
        (["... "], "ended"),
    ],
)
def test_sentences(tokens: list[str | bytes], expected: str) -> None:
    """What has ended bears a label; what may be an abbreviation or a decimal is waited for."""
    assert outcome(*tokens) == expected


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ([f" {REFUSAL}"], "ended"),
        (["\n", REFUSAL, "\n", "\n"], "ended"),
        ([REFUSAL[:-1]], "ended"),
        ([REFUSAL[:-1], "\n", "A"], "refused: 'A'"),
        ([REFUSAL, " Give"], "refused: ' Give'"),
        ([REFUSAL[:-10]], "uncited at the end"),
        ([REFUSAL[:-1], "!"], "uncited: '!'"),
        ([REFUSAL[:-1], " on it [1]."], "ended"),
        (["Give it [1].", " ", *re.split("(?= )", REFUSAL[:-1]), "."], "uncited: '.'"),
    ],
)
def test_refusal(tokens: list[str | bytes], expected: str) -> None:
    """The refusal needs no label as the whole answer, and nothing follows it; elsewhere it is a sentence."""
    assert outcome(*tokens) == expected


@pytest.mark.parametrize("mark", sorted(MARKS))
def test_every_mark_wants_a_label(mark: str) -> None:
    """Whatever ends a sentence for the reader of answers is known to the lock, alone or inside a token."""
    assert outcome("Give it", mark) == f"uncited: {mark!r}"
    assert outcome("Give it", f"{mark} Then") == f"uncited: {mark + ' Then'!r}"
    assert outcome("Give it [1]", mark, " Then") == "uncited at the end"
    assert outcome("Give it [1]", mark, " Then [2]", mark) == "ended"


def test_what_must_follow() -> None:
    """In a label, in a number that is not whole, and behind the refusal few characters may follow."""

    def following(text: str) -> frozenset[str] | None:
        now = LockedText().write(text.encode(), RULES)
        assert not isinstance(now, str)
        return now.next_characters(RULES)

    assert following("Give it [") == {"1", "2", "3"}
    assert following("Give it [1") == {"2", "]"}
    assert following("Give 1,5") == {"0"}
    assert following(REFUSAL) == {" ", "\n"}
    assert following("Give 12") is None
    assert following("Give it") is None


SIGNS = "0123456789" * 3 + ".,/:-–−[]()<>= \n½²٣" * 2 + " " * 20 + "\u2009\u00a0\u200b%'°?!…。؟\t\r\u2028amgxeivAB"
WORDS = """
 a| The|mg| kg| CD|HIV-|e.g| i.v| max.| No| x|[1]|[2]| [1]| [3].|][|1[|. [|].|. The|10|12|24| 1| 2|0.|5]|1]|½ |000|
 000| 050|2.4| 1/2|–14|10–|\n\n
"""
TOKENS = [
    *(sign.encode() for sign in SIGNS),
    *(word.encode() for word in WORDS.strip("\n").split("|")),
    *(b"\xe2", b"\x82", b"\xc2", b"\xb2", b"\xbd", b"\xd9", b"\xa1", b"\xe2\x80", b"\x93"),
]


def write_at_random(chance: random.Random, length: int) -> str:
    """Write tokens at random, a label where one is wanted, and end as soon as that may be after `length` tokens."""
    text, written = LockedText(), b""
    for step in range(length + 100):
        if step >= length and not isinstance(text.end(RULES), str):
            return written.decode(errors="replace")
        characters = text.next_characters(RULES)
        tokens = chance.sample(TOKENS, 30) if step < length else []
        # What the lock falls back on must always be there.
        tokens += [character.encode() for character in sorted(characters or "[a")] + [b" a"]
        for token in tokens:
            now = text.write(token, RULES)
            if not isinstance(now, str):
                text, written = now, written + token
                break
        else:
            raise AssertionError(f"nothing may follow {written!r}")
    raise AssertionError(f"no end may follow {written!r}")


def test_random_answers_are_right() -> None:
    """However tokens come, each number of an answer is in the evidence, and each sentence has labels of the prompt."""
    chance = random.Random(7)
    sentences = 0
    for _ in range(250):
        answer = write_at_random(chance, chance.choice([20, 60]))
        statements = parse_completion(answer, REQUEST, stops=())
        sentences += len(statements)
        for statement in statements:
            missing = [number for number in missing_numbers(statement.text, TEXTS) if not number.isalpha()]
            assert (missing, answer) == ([], answer)
            assert statement.citations, answer
            assert "which is not among" not in " ".join(statement.problems), answer
    assert sentences > 400
    assert re.search(r"\d", answer)
