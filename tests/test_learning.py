"""Learning from life: from a message that was not understood to a line of training that says where it came from."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import msgspec
import pytest
import typer
from typer.testing import CliRunner, Result

from app.commands import batch
from app.rehearsal.play import Played
from app.rehearsal.scenario import Scenario
from bot.engine.learning import reading_of
from bot.engine.staff import review_words
from nlu.training.checks import check
from nlu.training.corpus import Line, read_folder
from nlu.training.reviewed import Learnt, marked, write
from nlu.training.workshop import write_lines
from nlu.understanding import FAQ_IDS, INTENTS, Entity, Understanding
from storage import labels as names
from storage.review_items import Labels, Reading, missing

Rehearse = Callable[..., Awaitable[Played]]
Type = Callable[..., Result]
LOST = {
    "id": "T", "turns": [
        {"as": "r1", "say": "噼里啪啦嗡嗡嗡咚，我叫李桂花，13812340123"},
        {"as": "r2", "say": "咣当咣当滋滋滋"},
        {"as": "r3", "say": "嘀嘀嗒嗒呜噜呜噜"},
    ],
}  # fmt: skip


@pytest.fixture
def typed(tmp_path: Path, rehearse: Rehearse) -> Type:
    """Type a command on a ledger in which three residents were not understood."""
    url = f"sqlite:///{tmp_path / 'shiliu.db'}"
    asyncio.run(rehearse(Scenario.model_validate(LOST), url))
    shell = typer.Typer()
    batch.add(shell)

    def run(*words: str, keys: Iterable[str] = ()) -> Result:
        settings = {"SHILIU_VAR": str(tmp_path)}
        command = ["nlu", "review", *words, "--database", url]
        return CliRunner().invoke(shell, command, input="".join(f"{key}\n" for key in keys), env=settings)

    return run


def lines(path: Path) -> list[Line]:
    return read_folder(path.parent)


def test_misunderstood_then_labelled_then_exported_then_read_for_training(
    typed: Type, tmp_path: Path
) -> None:
    told = typed(keys=["投诉 服务", "y", "f", "13", "y", "d"])
    assert told.exit_code == 0, told.output
    assert "〔姓名〕，〔电话〕" in told.output
    assert "定了 3 条，还有 0 条" in told.output

    target = tmp_path / "data" / "reviewed.yml"
    written = typed("--export", str(target), "--json")
    assert json.loads(written.output) == {"file": str(target), "lines": 2, "new": 2}
    first, second = lines(target)
    assert first.text == "噼里啪啦嗡嗡嗡咚,我叫〔姓名〕,〔电话〕".replace(",", "，")
    assert (first.intent, first.labels) == (
        "submit_need",
        {"kind": "complaint", "category": "service", "urgency": "normal"},
    )
    assert first.provenance == {"source": "review", "item": "1", "date": "2026-11-20"}
    assert (second.intent, second.labels) == ("ask_faq", {"faq": "fees"})
    assert second.provenance["item"] == "2"
    assert check([first, second], []) == []

    trained = tmp_path / "trained.yml"
    write_lines([first, second], trained)
    assert "review" not in trained.read_text(encoding="utf-8")


def test_a_second_export_writes_the_same_and_counts_nothing_new(typed: Type, tmp_path: Path) -> None:
    typed(keys=["查进度", "y", "q"])
    target = tmp_path / "data" / "reviewed.yml"
    typed("--export", str(target))
    before = target.read_bytes()
    again = typed("--export", str(target), "--json")
    assert json.loads(again.output)["new"] == 0
    assert target.read_bytes() == before


def test_nobody_elses_lines_are_overwritten(typed: Type, tmp_path: Path) -> None:
    target = tmp_path / "pen.yml"
    target.write_text("version: '3.1'\nnlu:\n- intent: greet\n  examples: |\n    - 您好\n", encoding="utf-8")
    refused = typed("--export", str(target))
    assert refused.exit_code == 1
    assert "您好" in target.read_text(encoding="utf-8")


def test_what_is_open_is_listed_for_machines_without_anything_personal(typed: Type) -> None:
    rows = json.loads(typed("--json").output)
    assert [row["reason"] for row in rows] == ["doubted"] * 3
    assert [row["channel"] for row in rows] == ["web"] * 3
    assert "李桂花" not in str(rows)
    assert "13812340123" not in str(rows)


def test_skipping_and_quitting_leave_items_open(typed: Type) -> None:
    told = typed(keys=["s", "q"])
    assert "定了 0 条，还有 3 条" in told.output
    assert len(json.loads(typed("--json").output)) == 3


def test_the_end_of_the_input_decides_nothing(typed: Type) -> None:
    assert "定了 0 条，还有 3 条" in typed().output


def test_labels_are_chosen_by_number_one_after_another(typed: Type) -> None:
    told = typed(keys=["i", "1", "y", "5", "y", "2", "u", "3", "y", "q"])
    assert "还差类型" in told.output
    assert "还差类别" in told.output
    assert "建议 设施建设 紧急" in told.output
    assert "定了 1 条" in told.output


def test_what_names_no_meaning_changes_nothing(typed: Type) -> None:
    told = typed(keys=["那个那个", "k", "99", "q"])
    assert "没看懂" in told.output
    assert "没有这个号" in told.output
    assert "定了 0 条" in told.output


KNOWN = Labels("out_of_scope", "complaint", "facility", "pressing", audience=("elderly",))
SAID = [
    ("投诉 服务", Labels("submit_need", "complaint", "service", "pressing", audience=("elderly",))),
    ("是建议", Labels("submit_need", "suggestion", "facility", "pressing", audience=("elderly",))),
    (
        "应该算求助，活动类，紧急",
        Labels("submit_need", "request", "activity", "urgent", audience=("elderly",)),
    ),
    ("常见问题 收费", Labels("ask_faq", faq="fees")),
    ("申报非遗", Labels("ask_faq", faq="heritage_apply")),
    ("查进度", Labels("check_status")),
    ("不归文化管", Labels("out_of_scope")),
]


@pytest.mark.parametrize(("said", "meant"), SAID)
def test_staff_say_meanings_in_words(said: str, meant: Labels) -> None:
    assert review_words.read(said, KNOWN) == meant


@pytest.mark.parametrize(
    "said", ["", "好的", "0004 派给县文化馆", "投诉热线是多少", "图书馆几点关门", "我想投诉一个人"]
)
def test_other_words_name_no_meaning(said: str) -> None:
    assert review_words.read(said, KNOWN) is None


EVERY = [
    *(Labels("submit_need", k, c, u) for k in names.KINDS for c in names.CATEGORIES for u in names.URGENCIES),
    *(Labels("ask_faq", faq=faq) for faq in FAQ_IDS),
    *(Labels(intent) for intent in INTENTS if intent not in ("submit_need", "ask_faq")),
]


@pytest.mark.parametrize("meaning", EVERY, ids=review_words.spoken)
def test_every_meaning_can_be_said_as_it_is_shown(meaning: Labels) -> None:
    assert missing(meaning) == ()
    assert review_words.read(review_words.spoken(meaning), Labels("greet")) == meaning
    otherwise = Labels("submit_need", "praise", "market", "urgent", "fees")
    assert review_words.read(review_words.exact(meaning), otherwise) == meaning


def test_a_proposal_of_people_comes_before_what_the_model_said() -> None:
    reading = Reading(Labels("ask_faq", faq="fees"), 0.5, (("ask_faq", 0.5), ("greet", 0.2), ("bye", 0.1)))
    best = review_words.likely(reading, Labels("submit_need", "praise", "service", "normal"))
    assert best == (
        Labels("submit_need", "praise", "service", "normal"),
        Labels("ask_faq", faq="fees"),
        Labels("greet"),
    )


def test_a_reading_keeps_the_spans_that_the_redacted_words_still_hold() -> None:
    read = Understanding(
        "文化站的灯坏了，找李桂花", "submit_need", 0.91234, (("submit_need", 0.91234),), "complaint", "facility", "normal",
        entities=(Entity("venue", "文化站", 0, 3), Entity("topic", "灯", 4, 5), Entity("person", "李桂花", 9, 12)),
    )  # fmt: skip
    reading = reading_of(read, "文化站的灯坏了，找〔姓名〕")
    assert reading.spans == (("venue", "文化站"), ("topic", "灯"))
    assert reading.confidence == 0.912
    assert msgspec.json.decode(msgspec.json.encode(reading), type=Reading) == reading


@pytest.mark.parametrize(
    ("text", "spans", "written"),
    [
        ("文化站的灯坏了", [("venue", "文化站"), ("topic", "灯")], "[文化站](venue)的[灯](topic)坏了"),
        ("灯坏了，换个灯", [("topic", "灯"), ("topic", "灯")], "[灯](topic)坏了，换个[灯](topic)"),
        ("文化站", [("venue", "文化站"), ("topic", "文化")], "[文化站](venue)"),
        ("看[这里](x)", [("topic", "那里")], "看【这里】(x)"),
    ],
)
def test_spans_become_marks(text: str, spans: list[tuple[str, str]], written: str) -> None:
    assert marked(text, spans) == written


def test_what_is_written_is_read_with_its_spans_and_labels(tmp_path: Path) -> None:
    spans, labels = (("venue", "文化站"),), {"kind": "complaint", "category": "facility", "urgency": "normal"}
    learnt = Learnt("文化站的灯坏了", "submit_need", 7, "2026-11-20", labels, ("elderly",), spans)
    write([learnt], tmp_path / "reviewed.yml")
    [line] = lines(tmp_path / "reviewed.yml")
    assert [(span.entity, span.start, span.end) for span in line.spans] == [("venue", 0, 3)]
    assert (line.labels, line.audience, line.text) == (labels, ("elderly",), "文化站的灯坏了")
