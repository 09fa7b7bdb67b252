"""``shiliu ledger import``: a ledger kept in a spreadsheet becomes cases of this one."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from app.commands.opening import fail, tell, with_store
from app.commands.options import AsJson, Database, ProfileName, settings_of
from app.compose import utc_now
from app.old_ledger.bring import Import, choose, prepare
from app.old_ledger.case import Planner
from app.old_ledger.labels import load_table
from app.old_ledger.report import Report, as_data, as_lines, write_report
from app.old_ledger.sheet import UnreadableError, open_sheets
from config.loader import load_profile
from nlu.backend import local
from storage.store import Store


def bring_in(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="csv 或 xlsx")],
    *,
    sheet: Annotated[str | None, typer.Option("--sheet", help="哪张工作表；不写就是第一张像台账的")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只试一遍，什么都不写进台账")] = False,
    out: Annotated[
        Path | None, typer.Option("--report", dir_okay=False, help="没收的行和原因写到这个 csv")
    ] = None,
    as_json: AsJson = False,
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """File every row as a case; what cannot be taken over is listed, and the code is then 1."""
    settings = settings_of(database, profile)
    locality, table = load_profile(settings.profile), load_table()
    try:
        source = choose(open_sheets(file), sheet, table)
        planner = Planner(local(locality), locality)
        work = prepare(source, table, locality, planner, utc_now(), dry_run=dry_run)
        report = with_store(settings, lambda store: _watched(store, work))
    except UnreadableError as error:
        fail(f"{file.name}：{error}")
    if out is not None:
        write_report(report, out)
    tell(as_data(report), as_json, lambda: as_lines(report, out))
    raise typer.Exit(1 if report.faults else 0)


async def _watched(store: Store, work: Import) -> Report:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("导入", total=work.source.sheet.total)
        return await work.run(store, lambda line: progress.update(task, completed=line))
