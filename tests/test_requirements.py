"""The table of requirements: all 219 once and in order, its counts right, every file and test it names there."""

import re
from pathlib import Path

import pytest

from app.rehearsal.scenario import load
from config.profile import Profile

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
SOURCES = {"N": 48, "M": 48, "Q": 39, "Y": 48, "S": 36}
STATES = ("done", "part", "open", "bureau")
STEPS = ("calls", "messengers", "life of a case", "surveys", "points", "publication", "registers")
HEAD = "| id | what it asks | state | where | test |"
COUNTS = re.compile(r"^\| (\w+) \| (\d+) \|", re.MULTILINE)
TICKED = re.compile(r"`([^`]+)`")

Row = tuple[str, str, str, str, str]


def _rows() -> list[Row]:
    lines = TEXT[TEXT.index(HEAD) :].splitlines()[2:]
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("|")]
    return [(ident, asks, state, where, test) for ident, asks, state, where, test in cells]


ROWS = _rows()


def _state(row: Row) -> str:
    return row[2].split(":")[0]


def _transcripts() -> set[str]:
    folder = ROOT / "tests" / "transcripts"
    return {f"{path.stem}-{scenario.id}" for path in folder.glob("*.yaml") for scenario in load(path)}


def test_every_requirement_stands_there_once_in_order() -> None:
    assert [row[0] for row in ROWS] == [f"{k}-{n:02d}" for k, last in SOURCES.items() for n in range(1, last + 1)]
    assert len(ROWS) == 219


def test_every_row_says_what_it_has_to() -> None:
    for ident, asks, state, where, test in ROWS:
        kind, _, more = state.partition(": ")
        assert asks, ident
        assert kind in STATES, ident
        assert bool(more) == (kind in ("part", "open")), ident
        assert kind != "open" or more in STEPS, ident
        assert kind not in ("done", "part") or (where and test), ident


def test_the_counts_are_right() -> None:
    told = {name: int(count) for name, count in COUNTS.findall(TEXT[: TEXT.index(HEAD)])}
    counted = {state: sum(_state(row) == state for row in ROWS) for state in STATES}
    assert told == {**counted, "all": len(ROWS)}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_what_a_row_names_is_there(row: Row) -> None:
    where, tests = row[3], row[4]
    for name in TICKED.findall(where):
        assert (ROOT / name).exists() if "/" in name else name in Profile.model_fields, name
    for name in TICKED.findall(tests):
        path, _, function = name.partition("::")
        if function:
            code = (ROOT / path).read_text(encoding="utf-8")
            assert re.search(rf"^\s*(?:async )?def {function}\(", code, re.MULTILINE), name
        else:
            assert name in _transcripts(), name


def test_the_guide_lists_its_pages_and_nothing_else() -> None:
    folder = ROOT / "docs" / "guide"
    contents = (folder / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([^)]+\.md)\)", contents))
    assert {path.name for path in folder.glob("*.md")} == {"README.md", *linked}
    assert all(len(path.read_text(encoding="utf-8").splitlines()) <= 48 for path in folder.glob("*.md"))
