"""Old ledgers brought in: files as bureaus write them, read once, refused row by row with the reason."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.old_ledger.bring import choose, prepare
from app.old_ledger.case import Planner
from app.old_ledger.labels import load_table
from app.old_ledger.report import Report, as_data, as_lines, write_report
from app.old_ledger.sheet import UnreadableError, open_sheets
from config.errors import ConfigError
from config.loader import load_profile
from config.old_ledger import load_old_ledger
from nlu.backend import Local, local
from storage import entries as e
from storage.calendar import SHANGHAI
from storage.case import Case
from storage.people import CaseFilter
from storage.store import Store
from tests import postgres

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
PROFILE = load_profile("yiyuan")
NAME, PHONE = "张桂英", "13812340123"
HEAD = "序号,工单编号,反映人,联系电话,诉求内容,所属乡镇,村,诉求类型,分类,紧急程度,受理时间,办结时间,承办单位,办理结果,满意度,来源"
DONE = f"1,2405060087,{NAME},{PHONE},村里农家书屋天天锁着门,燕崖镇,碾砣村,投诉,服务改进,一般,2024.5.6,2024-05-10,燕崖文化站,已联系{NAME}{PHONE}，书屋每天开门,满意,12345"
OPEN = "2,2405060088,匿名,,广场音响坏了没人修,东里镇,,,,,2024/5/7 9:30,,,,,走访"
TITLE = "沂源县群众诉求台账,,,,,,\n填报单位：公共服务科,,,,,,\n\n"
Bring = Callable[..., Any]


@pytest.fixture(scope="module")
def near() -> Local:
    return local(PROFILE)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(
        f"sqlite:///{tmp_path / 'ledger.db'}", b"a key for tests, 32 bytes long ..", lambda: NOW
    )
    yield store
    await store.close()


@pytest.fixture
def bring(store: Store, near: Local, tmp_path: Path) -> Bring:
    """Import lines, or a file that is there."""

    async def brought(source: str | Path, *, dry_run: bool = False, sheet: str | None = None) -> Report:
        path = source if isinstance(source, Path) else tmp_path / "old.csv"
        if isinstance(source, str):
            path.write_text(source, "utf-8-sig")
        return await imported(store, near, path, dry_run=dry_run, sheet=sheet)

    return brought


async def imported(
    store: Store, near: Local, path: Path, *, dry_run: bool = False, sheet: str | None = None
) -> Report:
    table = load_table()
    chosen = choose(open_sheets(path), sheet, table)
    work = prepare(chosen, table, PROFILE, Planner(near, PROFILE), NOW, dry_run=dry_run)
    return await work.run(store, lambda _line: None)


async def filed(store: Store) -> list[Case]:
    """Return every case in order of receipt, once the ledger is known to hold."""
    assert await store.read(lambda tx: tx.ledger.verify()) == []
    return list(reversed(await store.read(lambda tx: tx.ledger.cases(CaseFilter(limit=1000)))))


def sheet_of(path: Path, *rows: list[Any], title: str = "台账") -> Path:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def reasons(report: Report) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.column, fault.reason) for fault in report.faults]


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


REFUSED = [
    ("受理时间", "3月5日", "看不出是哪天"),
    ("受理时间", "2024-13-40", "看不出是哪天"),
    ("受理时间", "2027-01-01", "比今天还晚"),
    ("受理时间", "1024-05-06", "看不出是哪天"),
    ("受理时间", "", "不能空"),
    ("诉求内容", "无", "不能空"),
    ("联系电话", "1381234", "不像电话号码"),
    ("诉求类型", "随便写的", "可写 咨询、求助、投诉、举报、建议、表扬"),
    ("分类", "广电", "可写 文化活动"),
    ("满意度", "还行吧", "可写 很满意"),
    ("来源", "托梦", "可写 网上聊天"),
    ("承办单位", "县广电局", "没有这个单位"),
    ("办结时间", "2024-05-01", "早于受理时间"),
    ("工单编号", "2.40506E+15", "文本"),
    ("工单编号", "370323197001011234", "身份证"),
    ("工单编号", PHONE, "串了列"),
]


@pytest.mark.parametrize(("column", "value", "reason"), REFUSED)
async def test_a_row_that_cannot_be_taken_is_refused_whole(
    bring: Bring, store: Store, column: str, value: str, reason: str
) -> None:
    cells = DONE.split(",")
    cells[HEAD.split(",").index(column)] = value
    report = await bring(f"{HEAD}\n{','.join(cells)}\n{OPEN}\n")
    assert {line for line, _, _ in reasons(report)} == {2}
    assert reasons(report)[0][1] == column
    assert reason in report.faults[0].reason
    assert [case.outside_no for case in await filed(store)] == ["2405060088"]
    assert await store.read(lambda tx: tx.people.by_phone(PHONE)) == []


async def test_a_mended_row_gets_in_and_the_others_stay(bring: Bring, store: Store) -> None:
    broken = DONE.replace("2024.5.6", "五月")
    assert (await bring(f"{HEAD}\n{broken}\n{OPEN}\n")).new == 1
    report = await bring(f"{HEAD}\n{DONE}\n{OPEN}\n")
    assert (report.new, report.known, report.refused) == (1, 1, 0)


async def test_a_report_names_every_fault_and_nobody(bring: Bring, tmp_path: Path) -> None:
    shifted = f"5,{PHONE[:7]},广场没灯,{NAME},{PHONE},许强,李梅,{NAME},许强,{PHONE},碾砣村东头第三户李桂花家,=1+1,,,,"
    report = await bring(f"{HEAD}\n{shifted}\n6,,,,想看戏,,,器材,,,3月5日,,,,,\n")
    out = tmp_path / "没收的.csv"
    write_report(report, out)
    rows = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["行", "列", "值", "原因"]
    assert {row[0] for row in rows[1:]} == {"2", "3"}
    assert ["3", "诉求类型", "器材"] in [row[:3] for row in rows]
    assert ["3", "受理时间", "3月5日"] in [row[:3] for row in rows]
    told = "\n".join(
        [out.read_text("utf-8-sig"), *as_lines(report, out), json.dumps(as_data(report), ensure_ascii=False)]
    )
    assert [secret for secret in (NAME, PHONE, PHONE[:7], "许强", "李梅", "李桂花") if secret in told] == []
    assert not any(cell.startswith("=") for row in rows for cell in row)


async def test_columns_that_nobody_knows_are_named_once_and_kept_nowhere(bring: Bring, store: Store) -> None:
    report = await bring(
        "诉求内容,受理时间,身份证号码,经手人备注\n想看戏,2024-05-07,370323197001011234,别外传\n"
    )
    assert report.unknown_columns == ("身份证号码", "经手人备注")
    (line,) = [line for line in as_lines(report, None) if "没有存" in line]
    assert line == "不认识的列，没有存：身份证号码、经手人备注"
    kept = str(await filed(store)) + str(
        await store.read(lambda tx: tx.ledger.entries("case:WH20240507-0001"))
    )
    assert "别外传" not in kept
    assert "370323197001011234" not in kept


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
    ]
    told = [reasons(await bring(head + row)) for row in rows]
    assert [[(title, reason[:5]) for _, title, reason in found] for found in told] == [
        [("办理结果", "没受理的要")], [("办理状态", "写着没办完")], [("满意度", "还没办，却")],
    ]  # fmt: skip


DAYS = [
    "2024.5.6", "2024-05-06", "2024/5/6", "2024年5月6日", "20240506", "45418", "２０２４年５月６日", "2024年5月6日（周一）",
    "2024-05-06T09:30:00", "2024年5月6日上午9:30", "202405060930",
]  # fmt: skip


async def test_dates_in_many_writings(bring: Bring, store: Store) -> None:
    await bring("诉求内容,受理时间\n" + "\n".join(f"第{n}回想看戏,{day}" for n, day in enumerate(DAYS)))
    cases = await filed(store)
    assert {case.no[:10] for case in cases} == {"WH20240506"}
    assert len(cases) == len(DAYS)


async def test_a_workbook_with_merged_titles_and_two_lines_of_headings(
    bring: Bring, store: Store, tmp_path: Path
) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "2024年"
    for row in (
        ["沂源县群众文化诉求台账"], ["填报日期：2024-12-31"],
        ["编号", "反映人信息", None, "诉求内容", "受理时间", "涉及人数", "附件"],
        [None, "姓名", "电话", None, None, None, None],
        [24050600870000, NAME, 13812340123.0, "想看戏", datetime(2024, 5, 6, 9, 30), 41, "x"],  # noqa: DTZ001
        ["NX-2024-15", "李梅", "0533-3240000", "广场没有灯", date(2024, 5, 7), "3人", None],
        [None, None, None, "书屋锁着门", 45420.5, None, None],
    ):  # fmt: skip
        sheet.append(row)
    for cells in ("A1:G1", "A2:G2", "B3:C3", "A3:A4", "D3:D4"):
        sheet.merge_cells(cells)
    book.create_sheet("说明").append(["这里没有台账"])
    book.save(tmp_path / "old.xlsx")
    report = await bring(tmp_path / "old.xlsx")
    cases = await filed(store)
    assert (report.sheet, report.other_sheets) == ("2024年", ("说明",))
    assert (report.new, report.unknown_columns) == (3, ("附件",))
    assert [case.outside_no for case in cases] == ["24050600870000", "NX-2024-15", None]
    assert [case.contact_phone for case in cases] == [PHONE, "05333240000", None]
    assert [case.headcount for case in cases] == [41, 3, 1]
    assert cases[0].received_at == datetime(2024, 5, 6, 9, 30, tzinfo=SHANGHAI)
    assert cases[2].received_at == datetime(2024, 5, 8, 12, tzinfo=SHANGHAI)
    with pytest.raises(UnreadableError, match="没找到表头"):
        await bring(tmp_path / "old.xlsx", sheet="说明")
    with pytest.raises(UnreadableError, match="没有叫 2023年 的工作表"):
        await bring(tmp_path / "old.xlsx", sheet="2023年")


async def test_an_order_number_that_a_spreadsheet_rounded_is_refused(bring: Bring, tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path / "old.xlsx", ["编号", "诉求内容", "受理时间"], [2024050600870000123, "想看戏", "2024-05-06"]
    )
    assert "文本" in (await bring(path)).faults[0].reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
async def test_any_usual_encoding(bring: Bring, store: Store, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "old.csv"
    separator = "\t" if encoding == "utf-16" else ","
    path.write_bytes(f"{HEAD}\n{DONE}\n".replace(",", separator).encode(encoding))
    await bring(path)
    assert [case.words for case in await filed(store)] == ["村里农家书屋天天锁着门"]


BROKEN: list[tuple[str, bytes, str]] = [
    ("empty.csv", b"", "没找到表头"),
    ("empty.xlsx", b"", "打不开"),
    ("words.xlsx", "这不是表格".encode(), "打不开"),
    ("cut.xlsx", b"PK\x03\x04" + b"\0" * 200, "打不开"),
    ("bytes.csv", b"\xff\xff\xfe\x00\x80" * 20, "编码"),
    ("old.xls", b"\xd0\xcf\x11\xe0", "另存为 .xlsx"),
    ("headless.csv", "想看戏,2024-05-06\n".encode(), "没找到表头"),
    ("undated.csv", "诉求内容,反映人\n想看戏,李梅\n".encode(), "缺这些列：受理时间"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BROKEN)
async def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    bring: Bring, store: Store, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=reason):
        await bring(path)
    assert await filed(store) == []


def test_a_heading_stands_for_one_thing(tmp_path: Path) -> None:
    table = tmp_path / "old_ledger.yaml"
    table.write_text(
        "columns: {words: [内容], place: [内容]}\nlabels: {}\nblank: []\nanonymous: []\n", "utf-8"
    )
    with pytest.raises(ConfigError, match="内容"):
        load_old_ledger(table)
    table.write_text("columns: {}\n", "utf-8")
    with pytest.raises(ConfigError, match="labels"):
        load_old_ledger(table)


def test_the_command_as_it_is_typed(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHILIU_")}
    old, out = tmp_path / "old.csv", tmp_path / "没收的.csv"
    old.write_text(f"{TITLE}{HEAD}\n{DONE}\n{OPEN.replace('2024/5/7', '五月')}\n", "gb18030")

    def typed(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app.cli", "ledger", *words], cwd=ROOT, text=True, capture_output=True,
            check=False, timeout=120, env={**clean, "SHILIU_VAR": str(tmp_path), "COLUMNS": "200"},
        )  # fmt: skip

    tried = typed("import", str(old), "--dry-run", "--json")
    assert (tried.returncode, json.loads(tried.stdout)["new"]) == (1, 1)
    done = typed("import", str(old), "--report", str(out))
    assert done.returncode == 1, done.stderr
    assert "记进台账 1 件" in done.stdout
    assert "五月" not in done.stdout or "受理时间" in done.stdout
    assert [row["行"] for row in csv.DictReader(out.read_text("utf-8-sig").splitlines())] == ["6"]
    assert typed("verify").returncode == 0
    row = json.loads(typed("export").stdout)
    assert (row["outside_no"], row["contact_phone"]) == ("2405060087", "138****0123")
    missing = typed("import", str(old), "--sheet", "没有")
    assert missing.returncode == 1
    assert "Traceback" not in missing.stderr


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
