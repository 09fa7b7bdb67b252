"""Whom to ring back: names, numbers, refusals, as callers and operators say them."""

import pytest

from nlu.calls.contact import Contact, find_contact
from nlu.calls.labeller import load
from nlu.calls.layout import read_layout
from nlu.phones import find_phones

LABELLERS = load()


def contact(text: str) -> Contact:
    return find_contact(text, read_layout(text), find_phones(text), LABELLERS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("话务员：您贵姓？\n来电人：姓綦，綦江那个綦，綦广田。电话13900044176。", "綦广田"),
        ("嗯好我叫隋兰英隋朝的隋电话13800052907", "隋兰英"),
        ("我叫仇贵仇是仇恨的仇电话13700033981", "仇贵"),
        ("来电人苑先生反映图书馆提前闭馆。电话：13900071182", "苑先生"),
        ("来电人：桓玉梅\n联系电话：13800036620\n诉求内容：戏台漏雨\n回访：是", "桓玉梅"),
        ("我姓扈，电话13800041139。", "扈"),
        ("免贵姓丛，丛林的丛，就写丛女士吧，号码13700028155", "丛女士"),
        ("俺村的音响坏了，来修修。", None),
    ],
)
def test_names(text: str, name: str | None) -> None:
    assert contact(text).name == name


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("电话13800052907不是2907是2970你看我这脑子", "13800052970"),
        ("电话一三九零零零四四幺七六，对", "13900044176"),
        ("我姓栾，13800081150，打不通打我闺女的13800081166。", "13800081150"),
        ("记我手机13700030016，13700030061这个是我妈的", "13700030016"),
        ("家里座机0533-3241166，白天有人", "05333241166"),
        ("来电号码：138****3327（已脱敏）\n诉求人：匿名\n诉求内容：网吧放学生进去\n回访：否", None),
        ("来电号码：13800009999\n联系电话：13900071182\n诉求人：苑先生\n诉求内容：闭馆早", "13900071182"),
    ],
)
def test_phones(text: str, phone: str | None) -> None:
    assert contact(text).phone == phone


@pytest.mark.parametrize(
    ("text", "anonymous"),
    [
        ("我反映一个事，名字我就不说了，你们去查。", True),
        ("坐席：留个名字吗？\n市民：别留我名，低头不见抬头见的。", True),
        ("姓名：匿名\n诉求内容：书店卖盗版\n区域：南麻街道", True),
        ("姓名不用了吧，要的话就写王阿姨，电话13700092231。", False),
        ("我叫费洪亮，不用匿名。", False),
    ],
)
def test_refusals(text: str, anonymous: bool) -> None:
    found = contact(text)
    assert found.anonymous is anonymous
    assert not anonymous or found.name is None
