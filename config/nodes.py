"""YAML files as marked nodes: merged between files, turned into data, traced back to file and line."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from config.errors import ConfigError, Mistake
from config.explain import Location, field_path

# The C reader is ten times faster; a PyYAML built without libyaml has only the other.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TYPED = frozenset(f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float", "null"))


def read_mapping(path: Path) -> MappingNode:
    """Read one file whose top is a mapping.

    Raises ConfigError where the file is missing, is no UTF-8 YAML, is no mapping or has a key twice.
    """
    place = show(path)
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
    except FileNotFoundError:
        raise ConfigError([Mistake(place, 0, "", "没有这个文件")]) from None
    except UnicodeDecodeError:
        raise ConfigError([Mistake(place, 0, "", "请把文件存成 UTF-8 编码")]) from None
    except yaml.YAMLError as error:
        at: yaml.Mark | None = getattr(error, "problem_mark", None)
        expected = "YAML 格式不对，请看这一行和上一行的缩进、冒号、引号"
        raise ConfigError([Mistake(place, at.line + 1 if at else 0, "", expected)]) from None
    if node is None:
        return MappingNode("tag:yaml.org,2002:map", [])
    if not isinstance(node, MappingNode):
        raise ConfigError([Mistake(place, node.start_mark.line + 1, "", "应写若干行“名称: 内容”")])
    _label(node, place)
    if mistakes := list(_repeated_keys(node, ())):
        raise ConfigError(mistakes)
    return node


def show(path: Path) -> str:
    """Name a file for people by its folder and name, e.g. ``profiles/yiyuan.yaml``."""
    parent = path.parent
    first = f"{parent.parent.name}/{parent.name}" if parent.parent.name == "profiles" else parent.name
    return f"{first}/{path.name}"


def entries(node: MappingNode) -> dict[str, tuple[Node, Node]]:
    """Return key and value nodes of a mapping by key text."""
    return {str(key.value): (key, value) for key, value in node.value}


def plain(node: Node) -> object:
    """Turn a node tree into dicts, lists, strings, numbers, booleans and None; a date stays text."""
    if isinstance(node, MappingNode):
        return {key: plain(value) for key, (_, value) in entries(node).items()}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.value]
    if node.tag not in _TYPED:
        return node.value
    return yaml.SafeLoader("").construct_object(node)


def mark(node: Node, location: Location) -> tuple[str, int]:
    """Return file and line of ``location``; where it does not exist, of its nearest ancestor."""
    place: Node = node
    for step in location:
        if isinstance(node, MappingNode) and step in (known := entries(node)):
            place, node = known[str(step)]
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            place = node = node.value[step]
        else:
            break
    return _file(place), place.start_mark.line + 1 if place.start_mark else 0


def _label(node: Node, place: str) -> None:
    """Write the file's name into every mark, because nodes of several files end in one tree."""
    vars(node)["file"] = place
    if isinstance(node, MappingNode):
        for key, value in node.value:
            _label(key, place)
            _label(value, place)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            _label(item, place)


def _file(node: Node) -> str:
    return str(getattr(node, "file", ""))


def _repeated_keys(node: Node, location: Location) -> Iterator[Mistake]:
    if isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            yield from _repeated_keys(item, (*location, index))
    if not isinstance(node, MappingNode):
        return
    seen: dict[str, int] = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, ScalarNode) else ""
        line = key.start_mark.line + 1
        here = (*location, name)
        if name in seen:
            yield Mistake(_file(key), line, field_path(here), f"第 {seen[name]} 行已经写过这一项，请只留一处")
        seen[name] = line
        yield from _repeated_keys(value, here)
