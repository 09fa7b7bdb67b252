"""Files of old ledgers: read in every usual shape, refused with a reason that names nobody."""

import csv
import json
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.old_ledger.report import as_data, as_lines, write_report
from app.old_ledger.sheet import UnreadableError
from config.errors import ConfigError
from config.old_ledger import load_old_ledger
from storage.calendar import SHANGHAI
from storage.store import Store
from tests.app.old_ledgers import DONE, HEAD, NAME, OPEN, PHONE, TITLE, Bring, filed, reasons, sheet_of
from tests.patience import START

ROOT = Path(__file__).parents[2]


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
            check=False, timeout=START, env={**clean, "SHILIU_VAR": str(tmp_path), "COLUMNS": "200"},
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
