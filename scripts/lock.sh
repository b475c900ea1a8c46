#!/usr/bin/env bash
# Remakes constraints.txt: the newest releases that pyproject.toml admits, installed together in a throw-away environment.
#
#   scripts/lock.sh                  keeps the torch that is pinned now
#   TORCH=2.14.0 scripts/lock.sh     takes another
#
# Run the tests before committing what it wrote. Needs Python 3.11, the oldest that is supported: newer ones would pick
# releases that it cannot install.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3.11}
torch=${TORCH:-$(sed -n 's/^torch==//p' constraints.txt)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || {
    echo "scripts/lock.sh needs Python 3.11; name it with PYTHON=/path/to/python3.11" >&2
    exit 2
}
"$python" -m venv "$work/venv"
"$work/venv/bin/python" - >"$work/wanted.txt" <<'PYTHON'
import tomllib
from pathlib import Path

facts = tomllib.loads(Path("pyproject.toml").read_text())
extras = facts["project"]["optional-dependencies"].values()
print("\n".join([*facts["build-system"]["requires"], *facts["project"]["dependencies"], *sum(extras, [])]))
PYTHON
# torch first and alone: whatever else wants torch then takes this one.
"$work/venv/bin/pip" install --quiet "torch==$torch"
"$work/venv/bin/pip" install --quiet --requirement "$work/wanted.txt"
"$work/venv/bin/pip" check

{
    cat <<'HEADER'
# The exact releases that the tests run with: every direct and indirect dependency, those of the extras too.
# Made by scripts/lock.sh from pyproject.toml; do not edit. Not here: what a CUDA build of torch brings along, which
# torch itself pins.
HEADER
    # A CPU-only build of torch calls itself 2.13.0+cpu; its pin must fit every build.
    "$work/venv/bin/pip" freeze --all |
        sed 's/+[A-Za-z0-9.]*$//' |
        grep -Eiv '^(pip|nvidia-[a-z0-9-]+|cuda-[a-z0-9-]+|triton)==' |
        LC_ALL=C sort --ignore-case
} >"$work/constraints.txt"
cp "$work/constraints.txt" constraints.txt
