"""``shiliu nlu parse``: JSON Lines in, JSON Lines out. The group takes ``nlu review`` in as well."""

import asyncio
import sys
from collections.abc import Callable
from typing import Annotated, Literal

import typer

from app.commands.options import ProfileName, settings_of
from app.commands.review import review
from config.loader import load_profile
from config.settings import Settings
from nlu.backend import Local, local, understander
from nlu.batch import parse_lines
from nlu.understanding import Understanding


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="理解：成批解析，教机器人没听懂的话。")
    group.callback()(lambda: None)
    group.command("parse", help="逐行读 {id,text}，逐行写出理解的结果。")(parse)
    group.command("review", help="一条一条定没听懂的话是什么意思；写成训练材料。")(review)
    app.add_typer(group, name="nlu")


def parse(
    backend: Annotated[
        Literal["embedded", "rasa"], typer.Option("--backend", help="用哪个模型")
    ] = "embedded",
    profile: ProfileName = None,
) -> None:
    """Parse every line of standard input, in order."""
    settings = settings_of(profile=profile, nlu=backend)
    near = local(load_profile(settings.profile))
    with asyncio.Runner() as runner:
        for line in parse_lines(sys.stdin, _reader(settings, near, runner)):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


def _reader(settings: Settings, near: Local, runner: asyncio.Runner) -> Callable[[str], Understanding]:
    if settings.nlu == "embedded":
        return near.read
    remote = understander(settings, near)
    return lambda text: runner.run(remote.parse(text))
