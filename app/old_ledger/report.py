"""What an import came to: for people, for machines, and every refused row with its reason.

Nothing personal stands here: a value is shown only where a slip of the columns cannot have made it one.
"""

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.old_ledger.record import Fault
from nlu.redaction import redact
from nlu.wordlists import all_words
from storage.sheets import FORMULA_STARTS

HIDDEN = "（不写出来）"
SHORT = 10
SHOWN = 10
NAME_LENGTHS = range(2, 5)
COLUMNS = ("行", "列", "值", "原因")
LABEL_NAMES = {"kind": "诉求类型", "category": "分类", "urgency": "紧急程度"}
_SURNAMES = all_words("surnames")
_DATE = re.compile(r"(?:19|20)?\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|\d{1,2}月\d{1,2}日?")


@dataclass(slots=True)
class Report:
    """The tally of one file. ``known`` were filed before, ``repeated`` stand in the file twice."""

    sheet: str = ""
    dry_run: bool = False
    rows: int = 0
    new: int = 0
    known: int = 0
    repeated: int = 0
    unknown_columns: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    read: Counter[str] = field(default_factory=Counter)
    undated: int = 0
    unsourced: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many rows were refused."""
        return len({fault.line for fault in self.faults})


def as_data(report: Report) -> dict[str, Any]:
    """Return the report for machines, with the field names of the summary."""
    return {
        "sheet": report.sheet, "dry_run": report.dry_run, "rows": report.rows, "new": report.new,
        "known": report.known, "repeated": report.repeated, "refused": report.refused,
        "read_from_words": dict(report.read), "without_closing_time": report.undated,
        "without_source": report.unsourced, "unknown_columns": [_shown(n) for n in report.unknown_columns],
        "other_sheets": list(report.other_sheets),
        "faults": [dict(zip(("line", "column", "value", "reason"), safe(f), strict=True)) for f in report.faults],
    }  # fmt: skip


def as_lines(report: Report, written: Path | None) -> list[str]:
    """Return the report for people."""
    done = "试了一遍，什么都没写进台账：能记" if report.dry_run else "记进台账"
    head = (
        f"共 {report.rows} 行，{done} {report.new} 件，早就有的 {report.known} 件，"
        f"表里重复的 {report.repeated} 行，没收的 {report.refused} 行"
    )
    told = (
        (report.read, "没写、照原话读出来的：" + _counted(report.read)),
        (report.undated, f"办了但没写办结时间的 {report.undated} 件，算在导入这天"),
        (report.unsourced, f"没写来源的 {report.unsourced} 件，记成服务热线"),
        (report.unknown_columns, f"不认识的列，没有存：{'、'.join(map(_shown, report.unknown_columns))}"),
        (report.other_sheets, f"没有读的工作表：{'、'.join(report.other_sheets)}（用 --sheet 指定）"),
    )
    return [head, *(line for holds, line in told if holds), *_refusals(report, written)]


def write_report(report: Report, path: Path) -> None:
    """Write every refusal into a CSV that spreadsheets open as it is."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_row(fault) for fault in report.faults)


def _row(fault: Fault) -> list[Any]:
    return [
        f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
        for cell in safe(fault)
    ]


def safe(fault: Fault) -> tuple[int, str, str, str]:
    """Return a refusal with its value only where that names nobody."""
    return fault.line, fault.column, _shown(fault.value), fault.reason


def _shown(value: str) -> str:
    plain = " ".join(value.split())
    if not plain or _DATE.fullmatch(plain):
        return plain
    named = len(plain) in NAME_LENGTHS and plain.startswith(_SURNAMES)
    return plain if len(plain) <= SHORT and not named and redact(plain) == plain else HIDDEN


def _counted(read: Counter[str]) -> str:
    return "，".join(f"{LABEL_NAMES[name]} {read[name]} 件" for name in LABEL_NAMES if read[name])


def _refusals(report: Report, written: Path | None) -> list[str]:
    lines = [_told(*safe(fault)) for fault in report.faults[:SHOWN]]
    if len(report.faults) > SHOWN:
        lines.append(f"……还有 {len(report.faults) - SHOWN} 处")
    if written:
        lines.append(f"没收的都写在 {written}；改好原表再导一遍就行，记过的不会重记")
    elif report.faults:
        lines.append("加 --report 没收的.csv，每一处都写下来；改好原表再导一遍就行，记过的不会重记")
    return lines


def _told(line: int, column: str, value: str, reason: str) -> str:
    return f"- 第 {line} 行「{column}」{value and value + ' '}：{reason}".replace(" ：", "：")
