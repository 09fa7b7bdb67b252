"""A screen where a question comes as lines to press or as numbers, and messages may come together."""

from collections.abc import Sequence

from tests.connectors.wire.wire import with_numbers

Item = tuple[str, list[str]]
"""A text, and the lines of the menu below."""


class Screen:
    """What was shown so far."""

    def __init__(self) -> None:
        self.items: list[Item] = []

    def add(self, new: Sequence[Item]) -> list[str]:
        """Show more, and return it as it is compared."""
        self.items += new
        return squeezed([with_numbers(text, menu) for text, menu in new])

    def choice(self, title: str) -> tuple[int, bool]:
        """Return the number of an option of the last question that has it, and whether it is one to press."""
        text, menu = next(
            (text, menu) for text, menu in reversed(self.items) if title in menu or f". {title}\n" in text
        )
        if title in menu:
            return menu.index(title) + 1, True
        line = next(line for line in reversed(text.splitlines()) if line.endswith(f". {title}"))
        return int(line.partition(".")[0]), False


def squeezed(texts: Sequence[str]) -> list[str]:
    """All words in one: what goes together in one message, and where a long one is cut, is the channel's own."""
    words = "".join("".join(texts).split())
    return [words] if words else []
