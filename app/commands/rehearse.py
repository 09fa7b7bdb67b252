"""``shiliu rehearse``: play scripted dialogues and show what came of them."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.commands.options import AsJson, Database, ProfileName
from app.compose import report_config
from app.rehearsal import report, scenario
from app.rehearsal.fresh import fresh
from app.rehearsal.play import Played, play
from config.live import LiveProfile
from nlu.backend import local


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rehearse", help="排练：照剧本走一遍，看回话和台账。")(rehearse)


def rehearse(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    only: Annotated[str | None, typer.Option("--only", help="只演这一个编号")] = None,
    as_json: AsJson = False,
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Play a file of scenarios, each on a fresh ledger."""
    chosen = [s for s in scenario.load(file) if only in (None, s.id)]
    if not chosen:
        raise typer.BadParameter(f"{file} 里没有 {only}")
    console = Console()
    for played in asyncio.run(_play_all(chosen, profile, database)):
        if as_json:
            typer.echo(json.dumps(report.as_data(played), ensure_ascii=False))
        else:
            report.show(console, played)


async def _play_all(
    chosen: list[scenario.Scenario], profile: str | None, database: str | None
) -> list[Played]:
    played = []
    for number, item in enumerate(chosen):
        if unknown := scenario.unknown_keys(item):
            typer.echo(f"{item.id}：不认识的项 {'、'.join(unknown)}，没有理会", err=True)
        if database:
            await fresh(database, emptied=number > 0)
        live = LiveProfile(item.profile or profile or "yiyuan", report_config)
        reader = local(live.current().profile)
        played.append(await play(item, live, reader, database))
    return played
