"""``shiliu wecom``: the menu of the staff's application, and bulletins for their group."""

from typing import Annotated

import typer

from app.commands.opening import fail, with_store, write
from app.commands.options import Database, ProfileName, settings_of
from app.commands.wechat import plainly
from config.wechat_menu import FILE, load_menu
from connectors.wecom.hints import HINTS, NO_GROUP, OFF
from storage.masking import redact
from storage.messages import Outbound
from storage.store import Store

MENU = "wecom_menu.yaml"
LONGEST = 1_800
"""Bytes of a bulletin; what is longer is no bulletin."""


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="企业微信：发布应用菜单，往工作群发通知。")
    group.command("menu", help=f"把 config/{MENU} 发布成应用底部菜单。")(menu)
    group.command("say", help="往工作群里发一条通知（群机器人）。")(say)
    app.add_typer(group, name="wecom")


def menu(profile: ProfileName = None, database: Database = None) -> None:
    """Publish the menu."""
    from connectors.tencent.api import Api
    from connectors.wecom.account import MENU as PATH
    from connectors.wecom.account import account

    settings = settings_of(database, profile)
    if settings.wecom is None:
        fail(OFF)
    own, items = settings.wecom, load_menu(FILE.with_name(MENU))

    async def publish(store: Store) -> None:
        api = Api(account(own), store)
        try:
            await api.post(f"{PATH}?agentid={own.agent_id}", {"button": [item.published() for item in items]})
        finally:
            await api.close()

    with plainly(HINTS):
        with_store(settings, publish)
    typer.echo(f"菜单发布了：{'、'.join(item.name for item in items)}。手机上退出应用再进，马上能看到。")


def say(
    text: Annotated[str, typer.Argument(metavar="要说的话")],
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Queue a bulletin; the bot that serves sends it."""
    settings = settings_of(database, profile)
    if settings.wecomgroup is None:
        fail(NO_GROUP)
    if redact(text) != text:
        fail("群里人人看得见，别写电话、证件号这样的号码。没有发。")
    if not text.strip() or len(text.encode()) > LONGEST:
        fail(f"一条通知最多 {LONGEST // 3} 个汉字，也不能是空的。没有发。")
    from connectors.wecom.group import NAME, ROOM

    out = Outbound(NAME, ROOM, text.strip(), priority=1, group=True)
    write(settings, lambda tx: tx.outbox.add(out, conversation=f"{NAME}:{ROOM}"))
    typer.echo("排上了。机器人开着的话几秒钟就到群里；没到的话看 shiliu outbox list。")
