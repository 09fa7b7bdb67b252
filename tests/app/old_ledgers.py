"""Lines of old ledgers as bureaus write them, and bringing them in."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from app.old_ledger.bring import choose, prepare
from app.old_ledger.case import Planner
from app.old_ledger.labels import load_table
from app.old_ledger.report import Report
from app.old_ledger.sheet import open_sheets
from config.loader import load_profile
from nlu.backend import Local
from storage.case import Case
from storage.people import CaseFilter
from storage.store import Store

KEY = b"a key for tests, 32 bytes long .."
NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
PROFILE = load_profile("yiyuan")
NAME, PHONE = "张桂英", "13812340123"
HEAD = "序号,工单编号,反映人,联系电话,诉求内容,所属乡镇,村,诉求类型,分类,紧急程度,受理时间,办结时间,承办单位,办理结果,满意度,来源"
DONE = f"1,2405060087,{NAME},{PHONE},村里农家书屋天天锁着门,燕崖镇,碾砣村,投诉,服务改进,一般,2024.5.6,2024-05-10,燕崖文化站,已联系{NAME}{PHONE}，书屋每天开门,满意,12345"
OPEN = "2,2405060088,匿名,,广场音响坏了没人修,东里镇,,,,,2024/5/7 9:30,,,,,走访"
TITLE = "沂源县群众诉求台账,,,,,,\n填报单位：公共服务科,,,,,,\n\n"
Bring = Callable[..., Any]


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
