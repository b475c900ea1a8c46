"""Medicines' abbreviations, brands and other names in a question get the names that guidelines write."""

from pathlib import Path

import pytest

from indexes.abbreviations import find_names, spell_out
from indexes.library import Library
from indexes.other_names import ALSO, BRANDS, SYNONYMS
from tests.conftest import WordEmbedder, make_reading


@pytest.mark.parametrize(
    ("question", "spelled"),
    [
        ("Can the clinic give PZQ?", "Can the clinic give PZQ (praziquantel)?"),
        ("DHA-PPQ at 9 kg", "DHA (dihydroartemisinin)-PPQ (piperaquine) at 9 kg"),
        ("praziquantel (PZQ) dose", "praziquantel (PZQ) dose"),
        ("LPV/r in a child", "LPV/r (lopinavir ritonavir) in a child"),
        ("act now, in december", "act now, in december"),
        ("SPF 30 and ACTH", "SPF 30 and ACTH"),
        ("Does she still need Septrin?", "Does she still need Septrin (co-trimoxazole)?"),
        ("COARTEM for 28 kg", "COARTEM (artemether-lumefantrine) for 28 kg"),
        ("Frusemide or furosemide?", "Frusemide or furosemide?"),
        ("IV frusemide", "IV frusemide (furosemide)"),
        ("epinephrine dose", "epinephrine (adrenaline) dose"),
        ("adrenaline dose", "adrenaline (epinephrine) dose"),
        ("RIF or rifampin", "RIF (rifampicin) or rifampin"),
        ("noradrenaline, valiums", "noradrenaline (norepinephrine), valiums"),
        ("magnesium sulphate", "magnesium sulphate (sulfate)"),
        ("", ""),
    ],
)
def test_spell_out(question: str, spelled: str) -> None:
    """Whole words in their own case; a name that is there already is not repeated."""
    assert spell_out(question) == spelled


def test_find_names() -> None:
    """What a question writes short, and what it stands for."""
    asked = "RHZ for a child, or Septrin?"
    assert find_names(asked) == (("RHZ", "rifampicin isoniazid pyrazinamide"), ("Septrin", "co-trimoxazole"))
    assert find_names("zinc for a child") == ()


def test_names_are_written_as_they_are_looked_up() -> None:
    """Each name once, in lower case, and none stands for itself."""
    groups = [SYNONYMS, BRANDS, ALSO]
    assert sum(map(len, groups)) == len(set().union(*groups))
    for names in groups:
        assert all(name == name.lower() and other.lower() != name for name, other in names.items())


def test_a_brand_finds_what_is_written_by_its_name(tmp_path: Path, any_pdf: Path) -> None:
    """A set that knows only the nonproprietary name is searched by the brand."""
    library = Library.create(tmp_path / "ward", WordEmbedder())
    texts = "Give water after each stool.", "Co-trimoxazole prevents pneumonia.", "Wash hands with soap."
    library.add(make_reading("malaria", *texts), any_pdf)
    (hits,) = library.search(["Who needs Septrin?"])
    assert hits[0].passage.text == "Co-trimoxazole prevents pneumonia."
