"""Follows the numbers of a text that is being written, one character at a time. Pure."""

from dataclasses import dataclass, replace

from ingest.sentences import MARKS
from rag.answerers.number_licence import APART, JOINERS, Before, NumberLicence, is_digit, is_numeral
from rag.answerers.number_ties import extend_tie, is_binding, split_last_number
from rag.answerers.number_trie import Trie
from rag.checks.numbers import write_plainly

_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_BEFORE_MINUS = frozenset(" (<>=≤≥")
_LONGEST = 100
"""Characters of a word that are kept; no longer word is licensed."""


@dataclass(frozen=True, slots=True)
class NumberWriting:
    """Where a text stands as to its numbers.

    A word is what white space and the signs of `APART` part. As soon as it holds a digit it must be the beginning of a
    licensed spelling, and it may not stop before one is whole. Behind a whole one no further digit and no letter may
    stand without a sign between; behind the sign, letters may ("24-hour"), and digits after white space only. Two
    numbers that would read as one, as a range or as a ratio stand side by side only as the evidence prints them.
    """

    before: Before = "opening"
    """What stands before the word: it names the licence's trie."""
    word: str = ""
    """The word so far, up to its first digit at most `_LONGEST` characters of it."""
    node: Trie | None = None
    """Where the word stands in the trie, if it holds a digit and may still go on."""
    whole: bool = True
    """Whether the word may stop here, but for signs behind it."""
    closed: bool = False
    """Whether no digit may follow before white space or a sign that parts."""
    last: str = "\n"
    """The character written last, or "]" for a label."""
    after: Before | None = None
    """What a word will stand behind if the last character that is neither white space nor a label's is a digit."""
    has_words: bool = False
    """Whether the sentence surely has a letter or a digit already."""
    left: str = ""
    """The number behind which only signs and white space stand, or ""."""
    tie: str = ""
    """Those signs, without labels."""

    @property
    def next_characters(self) -> frozenset[str] | None:
        """The characters one of which must follow, or None where the number is whole or there is none."""
        return None if self.node is None or self.whole else self.node.characters

    def write(self, character: str, licence: NumberLicence) -> "NumberWriting | None":
        """Return where the text stands with one more character, or None if that is not licensed."""
        plain = write_plainly(self.last + character)[-1]
        if is_numeral(character) and character not in licence.numerals:
            return None
        if self.node is not None:
            return self._go_on(character, plain, licence)
        if character.isspace() or plain in APART:
            return self._part(character)
        if plain == "/" and self.last == "]" and self.after:
            # Without the label, "1/2[1]/" is "1/2/", which is no half.
            return None
        if not is_digit(plain):
            word = self.word if self.closed else (self.word + plain)[:_LONGEST]
            return self._become(character, word=word, closed=self.closed)
        return self._begin_number(character, plain, licence)

    def write_letters(self, letters: str) -> "NumberWriting":
        """Return where the text stands with letters more, a space before them or none, where no number is open."""
        if letters[0] != " ":
            word = self.word if self.closed else (self.word + letters)[:_LONGEST]
            return NumberWriting(self.before, word, None, True, self.closed, letters[-1], None, True)
        now = self._part(" ")
        return NumberWriting(now.before, letters[1 : _LONGEST + 1], None, True, False, letters[-1], None, True)

    def write_label(self) -> "NumberWriting | None":
        """Return where the text stands behind a label, or None if a number is not whole.

        Labels are taken out of a sentence, so what stood before one counts as standing before what follows it.
        """
        if not self.whole:
            return None
        now = self._leave() if self.node is not None else self
        return replace(now, word="", node=None, closed=True, last="]", tie=now.tie.rstrip())

    def _begin_number(self, character: str, plain: str, licence: NumberLicence) -> "NumberWriting | None":
        """Write the first digit of a word."""
        tied = licence.ties.behind(self.left, self.tie) if self.left else None
        node = tied.next(plain) if tied else None
        if node is not None:
            # The word shows that a ratio is in it, behind which no "/" may stand.
            word = f"/{plain}" if self.tie == "/" else plain
            return self._become(character, word=word, node=node, whole=node.is_end)
        if self.closed or (self.left and is_binding(self.tie)):
            return None
        node = licence.behind(self.before).walk(self.word + plain)
        if node is None:
            return None
        return self._become(character, word=self.word + plain, node=node, whole=node.is_end)

    def _leave(self) -> "NumberWriting":
        """Return where the text stands if the number that is open is all of it."""
        left, tie = split_last_number(self.word)
        return replace(self, node=None, left=left, tie=tie)

    def _go_on(self, character: str, plain: str, licence: NumberLicence) -> "NumberWriting | None":
        """Write behind a digit of the word."""
        assert self.node is not None
        plain = " " if character == "\u00a0" else plain
        node = self.node.next(plain)
        if node is not None:
            whole = node.is_end
            if plain.isspace() or (plain in JOINERS and plain != "/"):
                whole = self.whole or node.is_end
            return self._become(character, word=self.word + plain, node=node, whole=whole)
        if not self.whole:
            return None
        if self.last.isspace():
            # The space that could have parted thousands was one between words.
            now = self._leave()
            return replace(now, before=self.after or self.before, word="").write(character, licence)
        if character.isspace() or plain in APART:
            return self._leave()._part(character)
        if is_digit(plain):
            return self._leave()._begin_number(character, plain, licence) if self.word[-1] in JOINERS else None
        glued = self.word[-1] not in JOINERS and (plain.isalpha() or (plain == "/" and "/" in self.word))
        return None if glued else self._leave()._become(character, closed=True)

    def _part(self, character: str) -> "NumberWriting":
        """Write white space or a sign that parts: a new word begins."""
        if character in _LINE_ENDS:
            return NumberWriting()
        before: Before = "opening"
        if character.isspace() and self.after:
            before = self.after
        elif self.has_words and (character.isspace() or character in _BEFORE_MINUS):
            before = "free"
        return self._become(character, before=before)

    def _become(
        self,
        character: str,
        *,
        word: str = "",
        node: Trie | None = None,
        whole: bool = True,
        closed: bool = False,
        before: Before | None = None,
    ) -> "NumberWriting":
        after = self.after if character.isspace() else None
        if is_digit(character):
            after = "after_thousands" if " " in word else "after_number"
        left = "" if node is not None or character.isalnum() else self.left
        return NumberWriting(
            before or self.before,
            word,
            node,
            whole,
            closed,
            character,
            after,
            character not in MARKS and (self.has_words or character.isalnum()),
            left,
            extend_tie(self.tie, character) if left else "",
        )
