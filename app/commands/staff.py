"""``shiliu staff``: posts are given by one-time codes, listed and taken back."""

from typing import Annotated, Literal

import typer

from app.commands.opening import fail, read, tell, write
from app.commands.options import AsJson, Database, ProfileName, settings_of
from config.loader import load_profile
from config.profile import Profile
from storage.masking import mask_name
from storage.people import Person, Post

Role = Literal["operator", "grid", "unit", "supervisor", "admin"]
Unit = Annotated[str | None, typer.Option("--unit", help="单位：名称、简称或 id")]
Town = Annotated[str | None, typer.Option("--town", help="镇（街道）")]
BY = "command"
ROLES = {
    "resident": "居民", "operator": "话务员", "grid": "网格员", "unit": "承办单位", "supervisor": "督查",
    "admin": "管理员",
}  # fmt: skip


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="岗位：发邀请码、列出、收回。")
    group.command("invite", help="发一个一次性邀请码，对机器人说「邀请码 ……」就上岗。")(invite)
    group.command("list", help="列出在岗的人。")(show)
    group.command("revoke", help="收回一个人的岗位。")(revoke)
    app.add_typer(group, name="staff")


def invite(
    role: Role,
    *,
    unit: Unit = None,
    town: Town = None,
    as_json: AsJson = False,
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Print a code for a post; a handler needs a unit, a grid member a town."""
    settings = settings_of(database, profile)
    locality = load_profile(settings.profile)
    post = _post(locality, role, unit, town)
    code = write(settings, lambda tx: tx.posts.invite(role=role, unit=post.unit, town=post.town, by=BY))
    data = {"code": code, "role": role, "unit": post.unit, "town": post.town}
    tell(
        data,
        as_json,
        lambda: [
            f"{code}　{ROLES[role]} {_unit_name(locality, post.unit) or post.town or ''}".rstrip(),
            f"请本人对机器人说：邀请码 {code}",
        ],
    )


def _post(profile: Profile, role: Role, unit: str | None, town: str | None) -> Post:
    if role == "unit" and unit is None:
        raise typer.BadParameter("承办单位的岗位要写 --unit")
    if role == "grid" and town is None:
        raise typer.BadParameter("网格员的岗位要写 --town")
    return Post(role, _unit_id(profile, unit), town_name(profile, town))


def _unit_id(profile: Profile, name: str | None) -> str | None:
    found = [unit.id for unit in profile.units if name in (unit.id, unit.name, *unit.aliases)]
    if name is not None and not found:
        raise typer.BadParameter(
            f"没有叫 {name} 的单位；可写 {'、'.join(unit.name for unit in profile.units)}"
        )
    return found[0] if found else None


def town_name(profile: Profile, name: str | None) -> str | None:
    """Return the full name of a town; a name that the profile lacks is refused."""
    found = [town.name for town in profile.towns if name in (town.name, *town.aliases)]
    if name is not None and not found:
        raise typer.BadParameter(
            f"没有叫 {name} 的镇（街道）；可写 {'、'.join(town.name for town in profile.towns)}"
        )
    return found[0] if found else None


def show(as_json: AsJson = False, profile: ProfileName = None, database: Database = None) -> None:
    """List everybody who holds a post, names masked."""
    settings = settings_of(database, profile)
    locality = load_profile(settings.profile)
    holders = read(settings, lambda tx: tx.posts.all())
    rows = [_row(person, post) for person, post in holders]
    tell(rows, as_json, lambda: [_line(locality, row) for row in rows] or ["还没有人在岗。"])


def _line(profile: Profile, row: dict[str, str | None]) -> str:
    """A row for people: the unit by its name, nothing where nothing is known."""
    shown = row | {"unit": _unit_name(profile, row["unit"])}
    return "　".join(value for value in shown.values() if value)


def _unit_name(profile: Profile, unit_id: str | None) -> str | None:
    """Return the name of a unit; of one that the profile has lost, the id."""
    unit = profile.unit(unit_id or "")
    return unit.name if unit else unit_id


def _row(person: Person, post: Post) -> dict[str, str | None]:
    channels = "、".join(sorted({channel for channel, _ in person.accounts}))
    return {
        "person": person.id, "role": ROLES[post.role], "unit": post.unit, "town": post.town,
        "name": mask_name(person.name) if person.name else None, "channels": channels,
    }  # fmt: skip


def revoke(
    person: Annotated[str, typer.Argument(help="staff list 里的编号")],
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Take the post of a person back."""
    settings = settings_of(database, profile)
    if person not in {holder.id for holder, _ in read(settings, lambda tx: tx.posts.all())}:
        fail(f"没有叫 {person} 的在岗人员；编号见 staff list")
    write(settings, lambda tx: tx.posts.revoke(person, actor=BY))
    typer.echo(f"已收回 {person} 的岗位。")
