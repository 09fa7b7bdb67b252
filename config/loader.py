"""Reads profiles: ``profiles/<name>.yaml``, its longer blocks in ``profiles/<name>/*.yaml``, its parent.

A child overrides its parent block by block. The blocks in ``_BY_KEY`` are overridden entry by entry
and referrals by their id, so that a county can change one answer without copying the other 23.
Files whose name starts with ``_`` are shared parts, not profiles of their own.
"""

from pathlib import Path
from typing import cast

from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, SequenceNode

from config.checks import cross_check
from config.errors import ConfigError, Mistake
from config.explain import Location, expectation, field_path
from config.nodes import entries, mark, plain, read_mapping
from config.placeholders import fill
from config.profile import Faq, Profile

PROFILES = Path(__file__).parent / "profiles"

_BY_KEY = frozenset({"faq", "limits", "wording", "forms", "terms"})
_BY_ID = frozenset({"referrals"})


def profile_names(folder: Path | None = None) -> list[str]:
    """Return the names of all profiles in ``folder`` (default: the shipped ones), sorted."""
    return sorted(path.stem for path in (folder or PROFILES).glob("[!_]*.yaml"))


def load_profile(name: str, folder: Path | None = None) -> Profile:
    """Read and check one profile; FAQ answers come with the facts of the locality filled in.

    Raises ConfigError with every mistake found, each with file, line, field and what belongs there.
    """
    folder = folder or PROFILES
    if name not in profile_names(folder) and not name.startswith("_"):
        known = "、".join(profile_names(folder))
        raise ConfigError([Mistake(f"{folder.name}/{name}.yaml", 0, "", f"没有这个文件；现有 {known}")])
    tree = _with_parents(name, folder, ())
    try:
        profile = Profile.model_validate(plain(tree))
    except ValidationError as error:
        found = [(item["loc"], expectation(item, Profile)) for item in error.errors(include_url=False)]
        raise ConfigError([_located(tree, *finding) for finding in found]) from None
    if mistakes := [_located(tree, *finding) for finding in cross_check(profile)]:
        raise ConfigError(mistakes)
    return _with_facts(profile)


def profile_files(name: str, folder: Path | None = None) -> list[Path]:
    """Return every file that makes up a profile, parents included, as far as they can be read."""
    folder = folder or PROFILES
    files: list[Path] = []
    seen: set[str] = set()
    parent: str | None = name
    while parent and parent not in seen:
        seen.add(parent)
        own = _own_files(parent, folder)
        files += own
        parent = next(filter(None, map(_parent_in, own)), None)
    return files


def _own_files(name: str, folder: Path) -> list[Path]:
    return [folder / f"{name}.yaml", *sorted((folder / name).glob("*.yaml"))]


def _parent_in(path: Path) -> str | None:
    try:
        return _parent(read_mapping(path))
    except ConfigError:
        return None


def _parent(tree: MappingNode) -> str | None:
    found = entries(tree).get("parent")
    return str(found[1].value) if found else None


def _with_parents(name: str, folder: Path, children: tuple[str, ...]) -> MappingNode:
    tree = _joined([read_mapping(path) for path in _own_files(name, folder)])
    parent = _parent(tree)
    if parent is None:
        return tree
    if parent in (*children, name):
        raise ConfigError([_located(tree, ("parent",), "上级配置绕成了圈，请改成别的或删去")])
    if not (folder / f"{parent}.yaml").exists():
        raise ConfigError([_located(tree, ("parent",), f"没有 {parent}.yaml 这个文件")])
    return _overridden(_with_parents(parent, folder, (*children, name)), tree)


def _joined(trees: list[MappingNode]) -> MappingNode:
    """Put the parts of one profile together; a block written in two files is a mistake."""
    first, *rest = trees
    for tree in rest:
        known = entries(first)
        if twice := [key for key in entries(tree) if key in known]:
            raise ConfigError([_located(tree, (key,), _written(first, key)) for key in twice])
        first.value.extend(tree.value)
    return first


def _written(tree: MappingNode, key: str) -> str:
    place, line = mark(tree, (key,))
    return f"这一项在 {place} 第 {line} 行已经写过，请只留一处"


def _overridden(parent: MappingNode, child: MappingNode) -> MappingNode:
    blocks = entries(parent)
    for name, (key, value) in entries(child).items():
        above = blocks[name][1] if name in blocks else None
        blocks[name] = (key, _merged(name, above, value))
    child.value = list(blocks.values())
    return child


def _merged(name: str, above: Node | None, below: Node) -> Node:
    if name in _BY_KEY and isinstance(above, MappingNode) and isinstance(below, MappingNode):
        below.value = list({**entries(above), **entries(below)}.values())
    if name in _BY_ID and isinstance(above, SequenceNode) and isinstance(below, SequenceNode):
        below.value = list({**_by_id(above), **_by_id(below)}.values())
    return below


def _by_id(node: SequenceNode) -> dict[str, Node]:
    """Return list items by id; those without one, or with one used before, stay for the checks to see."""
    items: dict[str, Node] = {}
    for item in node.value:
        found = entries(item).get("id") if isinstance(item, MappingNode) else None
        name = str(found[1].value) if found else ""
        items[name if name and name not in items else str(id(item))] = item
    return items


def _located(tree: MappingNode, location: Location, expected: str) -> Mistake:
    place, line = mark(tree, location)
    return Mistake(place, line, field_path(location), expected)


def _with_facts(profile: Profile) -> Profile:
    facts = cast("dict[str, object]", profile.facts)
    answers: dict[str, Faq] = {
        key: faq.model_copy(update={"answer": fill(faq.answer, facts)}) for key, faq in profile.faq.items()
    }
    return profile.model_copy(update={"faq": answers})
