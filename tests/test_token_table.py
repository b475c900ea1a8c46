"""What tokens write, of byte-level and SentencePiece tokenizers."""

from typing import Any

import pytest

from rag.answerers.token_table import TokenTable
from rag.errors import AnswererError
from tests.tiny_models import SPECIAL_TOKENS, make_tokenizer, make_tokenizer_of, wrap_tokenizer

NASTY = [" 1", "10", "0.", "5]", "][", " [", "½", "m²", "١", " the", "é", "  a", "1 0", "\n\n", "每日", "十次"]


def test_byte_level_tokens() -> None:
    """Each token's bytes, what opens a label, what is plain, and what holds a digit; halves of characters stay."""
    tokenizer = make_tokenizer_of([*(text.encode() for text in NASTY), b"\xe2\x82", b"\x82\xac1"])
    end = tokenizer.eos_token_id
    table = TokenTable(tokenizer, len(tokenizer) + 5, [end])
    first = len(SPECIAL_TOKENS) + 256
    assert [written.decode() for written in table.writes[first : first + len(NASTY)]] == NASTY
    assert table.writes[first + len(NASTY) : first + len(NASTY) + 2] == [b"\xe2\x82", b"\x82\xac1"]
    assert sorted(table.writes[3:first]) == [bytes([byte]) for byte in range(256)]
    assert table.writes[:3] + table.writes[-5:] == [b""] * 8

    def texts(flags: bytearray) -> list[bytes]:
        return [table.writes[token] for token in range(first, len(tokenizer)) if flags[token]]

    assert texts(table.plain) == [b" the", "é".encode(), "每日".encode()]
    assert [written.decode(errors="ignore") for written in texts(table.digits)] == [
        *(" 1", "10", "0.", "5]", "½", "m²", "١", "1 0", "1"),
    ]
    assert {table.writes[token] for token in table.labelling} == {b"[", b" ["}
    assert {table.writes[token] for token in table.beginning_with("5½")} == {b"5", b"5]", b"\xc2", "½".encode()}
    assert [sign for sign in "1[½€é " if table.can_write(sign)] == ["1", "[", "½", "é", " "]


@pytest.mark.parametrize("joined", [False, True])
def test_tokens_write_what_is_decoded(joined: bool) -> None:
    """The bytes of a text's tokens are the text's, whether or not digits stand alone."""
    tokenizer = make_tokenizer(joined=joined)
    table = TokenTable(tokenizer, len(tokenizer), [tokenizer.eos_token_id])
    text = "Children under 20 kg: 3 mg/kg per dose [2].\n½ · µg €"
    tokens = tokenizer(text)["input_ids"]
    assert b"".join(table.writes[token] for token in tokens).decode() == text
    assert max(sum(written.count(digit) for digit in b"0123456789") for written in table.writes) == 1 + joined


def test_added_words_are_read_as_they_are_decoded() -> None:
    """The decoder takes the signs of "½" and "µ10", added words, for the bytes that they stand for; "日" is itself."""
    tokenizer = make_tokenizer_of([])
    words = ["½", "µ10", "artesunate", "日"]
    tokenizer.add_tokens(words)
    table = TokenTable(tokenizer, len(tokenizer), [0])
    for token in tokenizer.convert_tokens_to_ids(words):
        decoded = tokenizer.decode([token], clean_up_tokenization_spaces=False)
        assert table.writes[token].decode(errors="replace") == decoded
    assert table.writes[tokenizer.convert_tokens_to_ids("µ10")] == b"\xb510"


def sentencepiece_tokenizer() -> Any:
    """Return a tokenizer that decodes as Llama 2's: "▁" is a space, "<0x..>" a byte."""
    from tokenizers import AddedToken, Tokenizer, decoders, models

    pieces = [
        *SPECIAL_TOKENS,
        "<0xC2>",
        "<0xBD>",
        "<0x0A>",
        "<0x20>",
        "<0x31>",
        "<0x61>",
        "▁",
        "a",
        "▁1",
        "0",
        "[",
        "]",
        "▁[",
        "▁the",
        "½",
        "<tool_call>",
    ]
    tokenizer: Any = Tokenizer(models.BPE(vocab={piece: at for at, piece in enumerate(pieces)}, merges=[]))
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in SPECIAL_TOKENS])
    tokenizer.add_tokens(["<tool_call>", "artesunate"])
    return wrap_tokenizer(tokenizer)


def test_sentencepiece_tokens() -> None:
    """Spaces before words stay; marks for programs and bytes of signs that have a piece write nothing."""
    table = TokenTable(sentencepiece_tokenizer(), 20, [0])
    assert table.writes == [
        *(b"", b"", b"", b"\xc2", b"\xbd", b"\n", b"", b"1", b""),
        *(b" ", b"a", b" 1", b"0", b"[", b"]", b" [", b" the", "½".encode(), b""),
        b"artesunate",
    ]


def test_tokenizers_that_cannot_be_read() -> None:
    """A tokenizer whose decoder writes tokens by their neighbours, or that is not fast, is refused in one sentence."""
    from tokenizers import Tokenizer, decoders, models

    tokenizer: Any = Tokenizer(
        models.WordPiece({"a": 0, "[UNK]": 1, **{t: 2 + i for i, t in enumerate(SPECIAL_TOKENS)}})
    )
    tokenizer.decoder = decoders.WordPiece()
    with pytest.raises(AnswererError) as fault:
        TokenTable(wrap_tokenizer(tokenizer), 5, [2])
    assert str(fault.value) == (
        "The evidence lock cannot read a tokenizer that decodes by WordPiece: "
        "take a model with a byte-level or SentencePiece one."
    )
    spaced: Any = decoders.Sequence([decoders.Replace("▁", " "), decoders.CTC()])
    tokenizer.decoder = spaced
    with pytest.raises(AnswererError, match="cannot read a tokenizer that decodes by CTC, Replace: "):
        TokenTable(wrap_tokenizer(tokenizer), 5, [2])
    with pytest.raises(AnswererError) as fault:
        TokenTable(object(), 5, [2])
    assert str(fault.value) == ("The evidence lock needs a fast tokenizer (tokenizer.json): take a model with one.")
