"""Abbreviations in a question that only the found passages explain: "Lfx" where they say "levofloxacin (Lfx)". Pure."""

import re
from collections.abc import Iterable

from indexes.abbreviations import MEDICINES
from rag.checks.asking import asks_dose
from rag.checks.medicine_mentions import find_medicines, find_mentions
from rag.checks.medicines import find_aliases, write_medicine


def spell_out_aliases(question: str, texts: Iterable[str]) -> str:
    """Return a question on a dose with a medicine's name behind each abbreviation that one of the texts gives of it.

    What is not known for a medicine is answered with the doses of all. Other questions stay as they are. An
    abbreviation that the texts give of two medicines stays too, and so does one that is known without them.
    """
    if not asks_dose(question):
        return question
    given = list(texts)
    known = [question[mention.start : mention.end] for mention in find_mentions(question)]
    meant: dict[str, set[str]] = {}
    for medicine in dict.fromkeys(medicine for text in given for medicine in find_medicines(text)):
        for alias in find_aliases([medicine], given):
            meant.setdefault(alias, set()).add(write_medicine(medicine))
    for alias, names in meant.items():
        if len(names) == 1 and alias not in MEDICINES and alias not in known:
            question = re.sub(rf"(?<![^\W_]){re.escape(alias)}(?![^\W_])", f"{alias} ({min(names)})", question)
    return question
