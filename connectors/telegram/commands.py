"""The commands of the menu: what typing one means, in the words that anybody could say instead."""

from collections.abc import Collection
from typing import NamedTuple

from connectors.telegram.start import place


class Command(NamedTuple):
    """``words`` are what the command says, ``lead`` what comes before words that follow it."""

    words: str
    lead: str = ""
    shown: bool = True


COMMANDS: dict[str, Command] = {
    "report": Command("我想反映个事"),
    "status": Command("查进度", "查进度 "),
    "human": Command("转人工", "转人工 "),
    "help": Command("帮助"),
    "cancel": Command("不报了"),
    "start": Command("你好", shown=False),
    "bind": Command("绑定本群", "绑定本群：", shown=False),
}
"""Each shown one has a line ``telegram.menu.<name>`` in the wording."""


def spoken(name: str, rest: str, places: Collection[str] = ()) -> str:
    """Return what a command says, with the words that follow it; an unknown one is left as it is.

    ``places`` are those that the mark of a link may name.
    """
    command = COMMANDS.get(name)
    if command is None:
        return f"/{name} {rest}".strip()
    if name == "start":  # what follows is the mark of a link and nothing that anybody said
        return where if (where := place(rest)) in places else command.words
    return f"{command.lead}{rest}" if rest else command.words
