"""What a channel cannot show is said in another way, and nothing is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.degrade import HINT, choice, fit, split
from connectors.limits import LIMITS, Limits
from storage.messages import Button, Outbound

BUTTONS = (Button("燕崖村", "village:1"), Button("东里村", "village:2"))


def out(text: str, buttons: tuple[Button, ...] = BUTTONS) -> Outbound:
    return Outbound("x", "chat", text, buttons)


def test_buttons_become_numbers_where_there_are_none() -> None:
    [part] = fit(out("是哪个村？"), Limits())
    assert part.text == f"是哪个村？\n1. 燕崖村\n2. 东里村\n{HINT}"
    assert part.buttons == ()


@pytest.mark.parametrize(
    "limits", [Limits(buttons=1), Limits(buttons=2, title=2), Limits(buttons=2, payload=8)]
)
def test_buttons_that_do_not_fit_become_numbers_all_together(limits: Limits) -> None:
    assert fit(out("?"), limits)[0].buttons == ()


def test_buttons_come_with_the_last_part() -> None:
    parts = fit(out("一二三。四五六。"), Limits(size=12, buttons=9))
    assert [(part.text, len(part.buttons)) for part in parts] == [("一二三。", 0), ("四五六。", 2)]


@pytest.mark.parametrize(
    ("text", "limits", "parts"),
    [
        ("", Limits(size=3), [""]),
        ("短", Limits(), ["短"]),
        ("第一句。第二句。", Limits(size=15), ["第一句。", "第二句。"]),
        ("他说“好。”走了再说吧", Limits(size=24), ["他说“好。”", "走了再说吧"]),
        ("一行\n二行三行", Limits(size=15), ["一行", "二行三行"]),
        ("没有停顿的话", Limits(size=9), ["没有停", "顿的话"]),
        ("😀😀😀", Limits(units=4), ["😀😀", "😀"]),
        ("一二三\n", Limits(size=9), ["一二三"]),
        ("     一二三", Limits(size=9), ["一二三"]),
    ],
)
def test_texts_are_cut_where_it_reads_best(text: str, limits: Limits, parts: list[str]) -> None:
    assert split(text, limits) == parts


@given(st.text(alphabet="好的。，\n a😀", max_size=200), st.integers(4, 40), st.booleans())
def test_every_part_fits_and_no_word_is_lost(text: str, bound: int, bytes_: bool) -> None:
    limits = Limits(size=bound) if bytes_ else Limits(units=bound)
    parts = split(text, limits)
    lengths = [len(part.encode() if bytes_ else part.encode("utf-16-le")) for part in parts]
    assert max(lengths) <= bound * (1 if bytes_ else 2)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part.strip() for part in parts) or not text.strip() or len(parts) == 1


@pytest.mark.parametrize(("said", "title"), [("1", "燕崖村"), (" 2。", "东里村"), ("东里村", "东里村")])
def test_a_number_means_its_button(said: str, title: str) -> None:
    pressed = choice(said, BUTTONS)
    assert pressed is not None
    assert pressed.title == title


@pytest.mark.parametrize("said", ["0", "3", "", "一", "²", "1村"])
def test_other_words_mean_none(said: str) -> None:
    assert choice(said, BUTTONS) is None


def test_every_platform_has_limits_within_its_own_documentation() -> None:
    assert LIMITS["telegram"].units == 4096
    assert all((LIMITS[name].size or 0) < 2048 for name in ("wechat", "wecom", "kf"))
