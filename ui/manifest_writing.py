"""What an addition writes into the manifest that it was given: entries for new PDFs, and what one supersedes."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from indexes.adding import AddReport
from ingest.manifest import Manifest, ManifestEntry, add_entry, entry_for, update_entry
from ingest.read import hash_file


def write_addition(path: Path, manifest: Manifest, report: AddReport, supersedes: Sequence[str]) -> None:
    """Write into a manifest the PDFs that it does not name, and into the entry of one that it does what it supersedes.

    `supersedes` is what the user named for the one PDF. Raises ManifestError if the file cannot be written.
    """
    for added in report.added:
        guideline = added.guideline
        if entry_for(manifest, guideline.sha256) is None:
            entry = ManifestEntry(
                id=guideline.id,
                file=guideline.file,
                title=guideline.title,
                sha256=guideline.sha256,
                published=guideline.published,
                language=guideline.language,
                supersedes=guideline.supersedes,
            )
            add_entry(path, entry)
            click.echo(f"{path} now names {guideline.id}; complete its entry there", err=True)
    done = [added.path for added in report.added] + [skipped.path for skipped in report.skipped]
    for pdf in done if supersedes else ():
        held = entry_for(manifest, hash_file(pdf))
        more = [older for older in supersedes if held is not None and older not in held.supersedes]
        if held is not None and more:
            update_entry(path, replace(held, supersedes=(*held.supersedes, *more)))
            click.echo(f"{path} now says that {held.id} supersedes {', '.join(more)}", err=True)
