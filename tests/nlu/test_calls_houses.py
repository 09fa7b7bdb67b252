"""Houses and spots that no list knows: told by their last word, from where the words of the sentence end."""

from collections.abc import Sequence

import pytest

from nlu.calls.houses import built, called


def told(text: str, known: Sequence[str] = ()) -> list[str]:
    spans = [(text.index(name), text.index(name) + len(name)) for name in known]
    return [text[start:end] for start, end in built(text, spans)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我们想把百年廊桥修一修。", ["百年廊桥"]),
        ("孩子们天天泡在飞速网吧里。", ["飞速网吧"]),
        ("想在晒场上看戏。", ["晒场"]),
        ("红星电影院后院堆满了杂物，飞跃KTV太吵。", ["红星电影院", "飞跃KTV"]),
        ("请给俺们派个会拉二胡的老师。", []),
        ("", []),
    ],
)
def test_a_venue_is_told_by_its_last_word(text: str, names: list[str]) -> None:
    assert told(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("村东头的老碾棚塌了半边。", "老碾棚"),
        ("隔壁老供销社空着没人管。", "老供销社"),
        ("去年修的文化礼堂漏水。", "文化礼堂"),
        ("请给我们村的戏楼换个顶。", "戏楼"),
        ("周末到松涛书院听课。", "松涛书院"),
    ],
)
def test_it_begins_where_the_words_of_the_sentence_end(text: str, name: str) -> None:
    assert told(text) == [name]


def test_it_reaches_back_five_characters_at_most() -> None:
    assert told("金银花王氏宗族支祠失修。") == ["花王氏宗族支祠"]


def test_a_name_has_more_than_one_character() -> None:
    assert told("染坊要拆了。") == ["染坊"]
    assert told("村坊要拆了。") == []


@pytest.mark.parametrize("text", ["校长说没有经费。", "食堂老师傅手艺好。", "幼儿园园长不同意。"])
def test_who_is_at_a_house_is_no_house(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", ["现场人太多。", "一楼的灯坏了。", "车站旁边放电影。", "他上个月住院了。"])
def test_words_that_only_end_like_a_house_are_none(text: str) -> None:
    assert told(text) == []


def test_a_name_that_begins_within_a_known_one_takes_it_along() -> None:
    assert told("县图书馆二楼厕所没有灯。", known=["县图书馆"]) == ["县图书馆二楼厕所"]


def test_the_end_of_a_known_name_is_not_told_again() -> None:
    assert told("县图书馆今天没开门。") == ["图书馆"]
    assert told("县图书馆今天没开门。", known=["县图书馆"]) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("有个网吧，叫飞速，天天放未成年人进去。", ["飞速"]),
        ("那家店招牌是老街坊茶社。", ["老街坊茶社"]),
        ("书吧名为拾光的，灯坏了。", ["拾光"]),
        ("新开的馆子叫 半亩塘。", ["半亩塘"]),
        ("叫他来修。", []),
        ("这地方叫做什么我不知道。", []),
        ("那个活动叫停了。", []),
    ],
)
def test_a_name_that_is_told_as_such(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in called(text)] == names
