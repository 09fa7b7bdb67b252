"""Old ledgers brought in: each row a case as it lived, once, or refused whole."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.old_ledger.report import as_data
from bot.service import Service
from config.form import Forms
from nlu.backend import Local
from storage import entries as e
from storage.calendar import SHANGHAI
from storage.messages import Inbound
from storage.store import Store
from tests import postgres
from tests.app.old_ledgers import DONE, HEAD, NAME, NOW, OPEN, PHONE, TITLE, Bring, filed, imported, reasons


async def test_a_finished_row_becomes_a_finished_case(bring: Bring, store: Store) -> None:
    report = await bring(f"{TITLE}{HEAD}\n{DONE}\n")
    (case,) = await filed(store)
    assert (report.rows, report.new, report.refused) == (1, 1, 0)
    assert (case.no, case.outside_no, case.channel, case.source) == (
        "WH20240506-0001",
        "2405060087",
        "import",
        "hotline",
    )
    assert (case.town, case.village, case.kind, case.category) == ("燕崖镇", "碾砣村", "complaint", "service")
    assert (case.contact_name, case.contact_phone, case.words) == (NAME, PHONE, "村里农家书屋天天锁着门")
    assert (case.status, case.unit, case.score) == ("closed", "town_yanya", "satisfied")
    assert case.received_at == datetime(2024, 5, 6, tzinfo=SHANGHAI)
    assert case.resolved_at == case.closed_at == datetime(2024, 5, 10, tzinfo=SHANGHAI)
    history = await store.read(lambda tx: tx.ledger.entries(f"case:{case.no}"))
    assert [type(entry.body).__name__ for entry in history] == [
        "Opened", "Assigned", "Resolved", "Evaluated", "Closed", "Noted",
    ]  # fmt: skip
    assert (history[-1].at, history[-1].body) == (NOW, e.Noted("从老台账导入，第 5 行"))
    person = await store.read(lambda tx: tx.people.by_phone(PHONE))
    assert [found.id for found in person] == [case.reporter]


async def test_what_a_row_lacks_is_read_from_its_words(bring: Bring, store: Store) -> None:
    report = await bring(f"{HEAD}\n{OPEN}\n")
    (case,) = await filed(store)
    assert (case.kind, case.category, case.town, case.anonymous) == ("complaint", "facility", "东里镇", True)
    assert (case.status, case.source, case.reporter) == ("received", "visit", None)
    assert dict(report.read) == {"kind": 1, "category": 1, "urgency": 1}


async def test_the_second_import_creates_nothing(bring: Bring, store: Store) -> None:
    unnumbered = "3,,李梅,13900001234,想请人教剪纸,燕崖镇,,求助,文化活动,,2024年5月8日,,,,,走访"
    text = f"{HEAD}\n{DONE}\n{OPEN}\n{unnumbered}\n"
    assert (await bring(text)).new == 3
    before = await filed(store)
    again = await bring(text)
    assert (again.new, again.known, again.refused) == (0, 3, 0)
    shuffled = await bring(f"{TITLE}{HEAD}\n{unnumbered}\n{DONE}\n")
    assert (shuffled.new, shuffled.known) == (0, 2)
    assert await filed(store) == before


async def test_an_import_that_broke_off_goes_on_where_it_stood(bring: Bring, store: Store) -> None:
    await bring(f"{HEAD}\n{DONE}\n")
    rest = await bring(f"{HEAD}\n{DONE}\n{OPEN}\n")
    assert (rest.known, rest.new) == (1, 1)
    assert len(await filed(store)) == 2


async def test_more_rows_than_one_transaction_holds(bring: Bring, store: Store) -> None:
    lines = "\n".join(
        f"{n},2405{n:06d},,,第{n}回说广场音响坏了,东里镇,,投诉,设施建设,一般,2024-05-07,,,,,"
        for n in range(700)
    )
    assert (await bring(f"{HEAD}\n{lines}\n")).new == 700
    assert (await bring(f"{HEAD}\n{lines}\n")).known == 700
    assert len({case.no for case in await filed(store)}) == 700


async def test_a_dry_run_says_the_same_and_writes_nothing(bring: Bring, store: Store) -> None:
    text = f"{HEAD}\n{DONE}\n{OPEN}\n{OPEN}\n4,,,,想看戏,,,,,,没日子,,,,,\n"
    tried = await bring(text, dry_run=True)
    assert await filed(store) == []
    assert await store.read(lambda tx: tx.people.by_phone(PHONE)) == []
    done = await bring(text)
    told = as_data(tried) | {"dry_run": False}
    assert told == as_data(done)
    assert (done.new, done.repeated, done.refused) == (2, 1, 1)


async def test_the_needs_of_one_order_are_parts_of_it(bring: Bring, store: Store) -> None:
    other = DONE.replace("村里农家书屋天天锁着门", "书屋的灯也坏了")
    text = f"{HEAD}\n{DONE}\n{other}\n{DONE}\n"
    report = await bring(text)
    assert (report.new, report.repeated) == (2, 1)
    cases = await store.read(lambda tx: tx.ledger.by_outside("2405060087"))
    assert [(case.outside_part, case.words) for case in cases] == [
        (1, "村里农家书屋天天锁着门"), (2, "书屋的灯也坏了"),
    ]  # fmt: skip
    alone = await bring(f"{HEAD}\n{other}\n")
    assert (alone.new, alone.known) == (0, 1)


async def test_a_number_that_means_another_matter_is_refused_aloud(bring: Bring, store: Store) -> None:
    await bring(f"{HEAD}\n{DONE}\n")
    report = await bring(f"{HEAD}\n{DONE.replace('书屋天天锁着门', '戏台塌了')}\n")
    assert reasons(report) == [
        (2, "工单编号", "台账里已有这个编号（WH20240506-0001），写的是另一件事，没有动")
    ]
    assert len(await filed(store)) == 1


async def test_serials_of_a_sheet_are_no_order_numbers(bring: Bring, store: Store) -> None:
    await bring("编号,诉求内容,受理时间\n1,想看戏,2023-05-07\n")
    report = await bring("编号,诉求内容,受理时间\n1,广场没有灯,2024-05-07\n")
    assert report.new == 1
    assert [case.outside_no for case in await filed(store)] == [None, None]


async def test_an_erased_person_is_not_brought_back(bring: Bring, store: Store) -> None:
    unnumbered = f"3,,{NAME},{PHONE},想请人教剪纸,燕崖镇,,求助,文化活动,,2024年5月8日,,,,,走访"
    text = f"{HEAD}\n{DONE}\n{unnumbered}\n"
    await bring(text)
    (case, _) = await filed(store)
    await store.run(lambda tx: tx.people.erase(case.reporter or ""))
    again = await bring(text)
    assert (again.new, again.known, again.refused) == (0, 2, 0)
    assert await store.read(lambda tx: tx.people.by_phone(PHONE)) == []
    assert PHONE not in str(await filed(store))


async def test_a_mended_row_gets_in_and_the_others_stay(bring: Bring, store: Store) -> None:
    broken = DONE.replace("2024.5.6", "五月")
    assert (await bring(f"{HEAD}\n{broken}\n{OPEN}\n")).new == 1
    report = await bring(f"{HEAD}\n{DONE}\n{OPEN}\n")
    assert (report.new, report.known, report.refused) == (1, 1, 0)


async def test_no_contact_of_the_resident_stays_outside_the_sealed_fields(bring: Bring, store: Store) -> None:
    await bring(f"{HEAD}\n{DONE}\n")
    (case,) = await filed(store)
    assert case.result == "已联系张先生/女士138****0123，书屋每天开门"
    await store.run(lambda tx: tx.people.erase(case.reporter or ""))
    (erased,) = await filed(store)
    history = await store.read(lambda tx: tx.ledger.entries(f"case:{case.no}"))
    assert NAME not in f"{erased}{history}"
    assert PHONE not in f"{erased}{history}"


async def test_a_place_that_is_not_known_is_kept_in_the_words(bring: Bring, store: Store) -> None:
    await bring(
        "诉求内容,受理时间,地点\n想看戏,2024-05-07,燕崖镇碾砣村\n没有灯,2024-05-08,燕崖镇碾砣村大槐树下\n"
    )
    plain, detailed = await filed(store)
    assert (plain.place, plain.supplements) == ("燕崖镇碾砣村", ())
    assert detailed.place == "燕崖镇碾砣村"
    assert [said.words for said in detailed.supplements] == ["地点：燕崖镇碾砣村大槐树下"]


STATES = [
    ("", "", "", "", "received"), ("", "书屋开了", "", "", "resolved"), ("", "书屋开了", "2024-05-10", "满意", "closed"),
    ("已办结", "书屋开了", "", "", "closed"), ("办理中", "在买新锁", "", "", "in_progress"),
    ("未办结", "", "", "", "received"), ("不予受理", "不归文化管", "", "", "not_accepted"),
    ("已撤回", "", "", "", "withdrawn"),
]  # fmt: skip


async def test_a_case_stands_where_the_row_says(bring: Bring, store: Store) -> None:
    lines = [f"第{n}件书屋锁着门,2024-05-{n + 1:02d},{','.join(row[:4])}" for n, row in enumerate(STATES)]
    report = await bring("诉求内容,受理时间,办理状态,办理结果,办结时间,满意度\n" + "\n".join(lines))
    assert report.refused == 0
    assert [case.status for case in await filed(store)] == [row[4] for row in STATES]
    assert report.undated == 5


async def test_a_state_without_its_ground_is_refused(bring: Bring) -> None:
    head = "诉求内容,受理时间,办理状态,办理结果,办结时间,满意度\n"
    rows = [
        "想看戏,2024-05-07,不予受理,,,",
        "想看戏,2024-05-07,办理中,,2024-05-09,",
        "想看戏,2024-05-07,,,,满意",
        "想看戏,2024-05-07,办理中,在找剧团,,满意",
    ]
    told = [reasons(await bring(head + row)) for row in rows]
    assert [[(title, reason[:5]) for _, title, reason in found] for found in told] == [
        [("办理结果", "没受理的要")], [("办理状态", "写着没办完")], [("满意度", "还没办，却")],
        [("满意度", "还没办，却")],
    ]  # fmt: skip


@pytest.mark.postgres
async def test_postgresql_takes_the_same_file_once(near: Local, tmp_path: Path) -> None:
    if postgres.binaries() is None:
        pytest.skip("the PostgreSQL server binaries are not installed")
    path = tmp_path / "old.csv"
    path.write_text(
        f"{HEAD}\n{DONE}\n{OPEN}\n3,,,,想看戏,,,,,,2024-05-08,,,,,\n4,,,,,,,,,,没日子,,,,,\n", "utf-8"
    )
    with postgres.server() as url:
        address = postgres.create_database(url, "old_ledger")
        store = await Store.open(address, b"a key for tests, 32 bytes long ..", lambda: NOW)
        try:
            tried = await imported(store, near, path, dry_run=True)
            first, second = [await imported(store, near, path) for _ in range(2)]
            cases = await filed(store)
        finally:
            await store.close()
    assert (tried.new, first.new, first.refused) == (3, 3, 1)
    assert (second.new, second.known) == (0, 3)
    assert [case.no for case in cases] == ["WH20240506-0001", "WH20240507-0001", "WH20240508-0001"]


async def test_staff_see_the_number_it_has_elsewhere(bring: Bring, store: Store, localities: Any) -> None:
    await bring(f"{HEAD}\n{DONE}\n")
    code = await store.run(lambda tx: tx.posts.invite(role="supervisor", unit=None, town=None, by="test"))
    live, reader = localities("yiyuan")
    service = Service(store, reader, live, Forms.load())
    said = [f"邀请码 {code}", "查 WH20240506-0001"]
    for number, text in enumerate(said):
        answers = await service.answer(Inbound("web", str(number), "boss", "boss", text, NOW))
    await service.idle()
    shown = str(answers)
    assert "外部编号：2405060087" in shown
    assert "从老台账导入，第 2 行" in shown
    assert PHONE not in shown
