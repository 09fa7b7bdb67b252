"""Statistics, rows and the printable sheet."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from config.loader import load_profile
from storage import entries as e
from storage.export import export_rows
from storage.sheets import export_xlsx
from storage.stats import statistics
from storage.store import Store
from storage.tx import Tx
from tests.storage.conftest import Clock
from tests.storage.samples import NAME, PHONE, WORDS, open_case

HEADINGS = [
    "序号",
    "工单编号",
    "收到日期",
    "来源渠道",
    "镇街",
    "村（社区）/网格",
    "反映人（称呼）",
    "联系电话（掩码）",
    "诉求类型",
    "类别",
    "诉求内容",
    "涉及人数",
    "需求程度",
    "是否共性",
    "主办单位",
    "协办单位",
    "办理时限",
    "办理措施",
    "供给方式",
    "完成日期",
    "办理结果",
    "是否答复",
    "群众评价",
    "是否销号",
    "佐证",
    "备注",
]
ON = date(2026, 12, 1)


@pytest.fixture
async def filled(store: Store, clock: Clock) -> Store:
    def fill(tx: Tx) -> None:
        first = open_case(tx, contact_name=NAME, contact_phone=PHONE).no
        tx.ledger.append(first, e.Assigned("library", date(2026, 11, 27)), actor="x")
        tx.ledger.append(first, e.Resolved("更换功放一台"), actor="x")
        tx.ledger.append(first, e.Evaluated("satisfied"), actor="x")
        second = open_case(tx, town="东里镇", kind="request", summary="", words=f"=1+1，{PHONE}").no
        tx.ledger.append(second, e.Assigned("library", date(2026, 11, 27)), actor="x")
        third = open_case(tx, town=None, confidential=True, contact_name=NAME, contact_phone=PHONE).no
        tx.ledger.append(third, e.Evaluated("unsatisfied"), actor="x")
        tx.ledger.append(third, e.Closed(), actor="x")

    await store.run(fill)
    clock.forward(days=15)
    await store.run(lambda tx: open_case(tx, anonymous=True, category="activity"))
    return store


async def test_statistics(filled: Store) -> None:
    stats = await filled.read(lambda tx: statistics(tx, ON))
    assert (stats.total, stats.open, stats.overdue) == (4, 3, 2)
    assert stats.status == {"assigned": 1, "closed": 1, "received": 1, "resolved": 1}
    assert stats.town == {"": 1, "东里镇": 1, "燕崖镇": 2}
    assert stats.category == {"activity": 1, "facility": 3}
    assert stats.kind == {"complaint": 3, "request": 1}
    assert stats.month == {"2026-11": 3, "2026-12": 1}
    assert (stats.rated, stats.satisfied, stats.satisfaction) == (2, 1, 0.5)
    month = await filled.read(lambda tx: statistics(tx, ON, "2026-12"))
    assert (month.total, month.rated, month.satisfaction) == (1, 0, None)


async def test_rows_are_masked_unless_asked_for_in_full(filled: Store) -> None:
    masked = [row async for row in export_rows(filled)]
    full = [row async for row in export_rows(filled, full=True)]
    assert [row["case_no"][-4:] for row in masked] == ["0001", "0002", "0003", "0001"]
    assert (masked[0]["contact_name"], masked[0]["contact_phone"]) == ("李先生/女士", "138****0123")
    assert (masked[2]["contact_name"], masked[2]["contact_phone"]) == ("保密", "")
    assert (full[0]["contact_name"], full[0]["contact_phone"], full[0]["words"]) == (NAME, PHONE, WORDS)
    assert PHONE not in str(masked)
    assert (masked[0]["due"], masked[0]["received_at"]) == ("2026-11-27", "2026-11-20T09:00:00+08:00")
    assert {"source", "kind", "category", "urgency", "audience", "place", "town", "village", "venue", "topic",
            "when", "summary", "status", "unit"} <= masked[0].keys()  # fmt: skip


async def test_the_printable_sheet(filled: Store, tmp_path: Path) -> None:
    profile = load_profile("yiyuan")
    path = tmp_path / "台账.xlsx"
    assert await export_xlsx(filled, path, profile, ON) == 4
    book = load_workbook(path)
    assert book.sheetnames[0] == "汇总"
    assert {"燕崖镇", "东里镇", "未注明镇街", "_machine"} <= set(book.sheetnames)
    assert book["_machine"].sheet_state == "hidden"
    sheet: Any = book["汇总"]
    assert sheet["A1"].value == f"{profile.county}群众文化需求反馈台账（截至2026年12月1日）"
    assert [cell.value for cell in sheet[3]] == HEADINGS
    first = dict(zip(HEADINGS, (cell.value for cell in sheet[4]), strict=True))
    assert (first["序号"], first["工单编号"], first["收到日期"]) == (1, "WH20261120-0001", "2026-11-20")
    assert (first["反映人（称呼）"], first["联系电话（掩码）"]) == ("李先生/女士", "138****0123")
    assert (first["诉求类型"], first["群众评价"], first["是否答复"], first["是否销号"]) == (
        "投诉",
        "满意",
        "是",
        "否",
    )
    second = dict(zip(HEADINGS, (cell.value for cell in sheet[5]), strict=True))
    assert second["诉求内容"] == "'=1+1，138****0123"
    assert sheet.freeze_panes == "C4"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$3"
    assert [row[1].value for row in book["燕崖镇"].iter_rows(min_row=4)] == [
        "WH20261120-0001",
        "WH20261205-0001",
    ]
    assert PHONE not in str([[cell.value for cell in row] for each in book for row in each.iter_rows()])
