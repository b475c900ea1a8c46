"""The house form as a regular expression and as a grammar."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import MARKS, UNSPACED_MARKS
from rag.answerers.guided import form_grammar, form_regex
from rag.answerers.parse import parse_completion
from rag.answerers.prompt import EXAMPLES, REFUSAL, build_prompt
from tests.factories import make_request

REQUEST = make_request("What dose?", ["Adults: 2.4 mg/kg."], ["Children: 3 mg/kg."])
FORM = re.compile(form_regex(build_prompt(REQUEST)))


@pytest.mark.parametrize(
    "text",
    [
        *(f" {example.answer}" for example in EXAMPLES),
        " Give 2.4 mg/kg [1].",
        " Give 2.4 mg/kg [1].\n\n",
        " Give 2.4 mg/kg (approx. 3 ml) [1][2].",
        " Adults: 2.4 mg/kg [1]. Children: 3 mg/kg, i.e. more [2]. Not < 2 °C (max. 4) [1]. At 4 p.m. wash [2].",
        f" {REFUSAL}",
        f" {REFUSAL}\n\n",
    ],
)
def test_the_house_form_matches(text: str) -> None:
    """The worked examples' answers, decimals, several labels, four sentences, and the refusal."""
    assert FORM.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Give 2.4 mg/kg [1].",
        " Give 2.4 mg/kg.",
        " Give 2.4 mg/kg [3].",
        " Give 2.4 mg/kg [12].",
        " Give 2.4 mg/kg [1]",
        " Give it. Then stop [1].",
        " Give it. 3 mg [1].",
        " (Give it.) Then stop [1].",
        " Stop! then go [1].",
        *(f" Stop{mark} Then go [1]." for mark in sorted(MARKS)),
        *(f" Stop{mark}then go [1]." for mark in UNSPACED_MARKS),
        " Give it [1]. Then stop.",
        " Give it [1].\nThen stop [2].",
        " [1].",
        " A [1]. B [1]. C [1]. D [1]. E [1].",
        " Give it [1][1][1][1].",
        f" {REFUSAL} Or do they",
        f" {REFUSAL[:-1]}!",
    ],
)
def test_what_is_not_the_house_form_does_not_match(text: str) -> None:
    """No label, one of no passage, a sentence without one before or after, five sentences, more after the refusal."""
    assert not FORM.fullmatch(text)


@given(st.from_regex(FORM, fullmatch=True, alphabet=st.characters(codec="ascii", min_codepoint=32)))
def test_all_that_matches_is_cited(text: str) -> None:
    """Whatever a model writes in this form, each statement made of it cites a passage that was shown, or it refuses."""
    for statement in parse_completion(text, REQUEST):
        assert statement.citations
        assert not any("not among the passages" in problem for problem in statement.problems)


def test_the_grammar_word_for_word() -> None:
    """The same form in GBNF, of this prompt's labels."""
    assert form_grammar(build_prompt(REQUEST)) == (
        'root ::= (" These guidelines do not answer this question." | sentence sentence? sentence? sentence?)'
        ' "\\n\\n"?\n'
        'sentence ::= " " first piece* " " label label? label? "."\n'
        "first ::= [^ \\t\\r\\n.!?。！？؟\\[\\]]\n"
        'piece ::= [^\\t\\r\\n.!?。！？؟\\[\\]] | [.!?]+ inner | ". " [a-z]'
        ' | [ (] ("e.g" | "i.e" | "approx" | "vs" | "max" | "min") ". " [0-9]\n'
        "inner ::= [^ \\t\\r\\n.!?。！？؟\\[\\]\\\"'”’»)]\n"
        'label ::= "[" ("1" | "2") "]"\n'
    )


def test_labels_are_those_that_the_prompt_shows() -> None:
    """A passage that found no room cannot be cited."""
    one = build_prompt(make_request("What dose?", ["Adults: 2.4 mg/kg."]))
    assert not re.fullmatch(form_regex(one), " Give it [2].")
    assert 'label ::= "[" ("1") "]"' in form_grammar(one)
