"""Everything the bot says, as data: ``config/wording/*.yaml``, overridden by the profile.

Each file maps keys to a text or a list of variants with ``{name}`` fields. Facts of the locality
(``{phone}``, ``{bot_name}`` …) are filled in by themselves.
"""

from collections.abc import Mapping
from pathlib import Path

from yaml.nodes import Node, ScalarNode, SequenceNode

from config.errors import ConfigError, Mistake
from config.nodes import entries, mark, read_mapping
from config.placeholders import fill, placeholders
from config.profile import Profile

WORDING = Path(__file__).parent / "wording"


class Wording:
    """The catalogue of texts of one locality; a new one is loaded when a file has changed."""

    def __init__(self, texts: Mapping[str, tuple[str, ...]], facts: Mapping[str, str]) -> None:
        self._texts = texts
        self._facts = facts

    @classmethod
    def load(cls, profile: Profile | None = None, folder: Path | None = None) -> "Wording":
        """Read all files of ``folder`` (default: the shipped texts), then the overrides of ``profile``.

        Raises ConfigError for broken files, keys that two files share and values that are no text.
        """
        texts: dict[str, tuple[str, ...]] = {}
        origin: dict[str, tuple[str, int]] = {}
        mistakes: list[Mistake] = []
        for path in wording_files(folder):
            tree = read_mapping(path)
            for key, (_, value) in entries(tree).items():
                place, line = mark(tree, (key,))
                if key in origin:
                    mistakes.append(_twice(place, line, key, origin[key]))
                if not (variants := _variants(value)):
                    mistakes.append(Mistake(place, line, key, "应写一句话，或几句话的列表"))
                texts[key], origin[key] = variants, (place, line)
        if mistakes:
            raise ConfigError(mistakes)
        if profile is None:
            return cls(texts, {})
        return cls({**texts, **{key: (text,) for key, text in profile.wording.items()}}, profile.facts)

    def keys(self) -> dict[str, set[str]]:
        """Return every key with the fields that its variants use."""
        return {key: set().union(*map(placeholders, variants)) for key, variants in self._texts.items()}

    def text(self, key: str, pick: int = 0, /, **fields: object) -> str:
        """Return the text of ``key`` with its fields filled in; ``pick`` chooses among variants.

        Raises KeyError that names the unknown key or the missing field.
        """
        if key not in self._texts:
            raise KeyError(f"no wording for {key!r}")
        variants = self._texts[key]
        chosen = variants[pick % len(variants)]
        given = {**self._facts, **fields}
        if missing := sorted(placeholders(chosen) - given.keys()):
            raise KeyError(f"wording {key!r} needs the fields {', '.join(missing)}")
        return fill(chosen, given)


def wording_files(folder: Path | None = None) -> list[Path]:
    """Return the files of the catalogue, sorted by name."""
    return sorted((folder or WORDING).glob("*.yaml"))


def _variants(node: Node) -> tuple[str, ...]:
    if isinstance(node, ScalarNode):
        return (str(node.value),) if node.value else ()
    if isinstance(node, SequenceNode) and all(isinstance(item, ScalarNode) for item in node.value):
        return tuple(str(item.value) for item in node.value)
    return ()


def _twice(place: str, line: int, key: str, first: tuple[str, int]) -> Mistake:
    return Mistake(place, line, key, f"{first[0]} 第 {first[1]} 行已经有这一句，请只留一处")
