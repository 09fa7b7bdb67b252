"""The commands for people, run as they are typed, each on a ledger of its own."""

import asyncio
import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from config.secrets import load_secrets
from storage.entries import CampaignStarted, Opened, SurveyAnswered
from storage.messages import Outbound
from storage.store import Store
from tests.patience import START

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Type a command; settings come from the environment as they do for everybody."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHILIU_")}

    def typed(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app.cli", *words], cwd=ROOT, text=True, capture_output=True, check=False,
            timeout=START, env={**clean, "SHILIU_VAR": str(tmp_path), "COLUMNS": "200", **more},
        )  # fmt: skip

    return typed


async def work(folder: Path, deed: Callable[[Any], Any], now: datetime = NOW) -> Any:
    """Do something to the ledger that the commands will see."""
    key = load_secrets(folder / "secret.key").encryption
    store = await Store.open(f"sqlite:///{folder / 'shiliu.db'}", key, lambda: now)
    try:
        return await store.run(deed)
    finally:
        await store.close()


def file_case(tx: Any, words: str = "=书屋天天锁门，电话13900001212", town: str = "燕崖镇") -> Any:
    person = tx.people.identify("web", f"r-{town}", f"r-{town}")
    body = Opened(
        profile="yiyuan", source="chat", channel="web", words=words, kind="complaint", category="service",
        urgency="normal", town=town, summary="=书屋天天锁门", contact_name="孟庆丽", contact_phone="13900001212",
    )  # fmt: skip
    return tx.ledger.open(body, actor=f"person:{person.id}", person=person.id)


def test_an_invitation_is_given_listed_and_taken_back(run: Run, tmp_path: Path) -> None:
    given = run("staff", "invite", "grid", "--town", "燕崖", "--json")
    assert given.returncode == 0, given.stderr
    data = json.loads(given.stdout)
    assert (data["role"], data["town"]) == ("grid", "燕崖镇")

    def redeem(tx: Any) -> str:
        person = tx.people.identify("web", "new", "new")
        assert tx.posts.redeem(data["code"], person.id) is not None
        return str(person.id)

    person = asyncio.run(work(tmp_path, redeem))
    listed = json.loads(run("staff", "list", "--json").stdout)
    assert [row["person"] for row in listed] == [person]
    assert run("staff", "revoke", person).returncode == 0
    assert json.loads(run("staff", "list", "--json").stdout) == []
    assert run("staff", "revoke", person).returncode == 1


async def test_people_read_units_by_name_and_nothing_for_what_is_not_known(run: Run, tmp_path: Path) -> None:
    code = json.loads(run("staff", "invite", "unit", "--unit", "县文化馆", "--json").stdout)["code"]

    def redeem(tx: Any) -> str:
        person = tx.people.identify("web", "new", "new")
        assert tx.posts.redeem(code, person.id) is not None
        return str(person.id)

    person = await work(tmp_path, redeem)
    listed = run("staff", "list").stdout.strip()
    assert listed == f"{person}　承办单位　县文化馆　web"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("staff", "invite", "unit"), "--unit"),
        (("staff", "invite", "grid"), "--town"),
        (("staff", "invite", "grid", "--town", "天上镇"), "天上镇"),
        (("staff", "invite", "unit", "--unit", "没这个馆"), "没这个馆"),
        (("staff", "invite", "king"), "king"),
        (("ledger", "export", "--format", "xlsx"), "--out"),
        (("campaign", "start", "--form", "nosuch"), "nosuch"),
        (("ledger", "verify", "--database", "mysql://x"), "--database"),
        (("ledger", "verify", "--database", "postgresql://u@127.0.0.1:1/x"), "连不上"),
    ],
)
def test_a_wrong_option_is_refused_with_the_reason(run: Run, words: tuple[str, ...], told: str) -> None:
    ended = run(*words)
    assert ended.returncode != 0
    assert told in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


async def test_verify_finds_what_was_tampered_with(run: Run, tmp_path: Path) -> None:
    case = await work(tmp_path, file_case)
    assert run("ledger", "verify").returncode == 0
    with sqlite3.connect(tmp_path / "shiliu.db") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE entries SET body = replace(body, 'complaint', 'praise')")
    ended = run("ledger", "verify", "--json")
    assert ended.returncode == 1
    assert case.no in json.loads(ended.stdout)["findings"][0]


async def test_statistics_show_their_number(run: Run, tmp_path: Path) -> None:
    await work(tmp_path, file_case)
    data = json.loads(run("ledger", "stats", "--json").stdout)
    assert (data["total"], data["satisfaction"], data["town"]) == (1, None, {"燕崖镇": 1})
    assert "n=0" in run("ledger", "stats").stdout
    assert json.loads(run("ledger", "stats", "--month", "2020-01", "--json").stdout)["total"] == 0


async def test_an_export_tells_no_telephone(run: Run, tmp_path: Path) -> None:
    await work(tmp_path, file_case)
    exported = run("ledger", "export").stdout
    row = json.loads(exported.splitlines()[0])
    assert row["case_no"] == "WH20261120-0001"
    assert row["contact_phone"] == "139****1212"
    assert "13900001212" not in exported
    assert "孟庆丽" not in exported


async def test_a_table_runs_no_formula(run: Run, tmp_path: Path) -> None:
    await work(tmp_path, file_case)
    out = tmp_path / "out.csv"
    assert run("ledger", "export", "--format", "csv", "--out", str(out)).returncode == 0
    row = next(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert row["summary"].startswith("'=")
    sheet = tmp_path / "out.xlsx"
    assert run("ledger", "export", "--format", "xlsx", "--out", str(sheet)).returncode == 0
    book = load_workbook(sheet)
    assert "WH20261120-0001" in [cell.value for cell in book.worksheets[0][4]]


async def test_a_wave_reaches_those_it_is_for_and_is_counted(run: Run, tmp_path: Path) -> None:
    def people(tx: Any) -> str:
        file_case(tx)
        file_case(tx, town="东里镇")
        out = tx.people.identify("web", "out", "out")
        tx.people.opt(out.id, "survey", True)
        return str(tx.people.identify("web", "r-燕崖镇", "r-燕崖镇").id)

    person = await work(tmp_path, people)
    wave = json.loads(run("campaign", "start", "--town", "燕崖", "--title", "冬季", "--json").stdout)
    assert (wave["town"], wave["issued"], wave["title"]) == ("燕崖镇", 1, "冬季")
    everywhere = json.loads(run("campaign", "start", "--json").stdout)
    assert everywhere["issued"] == 2

    def answer(tx: Any) -> list[Any]:
        body = SurveyAnswered(person, "venues", "satisfied", "打13900001212问我")
        tx.campaigns.answer(wave["id"], body, actor=f"person:{person}")
        return [queued.message for queued in tx.outbox.rows("pending")]

    sent = await work(tmp_path, answer)
    assert {message.priority for message in sent} == {2}
    assert "开始" in sent[0].text
    assert len(json.loads(run("campaign", "list", "--json").stdout)) == 2
    shown = run("campaign", "results", wave["id"])
    assert "n=1" in shown.stdout
    assert "13900001212" not in shown.stdout
    data = json.loads(run("campaign", "results", wave["id"], "--json").stdout)
    assert data["items"]["venues"] == {"n": 1, "valid": 1, "counts": {"satisfied": 1}}
    assert run("campaign", "results", "S999").returncode == 1


def test_no_wave_starts_for_nobody(run: Run) -> None:
    assert run("campaign", "start").returncode == 1
    assert json.loads(run("campaign", "list", "--json").stdout) == []


async def test_a_wave_begun_at_night_has_the_date_of_the_county(run: Run, tmp_path: Path) -> None:
    def start(tx: Any) -> None:
        tx.campaigns.start(CampaignStarted("survey", "1", "夜里发的", None, 1), actor="command")

    await work(tmp_path, start, datetime(2026, 11, 20, 17, tzinfo=UTC))
    assert run("campaign", "list").stdout.strip().endswith("2026-11-21")


async def test_what_was_not_delivered_is_seen_and_sent_again(run: Run, tmp_path: Path) -> None:
    def refuse(tx: Any) -> int:
        row = tx.outbox.add(
            Outbound("wechat", "o1", "查询码123456，电话13900001212"), conversation="wechat:o1"
        )
        tx.outbox.refused(row, "45047")
        return int(row)

    row = await work(tmp_path, refuse)
    listed = json.loads(run("outbox", "list", "--status", "refused", "--json").stdout)
    assert [(item["id"], item["error"]) for item in listed] == [(row, "45047")]
    assert "123456" not in listed[0]["text"]
    assert "13900001212" not in listed[0]["text"]
    assert run("outbox", "replay", str(row)).returncode == 0
    assert [item["status"] for item in json.loads(run("outbox", "list", "--json").stdout)] == ["pending"]
    assert run("outbox", "replay", str(row)).returncode == 1


def test_a_profile_is_checked(run: Run) -> None:
    for name in ("yiyuan", "suzhou", "qingzhou", "neixiang", "culture_centre"):
        ended = run("config", "check", "--profile", name, "--json")
        assert ended.returncode == 0, ended.stdout
        assert json.loads(ended.stdout)["ok"] is True
    assert run("config", "check", "--profile", "nosuch").returncode == 1


async def test_a_backup_comes_back_whole(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert run("db", "backup", str(copy)).returncode == 1
    await work(tmp_path, file_case)
    assert run("db", "backup", str(copy)).returncode == 0
    assert run("db", "backup", str(copy)).returncode == 1
    await work(tmp_path, lambda tx: file_case(tx, town="东里镇"))
    assert run("db", "restore", str(copy)).returncode == 0
    assert json.loads(run("ledger", "stats", "--json").stdout)["total"] == 1
    assert run("ledger", "verify").returncode == 0
    assert (tmp_path / "shiliu.db.old").exists()


def test_what_is_no_ledger_is_not_restored(run: Run, tmp_path: Path) -> None:
    assert run("db", "upgrade").returncode == 0
    words, other = tmp_path / "words.txt", tmp_path / "other.db"
    words.write_text("这不是数据库" * 500, "utf-8")
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    for file in (words, other, tmp_path / "missing.db"):
        ended = run("db", "restore", str(file))
        assert ended.returncode == 1, ended.stdout
    assert run("ledger", "verify").returncode == 0


def test_a_ledger_in_use_is_not_replaced(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert run("db", "upgrade").returncode == 0
    assert run("db", "backup", str(copy)).returncode == 0
    connection = sqlite3.connect(tmp_path / "shiliu.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        ended = run("db", "restore", str(copy))
    finally:
        connection.close()
    assert ended.returncode == 1
    assert "正在用" in ended.stderr


def test_postgresql_is_left_to_its_own_tools(run: Run, tmp_path: Path) -> None:
    ended = run("db", "backup", str(tmp_path / "x.db"), "--database", "postgresql://u@127.0.0.1/db")
    assert ended.returncode == 1
    assert "pg_dump" in ended.stderr
