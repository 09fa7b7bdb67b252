"""Which number is rung back: how it is dictated, mended, and picked among others of the call."""

import pytest

from nlu.calls.contact import find_contact
from nlu.calls.labeller import load
from nlu.calls.layout import read_layout
from nlu.digits import ascii_digits
from nlu.phones import find_phones
from nlu.text import normalise
from nlu.training.calls_corpus import read_records
from nlu.training.calls_numbers import exchanges

LABELLERS = load()


def number(told: str) -> str | None:
    text = normalise(told).text
    return find_contact(text, read_layout(text), find_phones(text), LABELLERS).phone


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("电话是十三九 零零零零 五五 三一", "13900005531"),
        ("电话是十三九 零零零 五五 三一八", "13900055318"),
        ("号码一百三十八零零零零七七六六", "13800007766"),
        ("您记一下幺三七您慢点说幺三七零零零四嗯零零零四八八零一", "13700048801"),
        ("留个号吧幺三六幺三六零零零五零零零五九九二一九九二一好的", "13600059921"),
        ("坐席：电话？\n市民：137 0003 446。\n坐席：少一位。\n市民：哦，4465。", "13700034465"),
        ("坐席：电话？\n市民：137 0003 446，还有个5。", "13700034465"),
        ("电话13700 03 呃 137 0003 4 4 6 5 一共十一位", "13700034465"),
        (
            "甲：号码？\n乙：一三七，零零零三，\n甲：零零零三，\n乙：四四，\n甲：四四，\n乙：六五。",
            "13700034465",
        ),
        ("号码：1370003 开头、后四位4 4 6 5，坐席复述无误", "13700034465"),
        ("电话1370003 44、再补两位6、5，合计十一位", "13700034465"),
        ("电话一三七零零零三四 哎一共几位 一三七零零零三四四六五", "13700034465"),
        ("号码13700034465，后四位倒过来念是5644，别记反", "13700034465"),
        ("工单号2026112013700034465，别的没有", None),
    ],
)
def test_dictation(told: str, expected: str | None) -> None:
    assert number(told) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("手机13700034456，最后那个是五不是六", "13700034455"),
        ("手机13700034456，说反了，是4465", "13700034465"),
        ("手机幺三七零零零三四四五六，尾号五六错了，六五", "13700034465"),
        ("手机13800034465，哦开头错了，是137", "13700034465"),
        ("手机13700034465，是137，不是138啊", "13700034465"),
        ("手机13700054465，中间是0003，不是0005", "13700034465"),
        ("手机13700034465，哦不，13700034456，末尾五六", "13700034456"),
        ("坐席：号码？\n市民：13700034456。\n坐席：13700034456。\n市民：等等，65，不是56。", "13700034465"),
        ("号码13700034465话务员复述13700034456市民说不对是四四六五", "13700034465"),
        ("坐席：电话还是13700034456？\n市民：四四六五，上回也念错了。", "13700034465"),
        ("话务员：13700034456。\n来电人：后四位4465，你念成4456了。", "13700034465"),
    ],
)
def test_digits_put_right(told: str, expected: str) -> None:
    assert number(told) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("家里座机3251907，前头加0533", "05333251907"),
        ("坐席：电话？\n市民：325 1907。\n坐席：是0533吧？\n市民：对。", "05333251907"),
        ("没手机，座机，3-2-5-1-9-0-7，区号你替我加上，0533", "05333251907"),
        ("办公室电话0533-3251907，晚上打家里的，家里3261908，就打家里", "05333261908"),
        ("单位电话0533-3251907转206，快下班了，打手机13700034465", "13700034465"),
        ("手机13700034465 座机0533-3251907 家里老有人先打家里", "05333251907"),
    ],
)
def test_landlines(told: str, expected: str) -> None:
    assert number(told) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("我的13700034465，上班不让接，打我男人的，13600058820", "13600058820"),
        ("我的13700034465，我妹的13600058820，先打她的，我手机老没电", "13600058820"),
        ("手机13700034465白天不接，打座机吧，0533-3251907", "05333251907"),
        ("你打我13700034465这个，别打刚才打进来的13600058820", "13700034465"),
        ("我留两个，一个13700034465，一个13600058820，随便打", "13700034465"),
        ("留电13700034465，称打其夫13600058820亦可", "13700034465"),
        ("来电人卜女士（13700034465）反映，其婆婆王某（13600058820）行动不便，请打其本人。", "13700034465"),
    ],
)
def test_own_number_and_that_of_kin(told: str, expected: str) -> None:
    assert number(told) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("前头那个。", "13700034465"),
        ("第二个，第一个老没电。", "13600058820"),
        ("136那个。", "13600058820"),
        ("尾号4465的。", "13700034465"),
    ],
)
def test_an_answer_that_points_to_one_of_two(answer: str, expected: str) -> None:
    told = f"坐席：电话？\n市民：13700034465，还有一个13600058820。\n坐席：打哪个方便？\n市民：{answer}"
    assert number(told) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("可以。", "13600058820"),
        ("别，这是单位的，记我自己的，13700034465。", "13700034465"),
        ("换了，13700034465。", "13700034465"),
        ("借人家的。记我家的，0533，325，1907。", "05333251907"),
    ],
)
def test_the_number_on_the_display(reply: str, expected: str) -> None:
    assert number(f"话务：显示的是13600058820，留这个行吗？\n群众：{reply}") == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("旅行社电话0533-8890123没人接，我的电话是13700034465", "13700034465"),
        ("传真0533-8890124，办公电话0533-3251907", "05333251907"),
        ("墙上贴着收古董的电话13600058820，你们查查，我的号不留了。", None),
        ("公众号上写的咨询电话0533-8890123打了三天没人接，我不留名。", None),
    ],
)
def test_numbers_of_offices_and_advertisements(told: str, expected: str | None) -> None:
    assert number(told) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("13700034465，没人接就打13600058820", "13700034465"),
        ("我手机13700034465信号差，你打我对象的，13600058820", "13600058820"),
        ("学校电话0533-3251907，我的是13700034465，先打学校，放学后打手机", "05333251907"),
        ("联系13700034465，儿子的13600058820，村里的事打我，别打他", "13700034465"),
    ],
)
def test_how_far_words_that_point_hold(told: str, expected: str) -> None:
    assert number(told) == expected


def test_made_up_exchanges_name_a_number_that_they_tell() -> None:
    for text, ring in exchanges(read_records(), 200):
        assert ring is None or ring[-4:] in ascii_digits(text)


FORM = "来电号码：{shown}\n联系电话：{given}\n诉求内容：文化站周末不开门。{told}\n所属区域：东里镇"


@pytest.mark.parametrize(
    ("shown", "given", "told", "expected"),
    [
        ("137****4465", "13700034465", "", "13700034465"),
        ("13600058820", "不便提供", "", None),
        ("13600058820", "同来电", "", "13600058820"),
        ("136****8820", "13600058820（已停机）", "改打13700034465", "13700034465"),
        ("136****8820", "13600058820", "回访请打其妻13700034465", "13700034465"),
        ("136****8820", "13600058820", "上述为其丈夫号码，本人13700034465", "13700034465"),
        ("136****8820", "13700034465（本人）／13600058820（爱人，白天打这个）", "", "13600058820"),
    ],
)
def test_work_orders_with_several_numbers(shown: str, given: str, told: str, expected: str | None) -> None:
    assert number(FORM.format(shown=shown, given=given, told=told)) == expected


@pytest.mark.parametrize(
    ("told", "anonymous"),
    [
        ("来电人自称影院保安，不愿留姓，反映安全出口上锁。", True),
        ("一女士不肯留姓名，说怕店主知道，反映网吧放学生进去。", True),
        ("我姓展，展览的展，名字就不说了，号码13700034465", False),
        ("姓名：尚先生\n是否匿名 否\n联系电话：13700034465\n诉求内容：戏台漏雨", False),
        ("学校没报名就开班了，名额也没说，我叫卞海波，13700034465", False),
    ],
)
def test_what_counts_as_keeping_back_a_name(told: str, anonymous: bool) -> None:
    text = normalise(told).text
    assert find_contact(text, read_layout(text), find_phones(text), LABELLERS).anonymous is anonymous
