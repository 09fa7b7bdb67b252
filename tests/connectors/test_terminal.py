"""Chat on the terminal, as a transcript."""

from connectors.terminal import Terminal
from tests.connectors.desk import EchoDesk


async def test_a_number_presses_the_button(desk: EchoDesk) -> None:
    lines = iter(["你好\n", "\n", "选\n", "2\n", "2\n", ""])
    shown: list[str] = []
    await Terminal(read=lambda: next(lines), write=shown.append).run(desk)
    assert "".join(shown) == (
        "您：小石榴：您说：你好\n"
        "您：您：小石榴：是哪个村？\n1. 燕崖村\n2. 东里村\n回复数字就行。\n"
        "您：小石榴：您说：village:2\n"
        "您：小石榴：您说：2\n"
        "您：\n"
    )
    assert [message.text for message in desk.heard] == ["你好", "选", "东里村", "2"]
