"""The tables of a library's SQLite file.

Vectors and token signs have tables of their own: a search reads those of many passages that it then leaves out, and a
text between them would be read as well. A passage's places say again what its spans and pages say: a hit needs a few
boxes, and a page holds hundreds of lines. Populations are kept by runs of rows: a filter needs those of all passages at
once.
"""

FORMAT = 8

SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE changes (generation INTEGER PRIMARY KEY, token TEXT NOT NULL);
CREATE TABLE guidelines (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL UNIQUE,
    facts TEXT NOT NULL,
    first_row INTEGER NOT NULL,
    last_row INTEGER NOT NULL,
    generation INTEGER NOT NULL
);
CREATE TABLE pages (
    guideline INTEGER NOT NULL REFERENCES guidelines(key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    label TEXT,
    width REAL NOT NULL,
    height REAL NOT NULL,
    source TEXT NOT NULL,
    lines TEXT NOT NULL,
    PRIMARY KEY (guideline, number)
) WITHOUT ROWID;
CREATE TABLE tables (
    guideline INTEGER NOT NULL REFERENCES guidelines(key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (guideline, number)
) WITHOUT ROWID;
CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    guideline INTEGER NOT NULL REFERENCES guidelines(key) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    spans TEXT NOT NULL,
    places TEXT NOT NULL
);
CREATE INDEX passages_of_guideline ON passages(guideline);
CREATE TABLE vectors (
    row INTEGER PRIMARY KEY REFERENCES passages(row) ON DELETE CASCADE,
    vector BLOB NOT NULL
);
CREATE TABLE tokens (
    row INTEGER PRIMARY KEY REFERENCES passages(row) ON DELETE CASCADE,
    signs BLOB NOT NULL
);
CREATE TABLE populations (
    guideline INTEGER NOT NULL REFERENCES guidelines(key) ON DELETE CASCADE,
    first_row INTEGER NOT NULL,
    last_row INTEGER NOT NULL,
    named TEXT NOT NULL,
    PRIMARY KEY (guideline, first_row)
) WITHOUT ROWID;
CREATE TABLE removals (
    guideline INTEGER PRIMARY KEY,
    first_row INTEGER NOT NULL,
    last_row INTEGER NOT NULL,
    generation INTEGER NOT NULL
);
"""
