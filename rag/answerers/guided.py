"""The house form as a pattern that a server can force on a model: sentences with labels, or the refusal. Pure.

Both patterns are built for the labels that the prompt shows. They allow the empty line that ends a completion, for a
foundation model ends its answer with it, as the worked examples do, rather than with its end token.
"""

from ingest.sentences import SPACED_MARKS, UNSPACED_MARKS
from rag.answerers.prompt import REFUSAL, Prompt

_MORE_SENTENCES = 3
"""How many sentences may follow the first: the instructions ask for one to four."""

_BREAKS = r"\t\r\n"
_BLANKS = rf" {_BREAKS}"
_MARKS = rf"{SPACED_MARKS}{UNSPACED_MARKS}\[\]"
"""What ends a sentence, and brackets, which are for labels. Both kinds of pattern write these classes alike."""

_CLOSING = "\"'”’»)"
"""What may stand between a sentence's mark and the space after it."""

_ABBREVIATIONS = ("e.g", "i.e", "approx", "vs", "max", "min")
"""What ends no sentence before a number."""


def form_regex(prompt: Prompt) -> str:
    """Return the regular expression that a whole completion of this prompt has to match.

    It keeps to what the engines of vLLM (xgrammar, llguidance) and `re` read alike: no look-around, no back-reference.
    Within a sentence stands no mark that would end it (`ingest.sentences`): a full stop only as in "2.4", "p.m. and"
    or "approx. 3", so that a sentence without a label cannot pass as the beginning of one that has it.
    """
    label = rf"\[(?:{'|'.join(_labels(prompt))})\]"
    first = rf"[^{_BLANKS}{_MARKS}]"
    piece = (
        rf"(?:[^{_BREAKS}{_MARKS}]|[{SPACED_MARKS}]+[^{_BLANKS}{_MARKS}{_CLOSING}]|\. [a-z]"
        rf"|[ (](?:{'|'.join(_ABBREVIATIONS).replace('.', '[.]')})\. [0-9])"
    )
    sentence = rf" {first}{piece}* {label}(?:{label})?(?:{label})?\."
    more = rf"(?:{sentence})?" * _MORE_SENTENCES
    refusal = REFUSAL.replace(".", r"\.")
    return rf"(?: {refusal}|{sentence}{more})(?:\n\n)?"


def form_grammar(prompt: Prompt) -> str:
    """Return the same form as a grammar in llama.cpp's GBNF, whose root is the whole completion."""
    labels = " | ".join(f'"{label}"' for label in _labels(prompt))
    abbreviations = " | ".join(f'"{word}"' for word in _ABBREVIATIONS)
    closing = _CLOSING.replace('"', r"\"")
    return "\n".join(
        [
            f'root ::= (" {REFUSAL}" | sentence{" sentence?" * _MORE_SENTENCES}) "\\n\\n"?',
            'sentence ::= " " first piece* " " label label? label? "."',
            f"first ::= [^{_BLANKS}{_MARKS}]",
            f'piece ::= [^{_BREAKS}{_MARKS}] | [{SPACED_MARKS}]+ inner | ". " [a-z]'
            f' | [ (] ({abbreviations}) ". " [0-9]',
            f"inner ::= [^{_BLANKS}{_MARKS}{closing}]",
            f'label ::= "[" ({labels}) "]"',
            "",
        ]
    )


def _labels(prompt: Prompt) -> list[str]:
    return [str(item.label) for item in prompt.request.evidence]
