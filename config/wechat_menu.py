"""The menu at the foot of the Official Account: ``wechat_menu.yaml``, checked against WeChat's bounds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from config.errors import ConfigError, Mistake
from config.nodes import entries, mark, plain, read_mapping

FILE = Path(__file__).parent / "wechat_menu.yaml"
TOP, BELOW = 3, 5
TOP_BYTES, BELOW_BYTES, SAYS_BYTES = 16, 60, 128
FORM = "应写 name，再写 says、link、items 里的一个"

Path_ = tuple[str | int, ...]


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line: pressed, it ``says`` something, opens a ``link``, or unfolds ``items``."""

    name: str
    says: str = ""
    link: str = ""
    items: tuple["Item", ...] = ()

    def published(self) -> dict[str, Any]:
        """Return the line as WeChat's API takes it."""
        if self.items:
            return {"name": self.name, "sub_button": [item.published() for item in self.items]}
        if self.link:
            return {"type": "view", "name": self.name, "url": self.link}
        return {"type": "click", "name": self.name, "key": self.says}


def load_menu(path: Path = FILE) -> tuple[Item, ...]:
    """Read the menu; raises ConfigError that names line and field."""
    tree = read_mapping(path)
    if "menu" not in entries(tree):
        raise ConfigError([Mistake(path.name, 0, "menu", "缺这一项")])
    content: Any = plain(tree)
    try:
        items = msgspec.convert(content["menu"], type=tuple[Item, ...])
    except msgspec.ValidationError:
        raise ConfigError([Mistake(path.name, 0, "menu", FORM)]) from None
    wrong = [Mistake(*mark(tree, at), ".".join(map(str, at)), told) for at, told in _mistakes(items)]
    if wrong:
        raise ConfigError(wrong)
    return items


def _mistakes(items: tuple[Item, ...]) -> Iterator[tuple[Path_, str]]:
    if not 1 <= len(items) <= TOP:
        yield ("menu",), f"一级菜单要有 1 到 {TOP} 个"
    for number, item in enumerate(items):
        at: Path_ = ("menu", number)
        yield from _of_one(item, at, TOP_BYTES)
        if len(item.items) > BELOW:
            yield at, f"下面最多 {BELOW} 项"
        for place, below in enumerate(item.items):
            yield from _of_one(below, (*at, "items", place), BELOW_BYTES)
            if below.items:
                yield (*at, "items", place), "只能有两级"


def _of_one(item: Item, at: Path_, longest: int) -> Iterator[tuple[Path_, str]]:
    if not 0 < len(item.name.encode()) <= longest:
        yield at, f"名称要有，最多 {longest // 3} 个汉字"
    if sum(map(bool, (item.says, item.link, item.items))) != 1:
        yield at, FORM
    if len(item.says.encode()) > SAYS_BYTES:
        yield at, f"says 最多 {SAYS_BYTES // 3} 个汉字"
    if item.link and not item.link.startswith(("http://", "https://")):
        yield at, "link 应写 http:// 或 https:// 开头的地址"
