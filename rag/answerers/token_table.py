"""What each token of a tokenizer writes, read once: its bytes, its first byte, and whether it is plain."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from rag.answerers.number_licence import is_digit, is_numeral
from rag.errors import AnswererError

_BYTE_TOKEN = re.compile(r"<0x([0-9A-Fa-f]{2})>")
_READABLE = frozenset(["ByteFallback", "Metaspace", "Replace", "Fuse", "Strip"])
"""Steps of a decoder by which a SentencePiece token writes the same wherever it stands, but for a space."""

_DIGIT = re.compile(rb"[0-9]")
_ANCHOR = "a"
"""A token to set before others, as some decoders take the space from the first."""


class TokenTable:
    """The tokens of a Hugging Face fast tokenizer as what they write, by their ids."""

    def __init__(self, tokenizer: Any, vocabulary: int, ends: Iterable[int]) -> None:
        """Read a tokenizer; `vocabulary` is the number of the model's scores, `ends` the ids that end a text.

        Raises AnswererError if the tokenizer does not say what single tokens write.
        """
        self.ends = frozenset(ends)
        self.writes: list[bytes] = [b""] * vocabulary
        """What each token writes; b"" for one that ends the text or that no answer may hold: other special tokens, and
        ids that no token has. Two halves of a number on both sides of such a one would read as one number."""
        for token, written in _read_tokens(tokenizer):
            if token < vocabulary and token not in self.ends:
                self.writes[token] = written
        self.plain = bytearray(map(_is_plain, self.writes))
        """1 for each token that is letters, with a space before them or none: it ends and begins nothing but words."""
        self.digits = bytearray(map(_has_digit, self.writes))
        """1 for each token that writes a digit."""
        self._by_first: dict[int, list[int]] = {}
        labelling = []
        for token, written in enumerate(self.writes):
            if written:
                self._by_first.setdefault(written[0], []).append(token)
                if written.lstrip(b" ").startswith(b"["):
                    labelling.append(token)
        self.labelling: tuple[int, ...] = tuple(labelling)
        """The tokens that open a label, with spaces before it or none."""
        self._whole = frozenset(self.writes)

    def can_write(self, character: str) -> bool:
        """Return whether one token writes this character and nothing else."""
        return character.encode() in self._whole

    def beginning_with(self, characters: Iterable[str]) -> list[int]:
        """Return the tokens whose first byte is the first of one of these characters."""
        firsts = {character.encode()[0] for character in characters}
        return [token for first in sorted(firsts) for token in self._by_first.get(first, ())]


def _read_tokens(tokenizer: Any) -> list[tuple[int, bytes]]:
    """Return the tokens that an answer may hold, and what they write."""
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise AnswererError("The evidence lock needs a fast tokenizer (tokenizer.json): take a model with one.")
    added = tokenizer.added_tokens_decoder
    special = {token for token, given in added.items() if given.special or _is_mark(given.content)}
    known = {token: text for text, token in tokenizer.get_vocab().items() if token not in special}
    kinds = _decoder_kinds(backend)
    if "ByteLevel" in kinds:
        of_byte = {character: byte for byte, character in enumerate(_byte_characters())}
        return [(token, _read_bytes(text, of_byte)) for token, text in known.items()]
    if kinds & {"ByteFallback", "Metaspace", "Replace"} and kinds <= _READABLE:
        pieces = frozenset(known.values())
        has_bytes = "ByteFallback" in kinds
        return [(token, _read_piece(backend, text, pieces, has_bytes=has_bytes)) for token, text in known.items()]
    raise AnswererError(
        f"The evidence lock cannot read a tokenizer that decodes by {', '.join(sorted(kinds)) or 'nothing'}: "
        "take a model with a byte-level or SentencePiece one."
    )


def _read_bytes(text: str, of_byte: Mapping[str, int]) -> bytes:
    """Return what a byte-level token writes; decoders take an added word such as "é" for bytes as well, if they can."""
    if all(sign in of_byte for sign in text):
        return bytes(of_byte[sign] for sign in text)
    return text.encode()


def _read_piece(backend: Any, text: str, pieces: AbstractSet[str], *, has_bytes: bool) -> bytes:
    """Return what a SentencePiece token writes inside a text; "<0x0A>" is a byte by itself.

    A byte of a sign that has a piece of its own is not to be used: beside a broken character it is decoded as broken.
    """
    byte = _BYTE_TOKEN.fullmatch(text) if has_bytes else None
    if byte:
        value = int(byte[1], 16)
        sign = "▁" if value == ord(" ") else chr(value)
        return b"" if value < 0x80 and sign in pieces else bytes([value])
    written: str = backend.decoder.decode([_ANCHOR, text])
    return written.removeprefix(_ANCHOR).encode()


def _decoder_kinds(backend: Any) -> frozenset[str]:
    """Return the types of the steps of a tokenizer's decoder."""
    if backend.decoder is None:
        return frozenset()
    decoder = json.loads(backend.decoder.__getstate__())
    steps: Sequence[Any] = decoder.get("decoders", [decoder])
    return frozenset(step["type"] for step in steps)


def _byte_characters() -> list[str]:
    """Return the character that stands for each byte in byte-level vocabularies, as GPT-2 set them.

    The printable bytes of Latin-1 stand for themselves, and the others, in order, for U+0100 and on.
    """
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(0x100, 0x200))
    return [chr(byte if byte in printable else next(others)) for byte in range(0x100)]


def _is_mark(content: str) -> bool:
    """Whether an added token such as "<tool_call>" is a mark for programs, though it does not count as special."""
    return content.startswith("<") and content.endswith(">")


def _has_digit(written: bytes) -> bool:
    if written.isascii():
        return _DIGIT.search(written) is not None
    return any(map(is_digit, written.decode(errors="ignore")))


def _is_plain(written: bytes) -> bool:
    if written.isascii():
        return written.removeprefix(b" ").isalpha()
    try:
        text = written.decode().removeprefix(" ")
    except UnicodeDecodeError:
        return False
    return text.isalpha() and not any(map(is_numeral, text))
