"""Reading a table file into rows, whatever wrote it: CSV in UTF-8, UTF-16 or GB18030, or XLSX."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

Cells = list[Any]
Row = tuple[int, Cells]
"""Number of the row as a spreadsheet shows it, and its cells: text, numbers, times, None."""
ENCODINGS = ("utf-8-sig", "gb18030")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",\t;"
FIRST_LINES = 20


class UnreadableError(Exception):
    """The file cannot be read; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file; ``rows`` reads it from the start, ``total`` is its length where known."""

    name: str
    total: int | None
    rows: Callable[[], Iterator[Row]]


def open_sheets(path: Path) -> list[Sheet]:
    """Return the visible sheets of a file in their order; a CSV is one sheet."""
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise UnreadableError("只认 .csv 和 .xlsx；老的 .xls 请另存为 .xlsx")
    try:
        return read(path)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise UnreadableError("打不开：文件坏了，加了密码，或不是真正的 xlsx") from None


def _csv(path: Path) -> list[Sheet]:
    text = _decoded(path.read_bytes())
    head = "\n".join(text.splitlines()[:FIRST_LINES])
    delimiter = max(DELIMITERS, key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise UnreadableError("读不下去：引号没配对，或夹着不是文字的东西") from None
    return [Sheet("", len(rows), lambda: iter([(n, list(row)) for n, row in enumerate(rows, 1)]))]


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-16",) if raw.startswith(UTF16) else ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("认不出文字编码；请用表格软件另存为 UTF-8 的 csv 或 xlsx")


def _xlsx(path: Path) -> list[Sheet]:
    with closing(load_workbook(path, read_only=True, data_only=True)) as book:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return [Sheet(sheet.title, sheet.max_row, partial(_rows, path, sheet.title)) for sheet in shown]


def _rows(path: Path, title: str) -> Iterator[Row]:
    try:
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            yield from _numbered(book[title])
    except (BadZipFile, KeyError, ValueError, SyntaxError):
        raise UnreadableError("读到一半读不下去了：文件坏了") from None


def _numbered(sheet: Any) -> Iterator[Row]:
    # Some exporters write a wrong size into the file, which would cut columns off.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        yield number, list(row)


READERS: dict[str, Callable[[Path], list[Sheet]]] = {".csv": _csv, ".xlsx": _xlsx}
