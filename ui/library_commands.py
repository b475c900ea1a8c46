"""Commands that keep a set: add, build, list, show, remove, reembed."""

from pathlib import Path

import click
from tqdm import tqdm

from corpus_manifests import manifest_path
from indexes.adding import AddReport, LeftOut, add_pdfs, match_manifest
from indexes.embedder import load_embedder
from indexes.languages import describe_language, find_other_language
from indexes.library import Library
from indexes.model_files import PACKAGED_MODEL
from indexes.planned import PlannedLibrary
from indexes.types import Embedder
from ingest.manifest import Manifest, read_manifest
from ui.contract import guideline_json, report_json
from ui.manifest_writing import write_addition
from ui.options import embedder_options, jobs_option, json_option, language_option, print_json, say, set_option
from ui.page_reading import find_grids, name_origin, page_reading_json, page_reading_text, read_page
from ui.progress import AddBar
from ui.sets import DEFAULT_SET, open_set, prepare_set
from ui.text import facts_text, guidelines_text, page_name, removal_text


def _choose_language(named: str | None, manifest: Manifest | None) -> str | None:
    """Return the language that the option or the manifest names; raises UsageError if they name two."""
    declared = (manifest.language if manifest else "") or None
    if named and declared and named.lower() != declared.lower():
        raise click.UsageError(f"the manifest is in {declared!r}, and --language says {named!r}; leave --language out")
    return named or declared


def _load_embedder(name: str | None, query_prefix: str, passage_prefix: str) -> Embedder | None:
    if name is None:
        if query_prefix or passage_prefix:
            raise click.UsageError("--query-prefix and --passage-prefix go with --embedder")
        return None
    return load_embedder(name, query_prefix, passage_prefix)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@set_option
@click.option("--manifest", "manifest_file", type=click.Path(path_type=Path), help="TOML that says what the PDFs are.")
@language_option
@jobs_option
@click.option(
    "--supersedes",
    multiple=True,
    metavar="ID",
    help="A guideline of the set that this PDF replaces; may be given again.",
)
@click.option("--password", help="Opens protected PDFs; asked for nowhere and not kept.")
@embedder_options
@json_option
def add(
    paths: tuple[Path, ...],
    set_name: str,
    manifest_file: Path | None,
    language: str | None,
    jobs: int,
    supersedes: tuple[str, ...],
    password: str | None,
    embedder: str | None,
    query_prefix: str,
    passage_prefix: str,
    as_json: bool,
) -> int:
    """Add PDFs, or folders of them, to a set, made if need be; what it holds already is skipped.

    With a manifest, titles, editions and dates come from it, and PDFs that it does not name are written into it, as is
    what --supersedes names.
    """
    manifest = read_manifest(manifest_file) if manifest_file else None
    language = _choose_language(language, manifest)
    library = prepare_set(set_name, _load_embedder(embedder, query_prefix, passage_prefix), language)
    with AddBar() as bar:
        report = add_pdfs(library, paths, bar, manifest, jobs, password, supersedes)
    if manifest_file and manifest:
        write_addition(manifest_file, manifest, report, supersedes, library.guidelines())
    return _show_report(report, as_json, library, set_name)


@click.command()
@click.argument("manifest_name", metavar="MANIFEST")
@set_option
@click.option("--pdfs", type=click.Path(path_type=Path), help="Folder of the PDFs (default: beside the manifest).")
@language_option
@jobs_option
@json_option
def build(manifest_name: str, set_name: str, pdfs: Path | None, language: str | None, jobs: int, as_json: bool) -> int:
    """Make a set from a manifest: a TOML file, or the name of a shipped one (demonstration, open_guidelines).

    Every PDF must have the sha256 that the manifest gives.
    """
    path = Path(manifest_name)
    if not path.exists() and path.suffix != ".toml":
        path = manifest_path(manifest_name)
    manifest = read_manifest(path)
    found, missing = match_manifest(manifest, pdfs or path.parent)
    if not found:
        return _show_report(AddReport(refused=missing), as_json, None, set_name)
    if set_name == DEFAULT_SET != manifest.name:
        # Who reads the manifest would look for its set by its name.
        say(f"building into the set {DEFAULT_SET!r}; for one of the manifest's name add: --set {manifest.name}")
    library = prepare_set(set_name, language=_choose_language(language, manifest))
    with AddBar() as bar:
        report = add_pdfs(library, found, bar, manifest, jobs)
    report.refused += missing
    return _show_report(report, as_json, library, set_name)


@click.command("list")
@set_option
@json_option
def list_guidelines(set_name: str, as_json: bool) -> int:
    """List the guidelines of a set."""
    library = open_set(set_name)
    guidelines = library.guidelines()
    if as_json:
        about = {"name": library.name, "language": library.language}
        print_json({"set": about, "guidelines": [guideline_json(stored) for stored in guidelines]})
    else:
        click.echo(guidelines_text(guidelines))
        click.echo(f"\nThe set {library.name} is in {describe_language(library.language)}.")
    return 0


@click.command()
@click.argument("guideline_id", metavar="ID")
@set_option
@click.option("--page", "number", type=click.IntRange(1), help="Print what was understood of one page, counted from 1.")
@json_option
def show(guideline_id: str, set_name: str, number: int | None, as_json: bool) -> int:
    """Show what is known of a guideline, and its sections; or one page as it was understood."""
    library = open_set(set_name)
    stored = library.guideline(guideline_id)
    if number is not None:
        grids = find_grids(library.tables(guideline_id), number)
        reading = read_page(library.page(guideline_id, number), library.passages(guideline_id), grids)
        if as_json:
            print_json(page_reading_json(reading))
        else:
            page = reading.page
            name = page_name(page.number, page.label)
            click.echo(f"{stored.guideline.title}, {name}, read from {name_origin(page)}\n")
            click.echo(page_reading_text(reading))
        return 0
    guideline = stored.guideline
    facts = guideline_json(stored) | {
        "licence": guideline.licence,
        "url": guideline.url,
        "sha256": guideline.sha256,
        "supersedes": list(guideline.supersedes),
        "ocr_pages": library.count_ocr_pages(stored),
    }
    if as_json:
        print_json(facts)
        return 0
    for name, shown in facts_text(facts, {each.guideline.id for each in library.guidelines()}).items():
        click.echo(f"{name:13} {shown}")
    click.echo("\nsections")
    sections = dict.fromkeys((passage.heading, passage.pages[0]) for passage in library.passages(guideline_id))
    told: set[tuple[str, ...]] = set()
    for heading, page_number in sections:
        if heading and heading not in told:
            told.add(heading)
            click.echo(f"{'  ' * len(heading)}{heading[-1]}  (PDF page {page_number})")
    return 0


@click.command()
@click.argument("guideline_id", metavar="ID")
@set_option
def remove(guideline_id: str, set_name: str) -> int:
    """Remove a guideline and its PDF from a set."""
    current = open_set(set_name).remove(guideline_id)
    click.echo(removal_text(guideline_id, set_name, current))
    return 0


@click.command()
@set_option
@embedder_options
def reembed(set_name: str, embedder: str | None, query_prefix: str, passage_prefix: str) -> int:
    """Embed a whole set again, with another embedder."""
    library = open_set(set_name)
    chosen = _load_embedder(embedder or PACKAGED_MODEL, query_prefix, passage_prefix)
    assert chosen is not None
    total = sum(stored.passages for stored in library.guidelines())
    with tqdm(total=total, unit="passage", dynamic_ncols=True) as bar:
        library.reembed(chosen, bar.update)
    click.echo(f"The set {set_name} is now embedded by {chosen.identity.name}.")
    return 0


def _show_report(report: AddReport, as_json: bool, library: Library | PlannedLibrary | None, set_name: str) -> int:
    if as_json:
        print_json(report_json(report))
    else:
        for added in report.added:
            guideline = added.guideline
            click.echo(
                f"added    {guideline.id}: {guideline.title} "
                f"({guideline.pages} pages, {added.passages} passages, {added.seconds:.1f} s)"
            )
        for item in report.skipped:
            click.echo(f"skipped  {item.path.name}: {item.reason}")
    for added in report.added:
        for problem in added.problems:
            click.echo(f"note: {added.path.name}: {problem}", err=True)
    for note in report.notes:
        say(f"note: {note}")
    if library is not None and report.added:
        _note_language(library, set_name)
    for refused in report.refused:
        click.echo(f"refused  {_shown(refused)}: {refused.reason}", err=True)
    if not report.refused:
        return 0
    return 1 if report.added or report.skipped else 2


def _note_language(library: Library | PlannedLibrary, set_name: str) -> None:
    """Say on standard error if most guidelines of a set are in another language than the set."""
    tags = [stored.guideline.language for stored in library.guidelines()]
    other = find_other_language(library.language, tags)
    if other is None:
        return
    code, count = other
    say(
        f"note: {count} of the {len(tags)} guidelines in the set {set_name} are in {describe_language(code)}, and its "
        f"words are searched as {describe_language(library.language)}; make a set of their own for them with "
        f"fieldguide add ... --set {set_name}-{code} --language {code}"
    )


def _shown(item: LeftOut) -> str:
    return item.path.name or str(item.path)
