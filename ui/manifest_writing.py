"""What an addition writes into the manifest that it was given: entries for new PDFs, and what one supersedes."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from indexes.adding import AddReport
from indexes.stored import StoredGuideline
from ingest.manifest import Manifest, ManifestEntry, add_entry, entry_for, update_entry
from ingest.read import hash_file


def write_addition(
    path: Path, manifest: Manifest, report: AddReport, supersedes: Sequence[str], held: Sequence[StoredGuideline]
) -> None:
    """Write into a manifest the PDFs that it does not name, and into the entry of one that it does what it supersedes.

    `supersedes` is what the user named for the one PDF, by ids of the set, of which `held` are the guidelines; a PDF
    that the manifest names is written by the id that it has there. Raises ManifestError if the file cannot be written.
    """
    entries = {stored.guideline.id: entry_for(manifest, stored.guideline.sha256) for stored in held}

    def name(guideline_id: str) -> str:
        entry = entries.get(guideline_id)
        return guideline_id if entry is None else entry.id

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
                supersedes=tuple(map(name, guideline.supersedes)),
            )
            add_entry(path, entry)
            click.echo(f"{path} now names {guideline.id}; complete its entry there", err=True)
    done = [added.path for added in report.added] + [skipped.path for skipped in report.skipped]
    for pdf in done if supersedes else ():
        entry_there = entry_for(manifest, hash_file(pdf))
        if entry_there is None:
            continue
        more = [older for older in map(name, supersedes) if older not in entry_there.supersedes]
        if more:
            update_entry(path, replace(entry_there, supersedes=(*entry_there.supersedes, *more)))
            click.echo(f"{path} now says that {entry_there.id} supersedes {', '.join(more)}", err=True)
