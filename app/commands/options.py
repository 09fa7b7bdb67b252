"""Options that every command takes, and the settings they come to."""

from typing import Annotated

import typer

from config.settings import Settings, load_settings

Database = Annotated[str | None, typer.Option("--database", help="数据库地址，默认 SQLite 在 var/ 下")]
ProfileName = Annotated[str | None, typer.Option("--profile", help="县模板，默认 yiyuan")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


def settings_of(database: str | None = None, profile: str | None = None, **more: object) -> Settings:
    """Return the settings with the options of a command on top; None leaves a setting as it is."""
    given = {"database": database, "profile": profile, **more}
    chosen = {name: value for name, value in given.items() if value is not None}
    return load_settings().model_copy(update=chosen)
