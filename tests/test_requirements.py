"""Documents are held to their word: the table of requirements names what is there, the guide what can be typed."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

import app.commands
from app.rehearsal.scenario import load
from config.profile import Profile

ROOT = Path(__file__).parent.parent
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
LINES = 47
TEXT = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
SOURCES = {"N": 48, "M": 48, "Q": 39, "Y": 48, "S": 36}
STATES = ("done", "part", "open", "bureau")
STEPS = ("calls", "messengers", "life of a case", "surveys", "points", "publication", "registers")
HEAD = "| id | what it asks | state | where | test |"
COUNTS = re.compile(r"^\| (\w+) \| (\d+) \|", re.MULTILINE)
STEP_COUNTS = re.compile(r"([a-z ]+) (\d+)(?: ·|\))")
TICKED = re.compile(r"`([^`]+)`")
TYPED = re.compile(r"shiliu ([a-z]+)(?: ([a-z]+))?([^`\n]*)")

Row = tuple[str, str, str, str, str]


def _rows() -> list[Row]:
    table = TEXT[TEXT.index(HEAD) :].splitlines()[2:]
    split = [[cell.strip() for cell in line.strip("|").split("|")] for line in table if line.startswith("|")]
    return [(ident, asks, state, where, test) for ident, asks, state, where, test in split]


ROWS = _rows()
TOP = TEXT[: TEXT.index(HEAD)]
TRANSCRIPTS = {
    f"{path.stem}-{scenario.id}"
    for path in (ROOT / "tests" / "transcripts").glob("*.yaml")
    for scenario in load(path)
}


def _state(row: Row) -> str:
    return row[2].partition(":")[0]


def test_every_requirement_stands_there_once_in_order() -> None:
    wanted = [f"{source}-{n:02d}" for source, last in SOURCES.items() for n in range(1, last + 1)]
    assert [row[0] for row in ROWS] == wanted
    assert len(wanted) == len(set(wanted)) == 219


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_says_what_it_has_to(row: Row) -> None:
    _, asks, state, where, test = row
    kind, _, more = state.partition(": ")
    assert asks
    assert kind in STATES
    assert bool(more) == (kind in ("part", "open"))
    assert kind != "open" or more in STEPS
    assert kind not in ("done", "part") or (TICKED.search(where) and TICKED.search(test))


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_what_a_row_names_is_there(row: Row) -> None:
    for name in TICKED.findall(row[3]):
        assert (ROOT / name).exists() if "/" in name else name in Profile.model_fields, name
    for name in TICKED.findall(row[4]):
        path, _, function = name.partition("::")
        if not function:
            assert name in TRANSCRIPTS, name
            continue
        code = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^(?:async )?def {function}\(", code, re.MULTILINE), name


def test_the_counts_at_the_top_are_right() -> None:
    counted = {state: sum(_state(row) == state for row in ROWS) for state in STATES}
    assert {name: int(count) for name, count in COUNTS.findall(TOP)} == {**counted, "all": len(ROWS)}
    steps = {step: sum(row[2] == f"open: {step}" for row in ROWS) for step in STEPS}
    told = TOP[TOP.index("each will bring (") + len("each will bring (") :]
    found = STEP_COUNTS.findall(told[: told.index(")") + 1])
    assert {name.strip(): int(count) for name, count in found} == steps


@pytest.fixture(scope="module")
def shell() -> TyperGroup:
    """All commands of the command line, as a user finds them."""
    fresh = typer.Typer()
    for module in pkgutil.iter_modules(app.commands.__path__):
        add = getattr(import_module(f"app.commands.{module.name}"), "add", None)
        if add is not None:
            add(fresh)
    return typer.main.get_group(fresh)


@pytest.mark.parametrize("page", GUIDE, ids=[page.stem for page in GUIDE])
def test_a_page_of_the_guide_is_short_and_its_commands_can_be_typed(page: Path, shell: TyperGroup) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINES
    for name, second, rest in TYPED.findall(text):
        command = shell.commands[name]
        if isinstance(command, TyperGroup):
            command = command.commands[second]
        options = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options | {"--help"}, f"{name} {second}{rest}"


def test_the_guide_lists_its_pages_and_nothing_else() -> None:
    contents = next(page for page in GUIDE if page.name == "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([^)]+\.md)\)", contents))
    assert {page.name for page in GUIDE} == {"README.md", *linked}
