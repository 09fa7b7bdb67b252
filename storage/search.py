"""Finding cases by words: an index of character pairs, which suits Chinese and needs no dictionary.

Pairs only narrow the field; the search column decides. SQLite keeps them in a contentless FTS5
table, PostgreSQL in a table with a GIN index.
"""

import re

import sqlalchemy as sa

from storage.scope import Scope

COMMON = 10_000
"""Words that so many cases hold are looked for row by row, newest first: that is faster then."""
_RUN = re.compile(r"[^\W_]+")

_PUT = {
    "sqlite": sa.text("INSERT INTO case_search(rowid, grams) VALUES (:id, :grams)"),
    "postgresql": sa.text("INSERT INTO case_search(id, grams) VALUES (:id, string_to_array(:grams, ' '))"),
}
_DROP = {
    "sqlite": sa.text("INSERT INTO case_search(case_search, rowid, grams) VALUES ('delete', :id, :grams)"),
    "postgresql": sa.text("DELETE FROM case_search WHERE id = :id AND CAST(:grams AS text) IS NOT NULL"),
}
_FIND = {
    "sqlite": sa.text("SELECT rowid AS id FROM case_search WHERE case_search MATCH :wanted LIMIT :limit"),
    "postgresql": sa.text(
        "SELECT id FROM case_search WHERE grams @> string_to_array(:wanted, ' ') LIMIT :limit"
    ),
}


class Search:
    """The index of words, within one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._engine = scope.connection.dialect.name

    def put(self, no: str, text: str) -> None:
        """Index a new case."""
        self._scope.execute(_PUT[self._engine], {"id": row_id(no), "grams": " ".join(pairs(text))})

    def replace(self, no: str, before: str, after: str) -> None:
        """Index changed text; ``before`` is what was indexed so far."""
        if before != after:
            self._scope.execute(_DROP[self._engine], {"id": row_id(no), "grams": " ".join(pairs(before))})
            self.put(no, after)

    def find(self, words: str) -> list[str] | None:
        """Return the numbers of cases that may hold all words; None when that are too many to list."""
        wanted = pairs(words)
        if not wanted:
            return None
        rows = self._scope.all(_FIND[self._engine], wanted=" ".join(wanted), limit=COMMON)
        return None if len(rows) == COMMON else [number(row.id) for row in rows]


def pairs(text: str) -> list[str]:
    """Return the distinct pairs of neighbouring letters or digits of a text, in lower case."""
    runs = _RUN.findall(text.lower())
    return sorted({run[i : i + 2] for run in runs for i in range(len(run) - 1)})


def row_id(no: str) -> int:
    """Return a case number as an integer."""
    day, _, serial = no.removeprefix("WH").partition("-")
    return int(day) * 1_000_000 + int(serial)


def number(row: int) -> str:
    """Return the case number of an integer."""
    return f"WH{row // 1_000_000}-{row % 1_000_000:04d}"
