"""``shiliu channel doctor``: is what was set up for a channel right, and what is to be mended."""

import asyncio
from importlib import import_module
from typing import Annotated, Any, Literal

import typer

from app.commands.opening import open_store, tell
from app.commands.options import AsJson, Database, ProfileName, settings_of
from config.settings import Settings
from connectors.checkup import Doctor, Finding

Name = Literal["telegram", "wechat", "wecom", "kf", "smartbot"]
MARKS = {True: "✓", False: "✗", None: "–"}
WELL, ILL = "都好，没有要改的。", "带 ✗ 的改好，再来一次。"


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="渠道：配得对不对。")
    group.callback()(_group)
    group.command("doctor", help="检查一个渠道的配置，一行行说哪里要改。")(doctor)
    app.add_typer(group, name="channel")


def _group() -> None:
    """Keep the only command a command of a group."""


def doctor(
    name: Annotated[Name, typer.Argument(metavar="渠道", help="telegram、wechat、wecom、kf 或 smartbot")],
    as_json: AsJson = False,
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Check a channel; the code is 0 only where nothing has to be mended."""
    findings = asyncio.run(_found(name, settings_of(database, profile)))
    well = all(finding.ok is not False for finding in findings)
    tell(_data(findings), as_json, lambda: [*map(_line, findings), WELL if well else ILL])
    raise typer.Exit(0 if well else 1)


async def _found(name: Name, settings: Settings) -> list[Finding]:
    check: Doctor = import_module(f"connectors.{name}.doctor").checkup
    async with open_store(settings) as store:
        return [finding async for finding in check(settings, store)]


def _line(finding: Finding) -> str:
    mend = f"\n  {finding.mend}。" if finding.mend else ""
    return f"{MARKS[finding.ok]} {finding.told}{mend}"


def _data(findings: list[Finding]) -> list[dict[str, Any]]:
    return [{"ok": one.ok, "told": one.told, "mend": one.mend} for one in findings]
