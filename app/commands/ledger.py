"""``shiliu ledger``: does it hold, what is in it, taking it out and bringing old ones in."""

import csv
import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TextIO

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress

from app.commands.old_ledger import bring_in
from app.commands.opening import read, tell, with_store
from app.commands.options import AsJson, Database, ProfileName, settings_of
from app.compose import utc_now
from config.loader import load_profile
from config.profile import Profile
from storage.calendar import day_of
from storage.export import export_rows
from storage.labels import CATEGORIES, KINDS, SCORES
from storage.people import CaseFilter
from storage.sheets import export_xlsx
from storage.stats import Stats, statistics
from storage.status import NAMES
from storage.store import Store

Format = Literal["json", "xlsx", "csv"]


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="台账：核对、统计、导出、导入老台账。")
    group.command("verify", help="逐条核对台账；对不上的列出来，退出码是 1。")(verify)
    group.command("stats", help="统计。")(stats)
    group.command("export", help="导出：json 一行一件，csv，xlsx 可打印盖章。电话姓名已遮。")(export)
    group.command("import", help="把老台账（csv、xlsx）导进来；没收的行列出来，退出码是 1。")(bring_in)
    app.add_typer(group, name="ledger")


def verify(as_json: AsJson = False, profile: ProfileName = None, database: Database = None) -> None:
    """Recompute every chain, every case and the serials."""
    faults = read(settings_of(database, profile), lambda tx: tx.ledger.verify())
    data = {"ok": not faults, "findings": faults}
    tell(data, as_json, lambda: [f"- {fault}" for fault in faults] or ["台账对得上。"])
    raise typer.Exit(1 if faults else 0)


def stats(
    month: Annotated[str | None, typer.Option("--month", help="只算这个月收到的，如 2026-11")] = None,
    as_json: AsJson = False,
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Count what came in, where it stands and how it was rated."""
    found = read(settings_of(database, profile), lambda tx: statistics(tx, _today(), month))
    data = {**msgspec.to_builtins(found), "satisfaction": found.satisfaction}
    tell(data, as_json, lambda: _lines(found))


def _today() -> date:
    return day_of(utc_now())


def _lines(found: Stats) -> list[str]:
    share = "—" if found.satisfaction is None else f"{found.satisfaction:.1%}"
    groups: tuple[tuple[str, dict[str, int], dict[str, str]], ...] = (
        ("状态", found.status, NAMES), ("镇街", found.town, {"": "未注明"}),
        ("类别", found.category, CATEGORIES), ("类型", found.kind, KINDS), ("月份", found.month, {}),
        ("评价", found.scores, SCORES),
    )  # fmt: skip
    return [
        f"共 {found.total} 件，没办完 {found.open} 件，超期 {found.overdue} 件",
        f"满意率 {share}（n={found.rated}）",
        *(f"{title}：{_named(counts, names)}" for title, counts, names in groups if counts),
    ]


def _named(counts: dict[str, int], names: dict[str, str]) -> str:
    return "，".join(f"{names.get(code, code)} {count}" for code, count in counts.items())


def export(
    form: Annotated[Format, typer.Option("--format")] = "json",
    out: Annotated[
        Path | None, typer.Option("--out", dir_okay=False, help="写到文件；不写就打在屏幕上")
    ] = None,
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Write one object or row a case, contacts masked; people see a progress bar."""
    settings = settings_of(database, profile)
    locality = load_profile(settings.profile)
    if form == "xlsx" and out is None:
        raise typer.BadParameter("xlsx 要写 --out 文件名")
    count = with_store(settings, lambda store: _export(store, form, out, locality))
    if out is not None:
        typer.echo(f"{out}：{count} 件", err=True)


async def _export(store: Store, form: Format, out: Path | None, profile: Profile) -> int:
    if form == "xlsx" and out is not None:
        with Console(stderr=True).status("正在写表格……"):
            return await export_xlsx(store, out, profile, _today())
    rows = _watched(store, await store.read(lambda tx: tx.ledger.count(CaseFilter())))
    if out is None:
        return await WRITERS[form](rows, typer.get_text_stream("stdout"))
    with out.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as file:
        return await WRITERS[form](rows, file)


async def _watched(store: Store, total: int) -> AsyncIterator[dict[str, Any]]:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("导出", total=total)
        async for row in export_rows(store):
            progress.advance(task)
            yield row


async def _json(rows: AsyncIterator[dict[str, Any]], file: TextIO) -> int:
    """One object a line, so that any number of cases can be read back."""
    count = 0
    async for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


async def _csv(rows: AsyncIterator[dict[str, Any]], file: TextIO) -> int:
    count, writer = 0, None
    async for row in rows:
        writer = writer or _headed(file, row)
        writer.writerow({name: _cell(value) for name, value in row.items()})
        count += 1
    return count


def _headed(file: TextIO, row: dict[str, Any]) -> "csv.DictWriter[str]":
    writer = csv.DictWriter(file, list(row))
    writer.writeheader()
    return writer


def _cell(value: Any) -> Any:
    """Lists in one cell; words that a spreadsheet would take for a formula are quoted."""
    text = "；".join(map(str, value)) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(("=", "+", "-", "@")) else text


WRITERS = {"json": _json, "csv": _csv}
