"""When what a model writes holds a stop string, token by token."""

import pytest

from rag.answerers.stopping import StopStrings
from tests.tiny_models import make_tokenizer

TEXT = "Give zinc.\n\nObservation: artesunate and zinc for children, 20 mg."


@pytest.mark.parametrize("stop", ["Observation: ", "zinc for", "\n\n", "mg", "]", "20 ", "zinc. "])
@pytest.mark.parametrize("joined", [True, False])
def test_a_stop_string_is_seen_with_its_last_token(stop: str, joined: bool) -> None:
    """Also where it ends in a space, which is the next word's first character."""
    tokenizer = make_tokenizer(700, corpus=[TEXT] * 3, joined=joined)
    tokens = tokenizer(TEXT)["input_ids"]
    stops = StopStrings(tokenizer, [stop, ""])
    seen = [stops.end(tokens[:length]) for length in range(1, len(tokens) + 1)]
    first = next((length for length in range(1, len(tokens) + 1) if stop in tokenizer.decode(tokens[:length])), None)
    assert seen.index(True) + 1 == first if first else True not in seen
    assert stops.cut(TEXT) == TEXT.partition(stop)[0]
