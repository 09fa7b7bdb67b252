"""No deed passes without permission: every post against every deed, with the ledger played by a table."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.engine import requests as r
from bot.engine.staff.gate import HANDLERS
from bot.engine.staff.transitions import MOVES, TRANSITIONS
from bot.engine.staff.work import staff_turn
from bot.engine.state import State
from bot.engine.talk import Heard, Talk, World
from bot.permissions import Action, may
from config.form import Forms
from config.loader import load_profile
from nlu.understanding import Understanding
from storage.case import Case
from storage.entries import Entry, Noted
from storage.messages import Attachment, Inbound
from storage.people import Person, Post

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
PROFILE = load_profile("yiyuan")
NO = "WH20261101-0001"
SAID: dict[Action, str] = {
    "show": "打开",
    "show_contact": "看的联系电话，要回访",
    "show_photos": "看照片",
    "access_log": "谁看过反映人的电话",
    "assign": "派给县图书馆",
    "helper": "让东里镇网格协办",
    "start": "签收",
    "note": "备注：约了周三",
    "answer": "答复：下周一开门",
    "resolve": "办结：换了新的音响",
    "extend": "延期2个工作日，理由：等配件",
    "rectify": "不同意销号，照片是旧的",
    "rectify_result": "整改完成，换了全新功放",
    "close": "销号",
    "return_visit": "回访过了，群众满意",
    "refer": "转12345",
    "refuse": "不予受理，理由：不属实",
    "revoke": "撤销误派",
    "merge": "合并到WH20261102-0002",
    "urge": "催办",
    "relabel": "改成投诉",
    "supervise": "督办，三天内报结果",
    "suggest": "派给谁合适",
    "vote": "投票 先修戏台还是先修音响：戏台、音响、都行",
}
OTHER = Case("WH20261102-0002", 1, NOW, "yiyuan", "chat", "web", "", "inquiry", "other", "normal", "received")
PHOTO = Attachment("photo", "0" * 64, mime="image/jpeg")
NOTED = Entry(f"case:{NO}", 3, "system", NOW, Noted("去看过了", attachments=(PHOTO,)))
POSTS = {
    "operator": Post("operator"),
    "grid": Post("grid", town="燕崖镇"),
    "other grid": Post("grid", town="东里镇"),
    "unit": Post("unit", unit="culture"),
    "other unit": Post("unit", unit="library"),
    "triage": Post("unit", unit="public_service"),
    "supervisor": Post("supervisor"),
    "admin": Post("admin"),
}


def case(action: Action) -> Case:
    status = next(
        (at for at, deed in TRANSITIONS if deed == action and at not in ("received", "emergency")), "assigned"
    )
    return Case(
        NO, 3, NOW, "yiyuan", "chat", "web", "音响坏了", "inquiry", "facility", "normal", status, town="燕崖镇",
        unit="culture", due=date(2026, 11, 27), contact_phone="13900007701", reporter="p-resident", visited=True,
    )  # fmt: skip


def play(post: Post, action: Action) -> list[r.Request[Any]]:
    """Return what a turn asks of the ledger; cases are found, everything else answers with little."""
    text = f"{NO} {SAID[action]}"
    heard = Heard(Inbound("web", "m1", "c", "s", text, NOW), Understanding(text, "out_of_scope", 0.2))
    talk = Talk(heard, World(NOW, PROFILE, Forms({})), Person("p-staff", post=post), State())
    known = case(action)
    answers: dict[type[Any], Any] = {
        r.CaseByNo: known,
        r.Append: known,
        r.History: [NOTED],
        r.LinkPhotos: ("https://bot.example.cn/photo/1",),
        r.Notify: True,
        r.NotifyPosts: 1,
    }
    asked: list[r.Request[Any]] = []

    done: list[bool] = []
    plan, answer = _noted(staff_turn(talk), done), None
    with suppress(StopIteration):
        while True:
            request = plan.send(answer)
            asked.append(request)
            answer = answers.get(type(request))
            if isinstance(request, r.CaseByNo) and request.no != NO:
                answer = OTHER
    assert done == [True]
    assert talk.replies
    return asked


def _noted(plan: r.Plan[bool], done: list[bool]) -> r.Plan[None]:
    done.append((yield from plan))


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("action", HANDLERS)
def test_permission_decides(name: str, action: Action) -> None:
    post = POSTS[name]
    asked = play(post, action)
    written = [request.body for request in asked if isinstance(request, r.Append)]
    told = [request for request in asked if isinstance(request, r.Notify)]
    linked = any(isinstance(request, r.LinkPhotos) for request in asked)
    verdict = may(post, action, case(action), PROFILE)
    assert linked is (action == "show_photos" and verdict == "yes")
    if verdict == "no":
        assert not told
        assert {type(body).__name__ for body in written} <= {"Noted"}
        assert all("没有照办" in body.text for body in written)
    elif verdict == "propose":
        assert not told
        assert [type(body).__name__ for body in written] == ["Noted"]
    elif action in MOVES and action != "suggest":
        assert written


def test_every_deed_is_tried() -> None:
    assert set(SAID) == set(HANDLERS)


def test_without_a_post_nothing_is_read() -> None:
    heard = Heard(Inbound("web", "m1", "c", "s", f"{NO} 销号", NOW), Understanding("", "submit_need", 0.2))
    talk = Talk(heard, World(NOW, PROFILE, Forms({})), Person("p"), State())
    with pytest.raises(StopIteration) as end:
        next(staff_turn(talk))
    assert end.value.value is False
