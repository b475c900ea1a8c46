"""What may be shown of a model's or a server's words."""

import pytest

from rag.answerers.legible import make_legible


@pytest.mark.parametrize(
    ("text", "legible"),
    [
        ("Give 2 mg\n of µg\tand é, ½, می‌خواهم", "Give 2 mg\n of µg\tand é, ½, می‌خواهم"),
        ("\x1b[31mred\x00\x9b", "\ufffd[31mred\ufffd\ufffd"),
        ("half \ud83d of it", "half \ufffd of it"),
        ("gm 5\u202e1", "gm 5\ufffd1"),
        ("a\x0bb\x85c", "a\x0bb\x85c"),
    ],
)
def test_make_legible(text: str, legible: str) -> None:
    """Terminal commands, halves of surrogate pairs and turned text are marked; white space and joiners stay."""
    assert make_legible(text) == legible
    assert len(legible) == len(text)
