"""``shiliu calls parse``: call records in, their needs out, as JSON Lines."""

import sys

import typer

from app.commands.options import ProfileName, settings_of
from config.loader import load_profile
from nlu.backend import local
from nlu.calls import read_record
from nlu.calls.batch import parse_records


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="热线记录：成批解析。")
    group.callback()(lambda: None)
    group.command("parse", help="逐行读 {id,transcript}，逐行写出每通来电里的诉求。")(parse)
    app.add_typer(group, name="calls")


def parse(profile: ProfileName = None) -> None:
    """Parse every line of standard input, in order."""
    model, gazetteer = local(load_profile(settings_of(profile=profile).profile)).parts
    for line in parse_records(sys.stdin, lambda text: read_record(text, model, gazetteer)):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
