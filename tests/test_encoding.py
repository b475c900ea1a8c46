"""Prompts as tokens: one beginning-of-text token, whoever writes it, and heads that prompts really begin with."""

from typing import Any

import pytest
from tokenizers.processors import TemplateProcessing

from rag.answerers.encoding import PromptEncoder, choose_pad_token
from rag.answerers.prompt import HEAD
from rag.errors import AnswererError
from tests.tiny_models import make_tokenizer

BEGINNING = "<|im_start|>"


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    """A tokenizer that begins each text with a token of its own, as Llama's does."""
    made = make_tokenizer()
    begin: Any = TemplateProcessing
    made.bos_token = BEGINNING
    made._tokenizer.post_processor = begin(
        single=f"{BEGINNING} $A", special_tokens=[(BEGINNING, made.convert_tokens_to_ids(BEGINNING))]
    )
    return made


def test_a_text_begins_once(tokenizer: Any) -> None:
    """A chat template's own beginning is not doubled, and counting counts what is encoded."""
    encoder = PromptEncoder(tokenizer, name="tiny", vocabulary=len(tokenizer), room=4096)
    plain, templated = encoder.encode("Give zinc"), encoder.encode(f"{BEGINNING}Give zinc")
    assert plain == templated
    assert plain.count(tokenizer.bos_token_id) == 1
    assert encoder.count("Give zinc") == encoder.count(f"{BEGINNING}Give zinc") == len(plain)
    for head in (HEAD, f"{BEGINNING}{HEAD}"):
        shared = encoder.encode_head(head)
        assert tuple(encoder.encode(f"{head}Passages:")[: len(shared)]) == shared
        assert len(shared) > 100
    assert encoder.encode_head("") == ()


def test_prompts_that_are_refused() -> None:
    """Each in a sentence."""
    tokenizer = make_tokenizer()
    encoder = PromptEncoder(tokenizer, name="tiny", vocabulary=260, room=3)
    for prompt, said in (
        ("", "A prompt is empty: there is nothing to complete."),
        ("12345", "A prompt takes 5 tokens and tiny has room for 3: shorten it."),
        ("Passages", "The tokenizer of tiny knows more tokens than the model: take both from one model."),
    ):
        with pytest.raises(AnswererError) as fault:
            encoder.encode(prompt)
        assert str(fault.value) == said


def test_what_fills_a_row() -> None:
    """The tokenizer's own token, or an end of the model's where it has none that the model knows."""
    tokenizer = make_tokenizer()
    assert choose_pad_token(tokenizer, [7], len(tokenizer)) == tokenizer.pad_token_id
    assert choose_pad_token(tokenizer, [7], 0) == 7
    assert choose_pad_token(tokenizer, [], 0) == 0
