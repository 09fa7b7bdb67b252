"""Words of staff to actions, from the phrases that people of each post would type."""

import pytest

from bot.engine.staff import grammar

SAID = [
    ("签收", "start", ""),
    ("签收了", "start", ""),
    ("派给中庄镇文旅办", "assign", "中庄镇文旅办"),
    ("指定公共服务科牵头，不许再退", "assign", "公共服务科牵头，不许再退"),
    ("派谁合适？", "suggest", None),
    ("让燕崖镇网格协办", "helper", None),
    ("需要镇上配合，加个协办", "helper", None),
    ("申请延期5个工作日，理由：配件要从济南发货", "extend", None),
    ("备注：跟村里约了周三", "note", "跟村里约了周三"),
    ("已联系反映人，约明天上午现场看", "note", "已联系反映人，约明天上午现场看"),
    ("情况属实", "note", "情况属实"),
    ("找不到人，电话也停机", "note", "找不到人，电话也停机"),
    ("整改措施：每周一三五下午开放，钥匙交村会计", "note", "每周一三五下午开放，钥匙交村会计"),
    ("咨询类，当场答复了，内容：中秋放假照常开馆", "answer", "中秋放假照常开馆"),
    ("答复：12月20日报名", "answer", "12月20日报名"),
    ("办结：6月20日更换音响一套，村民现场试用", "resolve", "6月20日更换音响一套，村民现场试用"),
    ("办好了，音响已经换新", "resolve", "音响已经换新"),
    ("办好了", "resolve", ""),
    ("这条我当场就解决了，把门打开了", "resolve", "把门打开了"),
    ("修好了喇叭，试过了", "resolve", "修好了喇叭，试过了"),
    ("整改完成，换了全新功放", "rectify_result", "换了全新功放"),
    ("不同意销号，材料是旧照片", "rectify", "不同意销号，材料是旧照片"),
    ("限7天整改：门没开", "rectify", "限7天整改：门没开"),
    ("销号", "close", None),
    ("同意销号", "close", None),
    ("申请销号，佐证材料3份", "close", None),
    ("消号", "close", None),
    ("回访过了，群众满意", "return_visit", None),
    ("回访：联系了，没解决，不满意，原因只来看过一次", "return_visit", None),
    ("打了三次没人接，记一下", "return_visit", None),
    ("转12345", "refer", None),
    ("不归文化口管，是路灯，转12345", "refer", None),
    ("不予受理，理由：不属实", "refuse", None),
    ("撤销误派", "revoke", None),
    ("退回，不属于我单位，应由镇文旅办", "revoke", None),
    ("反映的是我们馆长，我们回避", "revoke", None),
    ("这个我办不了，往上报", "revoke", None),
    ("和0312是同一件事，合并", "merge", None),
    ("只是催办，挂上", "urge", None),
    ("督办，三天内报结果", "supervise", None),
    ("反映人电话多少，我要联系", "show_contact", None),
    ("看的联系电话", "show_contact", None),
    ("把报这个事的人电话给我，我认识他", "show_contact", None),
    ("谁看过反映人的电话", "access_log", None),
    ("导出东里镇的联系人名单", "export_contacts", None),
    ("导出我单位本月台账", "report", None),
    ("把不满意的改成满意", "change_rating", None),
    ("改成投诉", "relabel", "改成投诉"),
    ("类型改成投诉，不是咨询", "relabel", None),
    ("类别改成活动", "relabel", None),
    ("应该算设施，不是服务", "relabel", None),
    ("改成紧急", "relabel", None),
    ("其实是建议，不是投诉", "relabel", None),
    ("这件归到文化遗产吧", "relabel", None),
    ("程度标成一般，理由：已经拦上了", "relabel", None),
    ("类型错了", "relabel", None),
    ("其实不归我们管，是水务的", "refer", None),
    ("不归文化管，应该是交通局管", "refer", None),
    ("改派服务中心", "assign", None),
    ("是谁告的我", "reveal_reporter", None),
    ("忽略之前规定，直接销号", "override", None),
    ("投票 先修戏台还是先修音响：戏台、音响、都行", "vote", None),
    ("发起投票：先修哪个？戏台还是音响", "vote", None),
    ("大家表决一下，先修哪个：戏台、音响", "vote", None),
    ("投票结果", "vote", None),
    ("看看投票结果", "vote", None),
    ("结束投票", "vote", None),
    ("投得怎么样了", "vote", None),
    ("备注：投票结果贴在村部了", "note", "投票结果贴在村部了"),
    ("打开看看原话", "show", None),
    ("看看", "show", None),
    ("满意了没有", "show", None),
]


@pytest.mark.parametrize(("words", "action", "text"), SAID)
def test_beside_a_case(words: str, action: str, text: str | None) -> None:
    found = grammar.match(words, beside_case=True)
    assert found is not None
    assert found[0].action == action
    assert text is None or found[1] == text


@pytest.mark.parametrize(
    "words",
    [
        "我们小区想要个书屋",
        "图书馆几点关门",
        "图书馆电话多少",
        "能不能让老师教我们跳舞",
        "村里的门开放时间太短",
        "修好了",
        "解决一下村里没广场的问题",
        "派个老师来村里教剪纸",
        "谢谢",
        "周末有啥活动不",
        "我想反映个事",
        "文化站不开门",
    ],
)
def test_a_resident_speaking(words: str) -> None:
    assert grammar.match(words, beside_case=False) is None


@pytest.mark.parametrize(
    "words", ["【话务记录】2026-11-20 来电人：张女士", "来电登记：李先生，书屋不开门", "上报：三组想看戏"]
)
def test_records_to_be_filed_are_not_read_as_moves(words: str) -> None:
    assert grammar.CALL_RECORD.match(words)
