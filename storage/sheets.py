"""The printable ledger (台账): one sheet with all cases, one for each town, A4 landscape.

Written row by row, so memory does not grow with the ledger. A hidden sheet keeps the codes by which
an edited file is matched with the ledger again (number and version).
"""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from config.profile import Profile
from storage.calendar import day_of
from storage.case import Case
from storage.export import all_cases, contact_name, contact_phone
from storage.labels import CATEGORIES, KINDS, SCORES, SOURCES, URGENCIES
from storage.masking import redact
from storage.status import NAMES
from storage.store import Store

ALL_CASES = "汇总"
ELSEWHERE = "未注明镇街"
MACHINE = "_machine"
CODES = ("no", "version", "source", "kind", "category", "urgency", "status", "unit", "town", "village")
HEADER_ROW = 3
A4 = 9
"""The number of this paper size in the file format."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Sheet = Any
"""A write-only worksheet; the published types of openpyxl leave out most of it."""
Column = tuple[str, float, Callable[[Case, Profile], Any]]
COLUMNS: tuple[Column, ...] = (
    ("工单编号", 17, lambda case, _profile: case.no),
    ("收到日期", 11, lambda case, _profile: _day(case.received_at)),
    ("来源渠道", 10, lambda case, _profile: SOURCES.get(case.source, case.source)),
    ("镇街", 9, lambda case, _profile: case.town),
    ("村（社区）/网格", 11, lambda case, _profile: case.village),
    ("反映人（称呼）", 9, lambda case, _profile: contact_name(case)),
    ("联系电话（掩码）", 13, lambda case, _profile: contact_phone(case)),
    ("诉求类型", 8, lambda case, _profile: KINDS.get(case.kind, case.kind)),
    ("类别", 10, lambda case, _profile: CATEGORIES.get(case.category, case.category)),
    ("诉求内容", 36, lambda case, _profile: redact(case.summary or case.words)),
    ("涉及人数", 6, lambda case, _profile: case.headcount),
    ("需求程度", 7, lambda case, _profile: URGENCIES.get(case.urgency, case.urgency)),
    ("是否共性", 6, lambda case, _profile: _yes(case.cosigners)),
    ("主办单位", 14, lambda case, profile: _unit(profile, case.unit)),
    ("协办单位", 12, lambda case, profile: "、".join(_unit(profile, unit) for unit in case.helpers)),
    ("办理时限", 11, lambda case, _profile: _day(case.due)),
    ("办理措施", 10, lambda _case, _profile: ""),
    ("供给方式", 8, lambda _case, _profile: ""),
    ("完成日期", 11, lambda case, _profile: _day(case.resolved_at)),
    ("办理结果", 24, lambda case, _profile: redact(case.result) or NAMES.get(case.status, case.status)),
    ("是否答复", 6, lambda case, _profile: _yes(case.resolved_at)),
    ("群众评价", 8, lambda case, _profile: SCORES.get(case.score or "", "")),
    ("是否销号", 6, lambda case, _profile: _yes(case.closed_at)),
    ("佐证", 6, lambda case, _profile: f"{len(case.attachments)}件" if case.attachments else ""),
    ("备注", 14, lambda case, _profile: _remarks(case)),
)
"""Heading, width in characters, value. The serial number stands before these."""


async def export_xlsx(store: Store, path: Path, profile: Profile, on: date) -> int:
    """Write the ledger as it stands on the day ``on``; return the number of cases."""
    book = _Book(profile, on)
    count = 0
    async for case in all_cases(store):
        book.add(case)
        count += 1
    book.save(path)
    return count


class _Book:
    """A workbook under construction."""

    def __init__(self, profile: Profile, on: date) -> None:
        self._profile = profile
        self._on = on
        self._book = Workbook(write_only=True)
        self._sheets: dict[str, Sheet] = {}
        self._serials: dict[str, int] = {}
        for title in (ALL_CASES, *(town.name for town in profile.towns)):
            self._start(title)
        self._machine = self._book.create_sheet(MACHINE)
        self._machine.sheet_state = "hidden"
        self._machine.append(CODES)

    def add(self, case: Case) -> None:
        """Append a case to the sheet of all cases, its town's and the hidden one."""
        row = [_safe(value(case, self._profile)) for _, _, value in COLUMNS]
        for title in (ALL_CASES, case.town or ELSEWHERE):
            sheet = self._sheets.get(title) or self._start(title)
            self._serials[title] += 1
            sheet.append([self._serials[title], *row])
        self._machine.append([getattr(case, code) for code in CODES])

    def save(self, path: Path) -> None:
        """Write the file."""
        self._book.save(path)

    def _start(self, title: str) -> Sheet:
        sheet = self._sheets[title] = self._book.create_sheet(title)
        self._serials[title] = 0
        _lay_out(sheet)
        sheet.append([_cell(sheet, self._heading(title), _TITLE)])
        sheet.append([_cell(sheet, text, _PLAIN) for text in self._signatures()])
        sheet.append([_cell(sheet, name, _HEADER) for name in ("序号", *(name for name, _, _ in COLUMNS))])
        return sheet

    def _heading(self, title: str) -> str:
        place = "" if title == ALL_CASES else f"（{title}）"
        until = f"{self._on.year}年{self._on.month}月{self._on.day}日"
        return f"{self._profile.county}群众文化需求反馈台账{place}（截至{until}）"

    def _signatures(self) -> tuple[str, ...]:
        blanks = ("",) * 4
        return ("填报单位（盖章）：", *blanks, "填报人：", *blanks, "审核人：", *blanks,
                f"填报日期：{self._on.isoformat()}")  # fmt: skip


Style = dict[str, Any]
_THIN = Side(style="thin", color="999999")
_TITLE: Style = {"font": Font(name="方正小标宋简体", size=16, bold=True)}
_PLAIN: Style = {"font": Font(name="仿宋", size=11)}
_HEADER: Style = {
    "font": Font(name="黑体", size=10),
    "fill": PatternFill("solid", fgColor="EDE3D9"),
    "border": Border(_THIN, _THIN, _THIN, _THIN),
    "alignment": Alignment(horizontal="center", vertical="center", wrap_text=True),
}


def _lay_out(sheet: Sheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{HEADER_ROW}"
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    for index, width in enumerate((5, *(width for _, width, _ in COLUMNS))):
        letter = chr(ord("A") + index)
        sheet.column_dimensions[letter].width = width


def _cell(sheet: Sheet, value: str, style: Style) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    for name, setting in style.items():
        setattr(cell, name, setting)
    return cell


def _safe(value: Any) -> Any:
    """Keep words of residents from being read as formulas, and characters out that XML refuses."""
    if not isinstance(value, str):
        return value
    if not value:
        return None  # no cell at all, which is what takes time
    clean = value if value.isprintable() else "".join(filter(_is_writable, value))
    return f"'{clean}" if clean.startswith(FORMULA_STARTS) else clean


def _is_writable(char: str) -> bool:
    return char.isprintable() or char in "\n\t"


def _day(at: datetime | date | None) -> str:
    return "" if at is None else (day_of(at) if isinstance(at, datetime) else at).isoformat()


def _yes(value: Any) -> str:
    return "是" if value else "否"


def _unit(profile: Profile, unit_id: str | None) -> str:
    unit = profile.unit(unit_id) if unit_id else None
    return unit.name if unit else unit_id or ""


def _remarks(case: Case) -> str:
    told = (
        (case.outside_no, f"外部编号{case.outside_no}"),
        (case.urge_count, f"催办{case.urge_count}次"),
        (case.cosigners, f"附议{len(case.cosigners)}人"),
        (case.proxy, "代报"),
        (case.parent, f"主工单{case.parent}"),
    )
    return "；".join(text for holds, text in told if holds)
