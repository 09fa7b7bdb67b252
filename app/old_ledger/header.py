"""Finding the line with the headings, below whatever titles stand above it."""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from app.old_ledger.sheet import Cells, Row
from config.old_ledger import OldLedger, folded

LOOK = 30
"""So many lines are looked through for headings."""
LEAST = 2
NEEDED = {"words": "诉求内容", "received": "受理时间"}
USUAL = {**NEEDED, "result": "办理结果"}
"""What a column is called that a file may lack."""
SHOWN = 20


class Header(NamedTuple):
    """``line`` is the last line of the headings; ``fields`` maps a column to its field."""

    line: int
    fields: dict[int, str]
    titles: dict[int, str]
    unknown: tuple[str, ...]

    def title(self, field: str) -> str:
        """Return the heading of a field as it stands in the file, or how it is usually called."""
        found = [self.titles[column] for column, name in self.fields.items() if name == field]
        return found[0] if found else USUAL.get(field, field)

    @property
    def missing(self) -> list[str]:
        """What must be there and is not."""
        return [usual for field, usual in NEEDED.items() if field not in self.fields.values()]


def find_header(rows: Iterable[Row], table: OldLedger) -> Header | None:
    """Return the headings of a sheet, None where no line looks like them."""
    first = list(islice(rows, LOOK))
    for (line, cells), below in zip(first, [*first, (0, [])][1:], strict=True):
        fields = _fields(cells, table)
        if "words" in fields.values() and len(set(fields.values())) >= LEAST:
            return _whole(line, cells, below, table)
    return None


def _fields(cells: Cells, table: OldLedger) -> dict[int, str]:
    known = ((column, table.columns.get(folded(str(cell)))) for column, cell in enumerate(cells) if cell)
    return {column: field for column, field in known if field}


def _whole(line: int, cells: Cells, below: Row, table: OldLedger) -> Header:
    """Join headings of two lines, as where 反映人 stands over 姓名 and 电话 in merged cells."""
    upper, lower = _fields(cells, table), _fields(below[1], table)
    words = next(column for column, field in upper.items() if field == "words")
    second = bool(lower) and not (len(below[1]) > words and below[1][words])
    fields = {**upper, **lower} if second else upper
    texts = {column: str(cell).strip() for column, cell in enumerate(cells) if cell and str(cell).strip()}
    if second:
        texts |= {column: str(cell).strip() for column, cell in enumerate(below[1]) if cell}
    unknown = dict.fromkeys(text[:SHOWN] for column, text in texts.items() if column not in fields)
    return Header(below[0] if second else line, fields, texts, tuple(unknown))
