"""An answer that is being written under the evidence lock: what may follow, and what it becomes by it. Pure."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ingest.sentences import LABELS, MARKS, find_sentences, may_go_on
from rag.answerers.number_licence import NumberLicence, is_digit
from rag.answerers.number_writing import NumberWriting
from rag.answerers.prompt import REFUSAL

Refused = Literal["refused", "uncited"]
"""Why a text may not go on so: "uncited" if a label would make it right, else "refused"."""

_LABELS = re.compile(LABELS)
_WORD = re.compile(r"\w")
_LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_QUIET_SIGNS = frozenset(",;:")


@dataclass(frozen=True, slots=True)
class Rules:
    """What one prompt's answer may hold."""

    labels: tuple[str, ...]
    """The labels of its passages, such as "1"."""
    numbers: NumberLicence


@dataclass(frozen=True, slots=True)
class LockedText:
    """Where an answer stands.

    What `parse_completion` reads as a sentence bears a label before the next one begins, or the line or the text ends:
    behind a mark of its end and a space, only a label may follow, or what shows that it was no end ("e.g. zinc", a word
    in lower case). A mark itself is refused to a sentence without a label where it is surely no abbreviation's or
    number's, so that the label comes before it. Labels are written "[1]" or "[1][3]", and never open a line. The
    refusal needs no label, begins the answer and ends it.
    """

    sentence: str = ""
    """What is written since the last sentence ended, with its labels, but without one that is open."""
    numbers: NumberWriting = field(default_factory=NumberWriting)
    label: str | None = None
    """The digits of an open label, or None."""
    opening: str | None = ""
    """The whole answer, as long as it may become the refusal, else None."""
    over: bool = False
    """Whether the refusal is written, and nothing may follow."""
    length: int = 0
    """How many characters are written."""
    half: bytes = b""
    """The beginning of a character of which the last token wrote only some bytes."""

    @property
    def is_quiet(self) -> bool:
        """Whether letters may follow, with a space before them or none, and mean nothing but words."""
        last = self.sentence[-1:]
        return (
            (last.isalpha() or last in _QUIET_SIGNS)
            and self.numbers.node is None
            and self.label is None
            and self.opening is None
            and not self.half
        )

    @property
    def is_in_number(self) -> bool:
        """Whether the last word is a number, with signs behind it or none."""
        return self.numbers.node is not None or (self.numbers.closed and self.numbers.last != "]")

    def next_characters(self, rules: Rules) -> frozenset[str] | None:
        """Return the characters one of which must follow, or None if those are not few."""
        if self.label is not None:
            at = len(self.label)
            going = {label[at] for label in rules.labels if label.startswith(self.label) and len(label) > at}
            return frozenset(going | ({"]"} if self.label in rules.labels else set()))
        if self.over:
            return frozenset(" \n")
        return self.numbers.next_characters

    def write(self, written: bytes, rules: Rules, *, plain: bool = False) -> "LockedText | Refused":
        """Return where the answer stands behind a token's bytes, or why they may not follow.

        `plain` says that they are letters with a space before them or none. Bytes that are no UTF-8 are "\\ufffd", as
        decoders have it; half a character may stand where that may.
        """
        if plain and self.is_quiet:
            return self._write_letters(written.decode())
        if written.isascii() and not self.half:
            return self._write_text(written.decode(), rules)
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        text = decoder.decode(self.half + written)
        half = decoder.getstate()[0]
        now = replace(self, half=b"")._write_text(text, rules)
        if isinstance(now, str) or not half:
            return now
        instead = now._write_text("\ufffd", rules)
        return instead if isinstance(instead, str) else replace(now, half=half)

    def end(self, rules: Rules) -> "LockedText | Refused":
        """Return the answer as it ends here, or why it may not."""
        if self.half:
            now = replace(self, half=b"")._write_text("\ufffd", rules)
            return now if isinstance(now, str) else now.end(rules)
        return self._end_line()

    def _write_letters(self, letters: str) -> "LockedText":
        return LockedText(
            self.sentence + letters, self.numbers.write_letters(letters), None, None, False, self.length + len(letters)
        )

    def _write_text(self, text: str, rules: Rules) -> "LockedText | Refused":
        now = self
        for character in text:
            step = now._write_character(character, rules)
            if isinstance(step, str):
                return step
            now = step
        return now._settle(rules)

    def _write_character(self, character: str, rules: Rules) -> "LockedText | Refused":
        if self.over and not character.isspace():
            return "refused"
        if self.label is not None:
            return self._write_in_label(character, rules)
        if character == "[":
            may_open = self.numbers.whole and _WORD.search(self.sentence)
            return replace(self, label="", opening=None, length=self.length + 1) if may_open else "refused"
        numbers = self.numbers.write(character, rules.numbers)
        if numbers is None or character == "]":
            return "refused"
        opening = self._go_on_opening(character)
        if _LINE_END.match(character):
            ended = self._end_line()
            return ended if isinstance(ended, str) else replace(ended, opening=opening, length=self.length + 1)
        if character in MARKS and opening is None and numbers.node is None and not self._may_mark(character):
            return "uncited"
        over = self.over or (opening is not None and opening.strip() == REFUSAL)
        return LockedText(self.sentence + character, numbers, None, opening, over, self.length + 1)

    def _write_in_label(self, character: str, rules: Rules) -> "LockedText | Refused":
        assert self.label is not None
        if character == "]" and self.label in rules.labels:
            numbers = self.numbers.write_label()
            assert numbers is not None
            return replace(
                self, sentence=f"{self.sentence}[{self.label}]", numbers=numbers, label=None, length=self.length + 1
            )
        label = self.label + character
        is_known = any(known.startswith(label) for known in rules.labels)
        return replace(self, label=label, length=self.length + 1) if is_known else "refused"

    def _go_on_opening(self, character: str) -> str | None:
        if self.opening is None:
            return None
        opening = self.opening + character
        return opening if self.over or REFUSAL.startswith(opening.lstrip()) else None

    def _may_mark(self, character: str) -> bool:
        """Whether a mark of a sentence's end may stand here: it has a label, or what follows will show if it needs one.

        A point behind a digit may become a decimal point that is not licensed: the lock should see that.
        """
        if not _lacks_label(self.sentence):
            return True
        return character == "." and (is_digit(self.sentence[-1]) or may_go_on(self.sentence))

    def _settle(self, rules: Rules) -> "LockedText | Refused":
        """Hold the sentences that have ended to their labels, and keep the last one."""
        if self.opening is not None or MARKS.isdisjoint(self.sentence):
            return self
        label = "" if self.label is None else f"[{rules.labels[0]}]"
        text = self.sentence + label
        ranges = find_sentences(text)
        sentences = [text[start:end] for start, end in ranges]
        if any(map(_lacks_label, _join_labels(sentences)[:-1])):
            return "uncited"
        last = -2 if len(ranges) > 1 and _is_labels(sentences[-1]) else -1
        return replace(self, sentence=self.sentence[ranges[last][0] :]) if len(ranges) > -last else self

    def _end_line(self) -> "LockedText | Refused":
        """Return the answer behind its line's end: all of the line's sentences must be right."""
        if self.label is not None or not self.numbers.whole:
            return "refused"
        is_refusal = self.opening is not None and self.opening.strip().rstrip(".") == REFUSAL.rstrip(".")
        if is_refusal:
            return replace(self, sentence="", over=True)
        sentences = [self.sentence[start:end] for start, end in find_sentences(self.sentence)]
        if any(map(_lacks_label, _join_labels(sentences))):
            return "uncited"
        return replace(self, sentence="", numbers=NumberWriting())


def _join_labels(sentences: Sequence[str]) -> list[str]:
    """Return the sentences with what is nothing but labels behind the one before: the "[1]." of "Give it i.v. [1]."."""
    joined: list[str] = []
    for sentence in sentences:
        if joined and _is_labels(sentence):
            joined[-1] += sentence
        else:
            joined.append(sentence)
    return joined


def _is_labels(sentence: str) -> bool:
    return bool(_LABELS.search(sentence)) and MARKS.issuperset("".join(_LABELS.sub("", sentence).split()))


def _lacks_label(sentence: str) -> bool:
    return bool(_WORD.search(sentence)) and not _LABELS.search(sentence)
