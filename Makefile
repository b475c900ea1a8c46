# Sets Fieldguide up in .venv, with the releases that constraints.txt pins, and runs it.
#
#   make demo PYTHON=python3.12      another Python, 3.11 or newer
#
# On Linux the torch of PyPI carries CUDA, several gigabytes. Where there is no NVIDIA GPU, PyTorch's own page of
# installation commands gives the one for a CPU-only build: make .venv, install that into it, then go on here.

PYTHON ?= python3
PIP := .venv/bin/python -m pip --disable-pip-version-check
SETUP := pyproject.toml constraints.txt

.PHONY: help demo ui test lint benchmark benchmark-search benchmark-generate benchmark-mcq

help:
	@echo "make demo       set up, build the demonstration set and answer three questions from it"
	@echo "make ui         open the page in a browser"
	@echo "make test       run all tests (ARGS='-k name' picks some)"
	@echo "make lint       check style and types"
	@echo "make benchmark  compare adding the PDFs of PDFS=folder with LangChain's parts"
	@echo "make benchmark-search  compare searches of 5,000 to 500,000 passages made of theirs, kept in WORK=folder"
	@echo "make benchmark-generate  measure generation at the size of Meditron3 on a GPU (ARGS=--tiny shows that it runs)"
	@echo "make benchmark-mcq  hold evaluate mcq to lm-evaluation-harness on the published sets in MCQ=folder"

demo: .venv/.installed
	.venv/bin/fieldguide demo

ui: .venv/.installed
	.venv/bin/fieldguide ui

test: .venv/.installed-dev
	.venv/bin/python -m pytest $(ARGS)

lint: .venv/.installed-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

benchmark: .venv/.installed-benchmarks
	.venv/bin/python -m benchmarks.ingest $(ARGS) "$(PDFS)"

benchmark-search: .venv/.installed-benchmarks
	.venv/bin/python -m benchmarks.search --work "$(WORK)" $(ARGS) "$(PDFS)"

benchmark-generate: .venv/.installed
	.venv/bin/python -m benchmarks.generate $(ARGS)

benchmark-mcq: .venv/.installed-evaluation
	.venv/bin/python -m benchmarks.mcq $(ARGS) "$(MCQ)"

.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Fieldguide needs Python 3.11 or newer, and $(PYTHON) is not: name one with make PYTHON=/path/to/python3.11" >&2; \
		exit 2; }
	$(PYTHON) -m venv .venv

# The stamps are written last: a set-up that was cut off is done again. setuptools is pinned too, so the project is
# built with it and not with whatever is newest that day.
.venv/.installed: $(SETUP) | .venv
	$(PIP) install --constraint constraints.txt torch setuptools
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable .
	touch $@

.venv/.installed-dev: $(SETUP) .venv/.installed
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	touch $@

.venv/.installed-benchmarks: $(SETUP) .venv/.installed
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[benchmarks]'
	touch $@

.venv/.installed-evaluation: $(SETUP) .venv/.installed
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[evaluation]'
	touch $@
