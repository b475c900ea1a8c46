"""Text made comparable: case, accents and spaces do not tell two words apart. Pure."""

import unicodedata


def fold(text: str) -> str:
    """Return a text in lower case, without accents, and with single spaces."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).casefold().split())
