"""A manifest of two entries with comments, as a ward might keep it, and an entry to add to it."""

from pathlib import Path

from ingest.manifest import ManifestEntry

FIRST_SHA256, SECOND_SHA256, THIRD_SHA256 = "a" * 64, "b" * 64, "c" * 64

MANIFEST = f"""\
# Kept by the pharmacy.

[set]  # the ward's set
name = "ward"
title = "Guidelines of the ward"

# The old edition, kept for audits.
[[guideline]]
id = "malaria-2019"  # asked for in May
file = "malaria-2019.pdf"
title = "Malaria"
sha256 = "{FIRST_SHA256}"

# The edition in use.
[[guideline]]
# Bought in print too.
id = "malaria-2023"
file = "malaria-2023.pdf"
title = "Malaria"  # as on the cover
published = "2023-10-16"
sha256 = "{SECOND_SHA256}"
supersedes = [
    "malaria-2019",  # checked by the pharmacist
]
# The end.
"""
SECOND = ManifestEntry(
    id="malaria-2023",
    file="malaria-2023.pdf",
    title="Malaria",
    sha256=SECOND_SHA256,
    published="2023-10-16",
    supersedes=("malaria-2019",),
)
THIRD = ManifestEntry(id="cholera", file="cholera.pdf", title="Cholera", sha256=THIRD_SHA256, language="en")


def change(path: Path, old: str, new: str) -> None:
    """Replace a piece of a manifest that stands in it once."""
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
