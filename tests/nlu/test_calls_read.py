"""What a whole call record comes to: needs, withdrawals, corrections, referrals, earlier cases."""

import pytest

from config.loader import load_profile
from nlu.backend import local
from nlu.calls import CallRecord, read_record

MODEL, GAZETTEER = local(load_profile("yiyuan")).parts


def read(text: str) -> CallRecord:
    return read_record(text, MODEL, GAZETTEER)


DIALOGUE = (
    "话务员：您好，文化热线。\n"
    "来电人：我是悦庄镇北张庄村的，俺村图书室天天锁着门，孩子借不上书。\n"
    "话务员：还有别的吗？\n"
    "来电人：还有就是村口路灯不亮。\n"
    "话务员：路灯我给您转供电。您贵姓？\n"
    "来电人：我叫滕玉芝，电话13900012207。"
)


def test_each_need_of_a_dialogue_is_a_case() -> None:
    record = read(DIALOGUE)
    assert record.intent == "submit_need"
    assert [case.out_of_scope for case in record.cases] == [False, True]
    assert record.cases[0].venue is not None
    assert "图书室" in record.cases[0].venue
    assert record.cases[0].place == "悦庄镇北张庄村"
    assert (record.contact_name, record.contact_phone, record.anonymous) == ("滕玉芝", "13900012207", False)


def test_what_is_taken_back_is_no_case() -> None:
    record = read(
        "陈女士反映南麻街道富源社区文化活动室空调坏了，希望维修。又提活动室缺椅子，坐席查询告知下周就送来，"
        "这条撤回。电：13800003904。"
    )
    assert len(record.cases) == 1
    assert "空调" in record.cases[0].summary


@pytest.mark.parametrize(
    "text",
    [
        "来电人李女士反映燕崖镇碾砣村文化广场音响坏了，另建议图书馆周末延长开放，电话13900001234。",
        "来电人李女士反映，燕崖镇碾砣村文化广场音响坏了两个月没人修；另建议图书馆周末延长开放时间。电话13900001234。",
    ],
)
def test_where_nothing_is_taken_back_no_stated_matter_is_left_out(text: str) -> None:
    assert [case.venue for case in read(text).cases] == ["文化广场", "图书馆"]


def test_summary_has_neither_name_nor_number() -> None:
    record = read("你好我叫费洪亮电话13900009327我们石桥镇上峪子村文化广场的音响坏了，想让人来修修。")
    assert record.cases
    for case in record.cases:
        assert "费洪亮" not in case.summary
        assert "13900009327" not in case.summary


def test_asking_for_an_earlier_case_is_no_need() -> None:
    record = read(
        "您好，请讲。你好，我上回报的那个事办得怎么样了，单号WH20261012-0031，就问问办到哪一步了。"
        "好的我查一下，已经派到镇文化站了。行，谢谢。"
    )
    assert (record.intent, record.case_no, record.cases) == ("check_status", "WH20261012-0031", ())


def test_what_nothing_understands_is_still_one_case() -> None:
    record = read("那个事还得再说说，反正就那样吧，你们看着来，村里老少都知道。")
    assert len(record.cases) <= 1
    assert record.intent in ("submit_need", "check_status")


def test_place_joins_town_and_village_that_stand_apart() -> None:
    text = (
        "所属区域：燕崖镇\n联系电话：13900001111\n诉求内容：碾砣村文化广场音响坏了，请派人维修。\n工单编号：1"
    )
    case = read(text).cases[0]
    assert case.place == "燕崖镇碾砣村"
    town, village = case.spans["town"], case.spans["place"]
    assert text[slice(*town)] + text[slice(*village)] == case.place


@pytest.mark.parametrize("text", ["", " ", "。。。", "\n\n", "嗯", "A:\nB:\n"])
def test_records_without_words_are_read(text: str) -> None:
    assert read(text).contact_phone is None
