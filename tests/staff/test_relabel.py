"""Labels of a case set right by chat: what is read, what follows from it, what is told and what is learnt."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from bot.engine import requests as r
from bot.engine.review_requests import AskReview
from bot.engine.staff import grammar
from bot.engine.staff.relabel import changes_of
from bot.engine.staff.relabel_words import labels_in, reason_in
from bot.engine.staff.work import staff_turn
from bot.engine.state import State
from bot.engine.talk import Heard, Talk, World
from config.form import Forms
from config.loader import load_profile
from nlu.understanding import Understanding
from storage.case import Case, apply
from storage.entries import Changed, Entry, Noted
from storage.messages import Inbound
from storage.people import Person, Post
from tests.storage.samples import need

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
PROFILE = load_profile("yiyuan")
CENTER = next(unit.name for unit in PROFILE.units if unit.id == "center")
USUAL, SOON = date(2026, 11, 27), date(2026, 11, 23)
NO = "WH20261119-0012"
NEW = Case(
    NO, 3, NOW, "yiyuan", "chat", "web", "文化站的书法班报不上名，电话没人接", "request", "service", "normal",
    "received", town="燕崖镇", summary="书法班报不上名", reporter="p-resident", suggested_unit="culture",
)  # fmt: skip
GIVEN = msgspec.structs.replace(NEW, status="assigned", unit="culture", assigned_at=NOW, due=USUAL)


class Played:
    """A ledger of one case: a message of a supervisor, and what it asked of the ledger."""

    def __init__(self, case: Case, text: str) -> None:
        heard = Heard(Inbound("web", "m1", "c", "s", text, NOW), Understanding(text, "out_of_scope", 0.2))
        self.case = case
        self.talk = Talk(
            heard, World(NOW, PROFILE, Forms({})), Person("p-staff", post=Post("supervisor")), State()
        )
        self.asked = list(self._play())

    def _play(self) -> Iterator[r.Request[Any]]:
        plan, answer = staff_turn(self.talk), None
        with suppress(StopIteration):
            while True:
                request = plan.send(answer)
                yield request
                answer = self._answer(request)

    def _answer(self, request: r.Request[Any]) -> Any:
        if isinstance(request, r.Append):
            entry = Entry(f"case:{NO}", self.case.version + 1, "person:p-staff", NOW, request.body)
            self.case = apply(self.case, entry)
        known: dict[type[Any], Any] = {r.CasesByShort: [self.case], r.Notify: True, r.NotifyPosts: 1}
        return known.get(type(request), self.case)

    @property
    def written(self) -> list[Any]:
        return [request.body for request in self.asked if isinstance(request, r.Append)]

    @property
    def told(self) -> list[str]:
        notices = [x for x in self.asked if isinstance(x, r.Notify | r.NotifyPosts | r.Alarm)]
        return [request.reply.key for request in notices]

    @property
    def reviews(self) -> list[Any]:
        return [request.finding for request in self.asked if isinstance(request, AskReview)]

    @property
    def answered(self) -> dict[str, Any]:
        reply = self.talk.replies[-1]
        inner = reply.fields.get("reply", reply)
        return {"key": inner.key, **inner.fields}


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("改成投诉", {"kind": "complaint"}),
        ("类型改成投诉，不是咨询", {"kind": "complaint"}),
        ("投诉改成建议", {"kind": "suggestion"}),
        ("建议改成紧急", {"urgency": "urgent"}),
        ("是建议，不是投诉", {"kind": "suggestion"}),
        ("不算投诉，算求助", {"kind": "request"}),
        ("类别改成活动", {"category": "activity"}),
        ("应该算设施，不是服务", {"category": "facility"}),
        ("归到文化市场与旅游", {"category": "market"}),
        ("改成投诉 服务类 较急", {"kind": "complaint", "category": "service", "urgency": "pressing"}),
        ("其实不紧急", {"urgency": "normal"}),
        ("改成急件", {"urgency": "urgent"}),
        ("改成举报，理由：是投诉人自己说的", {"kind": "report"}),
        ("不是投诉", {}),
        ("类型错了", {}),
    ],
)
def test_labels_in_words(words: str, labels: dict[str, str]) -> None:
    read = grammar.match(words, beside_case=True)
    assert read is not None
    assert read[0].action == "relabel"
    assert labels_in(read[1]) == labels


@pytest.mark.parametrize(
    "words",
    [
        "投诉",
        "是投诉吗",
        "改成投诉了没有人管",
        "备注：改成投诉更合适",
        "办结：服务改好了",
        "群众把不满意改成满意",
        "派给服务中心",
        "改成县文化馆办",
    ],
)
def test_labels_among_other_words_are_no_correction(words: str) -> None:
    read = grammar.match(words, beside_case=True)
    assert read is None or read[0].action != "relabel"


def test_only_what_is_called_a_reason_is_one() -> None:
    assert reason_in("改成投诉，理由：电话里骂人") == "电话里骂人"
    assert reason_in("应该算设施，不是服务") == ""


def test_a_correction_is_one_entry_that_says_what_is_new_and_why() -> None:
    played = Played(NEW, "0012 改成投诉，原因：他说的是没人接电话")
    assert played.written == [Changed({"kind": "complaint"}, "他说的是没人接电话")]
    assert played.answered["changes"] == "类型求助→投诉"
    assert played.told == []


def test_the_unit_that_the_table_names_follows_the_category_before_anybody_has_the_case() -> None:
    played = Played(NEW, "0012 应该算设施，不是服务")
    assert played.written == [Changed({"category": "facility", "suggested_unit": "center"})]
    assert played.answered["unit"].fields["unit"] == CENTER


def test_who_has_the_case_keeps_it_and_hears_of_the_correction() -> None:
    played = Played(GIVEN, "0012 应该算设施，不是服务")
    assert (played.case.unit, played.case.suggested_unit) == ("culture", "center")
    assert played.told == ["staff.relabelled"]
    assert played.answered["unit"].fields["unit"] == CENTER


def test_what_becomes_urgent_is_due_as_if_it_came_today_and_everybody_concerned_is_told() -> None:
    played = Played(GIVEN, "0012 改成紧急")
    assert played.written == [Changed({"urgency": "urgent"}, due=SOON)]
    assert set(played.told) == {
        "staff.now_urgent", "staff.alarm_raised", "staff.relabelled", "notice.due_moved",
    }  # fmt: skip


def test_a_deadline_that_is_nearer_already_stays() -> None:
    near = msgspec.structs.replace(GIVEN, due=date(2026, 11, 21))
    played = Played(near, "0012 改成紧急")
    assert played.written == [Changed({"urgency": "urgent"})]
    assert "notice.due_moved" not in played.told


def test_what_is_urgent_no_more_has_the_usual_time_from_the_day_it_was_given() -> None:
    hurried = msgspec.structs.replace(GIVEN, urgency="urgent", due=SOON)
    assert Played(hurried, "0012 程度改成一般").written == [Changed({"urgency": "normal"}, due=USUAL)]


@pytest.mark.parametrize("status", ["rectifying", "resolved", "answered"])
def test_the_deadline_of_what_is_not_in_its_first_handling_stays(status: str) -> None:
    case = msgspec.structs.replace(GIVEN, status=status)
    assert Played(case, "0012 改成紧急").written == [Changed({"urgency": "urgent"})]


def test_without_a_unit_there_is_no_deadline_to_move() -> None:
    assert Played(NEW, "0012 改成紧急").written == [Changed({"urgency": "urgent"})]


def test_what_is_so_already_is_said_and_not_written() -> None:
    played = Played(NEW, "0012 改成求助")
    assert played.written == []
    assert played.answered["key"] == "staff.relabel_same"


def test_a_closed_case_keeps_its_labels() -> None:
    played = Played(msgspec.structs.replace(GIVEN, status="closed"), "0012 改成投诉")
    assert played.written == []
    assert played.answered["key"] == "staff.impossible"


def test_without_a_value_it_is_asked_for() -> None:
    played = Played(NEW, "0012 类型错了")
    assert played.written == []
    assert played.answered["key"] == "staff.ask.label"


def test_another_kind_or_category_is_kept_to_learn_from() -> None:
    (finding,) = Played(NEW, "0012 类别改成活动").reviews
    assert finding.reason == "relabelled"
    assert finding.reading.labels.category == "service"
    assert (finding.proposal.kind, finding.proposal.category) == ("request", "activity")


@pytest.mark.parametrize("secret", ["confidential", "minor", "anonymous"])
def test_nothing_is_learnt_from_what_was_said_in_confidence(secret: str) -> None:
    case = msgspec.structs.replace(NEW, **{secret: True})
    assert Played(case, "0012 改成投诉").reviews == []


def test_an_urgency_alone_teaches_nothing() -> None:
    assert Played(NEW, "0012 改成紧急").reviews == []


def test_old_and_new_are_read_off_the_entries() -> None:
    bodies = [
        need(kind="request"), Changed({"kind": "complaint"}), Noted("看过"),
        Changed({"kind": "report", "urgency": "urgent"}), Changed({"town": "东里镇"}),
    ]  # fmt: skip
    entries = [Entry("case:1", n, "system", NOW, body) for n, body in enumerate(bodies, 1)]
    assert changes_of(entries) == {2: "类型求助→投诉", 4: "类型投诉→举报，程度一般→紧急", 5: ""}


@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("0012 其实不归我们管，是水务的", "水务部门"),
        ("0012 不归文化管，应该是交通局管", "交通局"),
        ("0012 不归文化口管，转12345", "12345"),
    ],
)
def test_what_is_not_ours_goes_to_whose_it_is(words: str, to: str) -> None:
    played = Played(NEW, words)
    assert [type(body).__name__ for body in played.written] == ["Referred"]
    assert played.written[0].to == to
    assert [finding.reason for finding in played.reviews] == ["rejected"]


def test_what_belongs_to_another_unit_of_ours_is_not_sent_away() -> None:
    assert Played(NEW, "0012 不归我们管，是文化馆的").written == []
