"""The `fieldguide` command. Results go to standard output, everything else to standard error."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import click

from indexes.adding import add_pdfs
from ingest.errors import FieldguideError
from rag.answerers.choose import choose_answerer
from rag.assistant import Assistant
from ui import evaluation_commands, library_commands, question_commands, verify_command
from ui.demonstration import create_demonstration, find_demonstration
from ui.options import ENTAILMENT_VARIABLE, entailment_option, say
from ui.progress import AddBar
from ui.sets import RESEARCH_ONLY, guideline_titles
from ui.text import answer_text

DEMO_QUESTIONS = (
    "What dose of artesunate does a child of 9 kg with severe malaria get?",
    "How much zinc does a child of 4 months with acute diarrhoea get, and for how long?",
    "At what ages is the measles vaccine given?",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("fieldguide"), prog_name="fieldguide")
def cli() -> None:
    """Answers clinical questions from guideline PDFs, beside the page and lines that each answer rests on.

    For research. It is not a medical device.
    """


@cli.command()
def demo() -> int:
    """Build the shipped demonstration guidelines and answer three questions from them."""
    manifest, found = find_demonstration()
    library = create_demonstration()
    with AddBar() as bar:
        add_pdfs(library, found, bar, manifest)
    assistant = Assistant(library, choose_answerer("auto", library.embedder, say))
    titles = guideline_titles(library)
    for question in DEMO_QUESTIONS:
        click.echo(f"\nQ: {question}\n")
        click.echo(answer_text(assistant.ask(question), titles))
    say(f"\nThese guidelines are written for demonstration, not for care. {RESEARCH_ONLY}")
    return 0


@cli.command("ui")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="The port to listen on.")
@entailment_option
def run_page(port: int, entailment: str | None) -> int:
    """Open the page in a browser, on this machine only."""
    if entailment is not None:
        os.environ[ENTAILMENT_VARIABLE] = entailment
    app = Path(__file__).with_name("app.py")
    options = {
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "browser.gatherUsageStats": "false",
        "server.fileWatcherType": "none",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "streamlit", "run", str(app), *flags]
    if os.name == "posix":
        os.execv(sys.executable, command)  # the server is this process: what stops the command stops the server
    return subprocess.run(command, check=False).returncode


for command in (
    library_commands.add,
    library_commands.build,
    library_commands.list_guidelines,
    library_commands.show,
    library_commands.remove,
    library_commands.reembed,
    question_commands.search,
    question_commands.ask,
    question_commands.batch,
    verify_command.verify,
    evaluation_commands.evaluate,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line: exit status 0 done, 1 done in part, 2 wrong usage or nothing done, 130 interrupted."""
    try:
        status = cli.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        status = stop.exit_code
    except click.ClickException as fault:
        fault.show()
        status = 2
    except click.Abort:
        say("interrupted; what was finished is kept")
        status = 130
    except FieldguideError as fault:
        say(f"fieldguide: {fault}")
        status = 2
    sys.exit(status)
