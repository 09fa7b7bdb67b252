"""``shiliu nlu parse``: JSON Lines in, JSON Lines out."""

import sys
from typing import Annotated, Literal

import typer

from app.commands.options import ProfileName, settings_of
from config.loader import load_profile
from nlu.backend import local


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="理解：成批解析、复核。")
    group.command("parse", help="逐行读 {id,text}，逐行写出理解的结果。")(parse)
    app.add_typer(group, name="nlu")


def parse(
    backend: Annotated[Literal["embedded", "rasa"], typer.Option("--backend")] = "embedded",
    profile: ProfileName = None,
) -> None:
    """Parse every line of standard input, in order."""
    from nlu.batch import parse_lines

    settings = settings_of(profile=profile, nlu=backend)
    reader = local(load_profile(settings.profile))
    for line in parse_lines(sys.stdin, reader.read):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
