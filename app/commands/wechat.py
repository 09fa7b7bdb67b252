"""``shiliu wechat``: the menu of the Official Account."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import typer

from app.commands.opening import fail, with_store
from app.commands.options import Database, ProfileName, settings_of
from config.wechat_menu import load_menu
from connectors.errors import SendFailed
from connectors.wechat.hints import HINTS, OFF
from storage.store import Store

MENU = "/cgi-bin/menu/create"


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="微信公众号：发布菜单。")
    group.callback()(_group)
    group.command("menu", help="把 config/wechat_menu.yaml 发布成公众号底部菜单。")(menu)
    app.add_typer(group, name="wechat")


def _group() -> None:
    """Keep the only command a command of a group."""


def menu(profile: ProfileName = None, database: Database = None) -> None:
    """Publish the menu."""
    from connectors.tencent.api import Api
    from connectors.wechat.account import account

    settings = settings_of(database, profile)
    if settings.wechat is None:
        fail(OFF)
    official, items = settings.wechat, load_menu()

    async def publish(store: Store) -> None:
        api = Api(account(official), store)
        try:
            await api.post(MENU, {"button": [item.published() for item in items]})
        finally:
            await api.close()

    with plainly():
        with_store(settings, publish)
    typer.echo(f"菜单发布了：{'、'.join(item.name for item in items)}。手机上取消关注再关注，马上能看到。")


@contextmanager
def plainly(hints: Mapping[int, str] = HINTS) -> Iterator[None]:
    """Say a platform's refusal plainly and end the command; ``hints`` say what can be done, by errcode."""
    from connectors.tencent.errors import Rejected

    try:
        yield
    except Rejected as rejected:
        fail(f"微信没有接受（errcode {rejected.code}）：{hints.get(rejected.code, '请对照微信的错误码表')}")
    except SendFailed as failed:
        fail(f"没有办成：{failed.record}。{_hint(failed.detail, hints)}")


def _hint(detail: str, hints: Mapping[int, str]) -> str:
    code = detail.removeprefix("errcode ")
    return hints.get(int(code), "") if code.lstrip("-").isdecimal() else ""
