#!/usr/bin/env bash
# Installs the two programs that are no Python packages, where they are missing, with Debian's or Ubuntu's apt-get:
# Tesseract, which reads scanned pages, and Chromium, in which the browser test opens the page. Fieldguide works
# without them: scanned pages are then left unread and said to be so, and the tests that need them skip.
set -euo pipefail

missing=()
if ! command -v tesseract >/dev/null; then
    missing+=(tesseract-ocr tesseract-ocr-eng)
fi
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
    missing+=(chromium)
fi
if [ ${#missing[@]} -eq 0 ]; then
    echo "tesseract and chromium are here already"
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "there is no apt-get here; install tesseract and chromium with this system's package manager" >&2
    echo "(macOS: brew install tesseract, and brew install --cask chromium), or go on without them" >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "run this as root: it installs ${missing[*]} with apt-get" >&2
        exit 1
    fi
    as_root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update
"${as_root[@]}" apt-get install --yes --no-install-recommends "${missing[@]}"
