"""Bringing one sheet into the ledger: read, plan, file in batches, keep the tally."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from app.old_ledger.case import Planned, Planner
from app.old_ledger.filing import BATCH, Filed, file_all, look_all
from app.old_ledger.header import Header, find_header
from app.old_ledger.record import Fault, Reader, Record
from app.old_ledger.report import Report
from app.old_ledger.seen import Seen
from app.old_ledger.sheet import Row, Sheet, UnreadableError
from app.old_ledger.units import Units
from config.old_ledger import OldLedger
from config.profile import Profile
from storage.store import Store

OTHER = "台账里已有这个编号（{no}），写的是另一件事，没有动"


@dataclass(frozen=True, slots=True)
class Source:
    """A sheet with its headings found, and the names of those that are not read."""

    sheet: Sheet
    header: Header
    others: tuple[str, ...]


def choose(sheets: list[Sheet], wanted: str | None, table: OldLedger) -> Source:
    """Return the sheet of that name, or else the first that looks like a ledger."""
    named = [sheet for sheet in sheets if wanted in (None, sheet.name)]
    if not named:
        raise UnreadableError(f"没有叫 {wanted} 的工作表；有 {'、'.join(sheet.name for sheet in sheets)}")
    found = ((sheet, find_header(sheet.rows(), table)) for sheet in named)
    sheet, header = next(((sheet, header) for sheet, header in found if header), (named[0], None))
    if header is None:
        raise UnreadableError(
            "没找到表头：要有写着“诉求内容”“受理时间”这样的一行；叫法可以加在 config/old_ledger.yaml"
        )
    if header.missing:
        raise UnreadableError(
            f"表头里缺这些列：{'、'.join(header.missing)}；叫法可以加在 config/old_ledger.yaml"
        )
    others = tuple(other.name for other in sheets if other is not sheet)
    return Source(sheet, header, others)


@dataclass(slots=True)
class Import:
    """One run over one sheet."""

    source: Source
    reader: Reader
    planner: Planner
    report: Report
    seen: Seen

    async def run(self, store: Store, advance: Callable[[int], None]) -> Report:
        """File everything below the headings; ``advance`` is told the line that is reached."""
        file = look_all if self.report.dry_run else file_all
        rows = islice(self.source.sheet.rows(), self.source.header.line, None)
        for batch in batches(rows):
            planned = [self.planner.plan(record) for record in self._records(batch)]
            for plan, filed in zip(planned, await file(store, planned), strict=True):
                self._count(plan, filed)
            advance(batch[-1][0])
        self.report.faults.sort(key=lambda fault: fault.line)
        return self.report

    def _records(self, rows: Iterable[Row]) -> Iterator[Record]:
        for line, cells in rows:
            number = self.reader.number(cells)
            part = self.seen.part(*number) if number else 1
            found = self.reader.read(line, cells, part)
            if found is None:
                continue
            self.report.rows += 1
            if isinstance(found, list):
                self.report.faults += found
            elif self.seen.first(found) != line:
                self.report.repeated += 1
            else:
                yield found

    def _count(self, plan: Planned, filed: Filed) -> None:
        report, record = self.report, plan.record
        if filed.result == "other":
            reason = OTHER.format(no=filed.no)
            report.faults.append(Fault(record.line, self.source.header.title("outside_no"), "", reason))
        elif filed.result == "known":
            report.known += 1
        else:
            report.new += 1
            report.read.update(plan.read)
            report.undated += any(at is None for _, at in plan.steps)
            report.unsourced += record.source is None


def prepare(source: Source, table: OldLedger, profile: Profile, planner: Planner, now: datetime,
            *, dry_run: bool) -> Import:  # fmt: skip
    """Return an import that is ready to run."""
    report = Report(
        sheet=source.sheet.name, dry_run=dry_run, unknown_columns=source.header.unknown,
        other_sheets=source.others,
    )  # fmt: skip
    reader = Reader(source.header, table, Units(profile), now)
    return Import(source, reader, planner, report, Seen())


def batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Yield rows in lots that share one transaction."""
    while lot := list(islice(rows, BATCH)):
        yield lot
