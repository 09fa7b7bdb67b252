"""``shiliu config check``: does the profile hold, and what is still to settle."""

import typer

from app.commands.opening import tell
from app.commands.options import AsJson, ProfileName, settings_of
from config.check import check as findings_of
from config.errors import ConfigError
from config.loader import load_profile
from config.wording import Wording


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="配置：检查县模板和话术。")
    group.command("check", help="检查县模板；有错误退出码是 1，只有建议是 0。")(check)
    app.add_typer(group, name="config")


def check(profile: ProfileName = None, as_json: AsJson = False) -> None:
    """Print mistakes, or else what to settle before opening and every default."""
    name = settings_of(profile=profile).profile
    holds, findings = _holds(name), findings_of(name)
    data = {"profile": name, "ok": holds, "findings": findings}
    head = (
        f"{name}：可以用" + (f"，另有 {len(findings)} 条提醒" if findings else "")
        if holds
        else f"{name}：有错，用不了"
    )
    tell(data, as_json, lambda: [head, *(f"- {finding}" for finding in findings)])
    raise typer.Exit(0 if holds else 1)


def _holds(name: str) -> bool:
    try:
        Wording.load(load_profile(name))
    except ConfigError:
        return False
    return True
