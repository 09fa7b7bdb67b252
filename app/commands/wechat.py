"""``shiliu wechat``: the menu of the Official Account, and QR codes that know their village."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer

from app.commands.opening import fail, with_store
from app.commands.options import Database, ProfileName, settings_of
from config.loader import load_profile
from config.wechat_menu import load_menu
from connectors.errors import SendFailed
from storage.store import Store

OFF = "微信公众号还没有配置：先填 SHILIU_WECHAT_APP_ID、_TOKEN、_AES_KEY、_SECRET，见 docs/channels/wechat.md"
HINTS: dict[int, str] = {
    40164: "这台服务器的 IP 不在公众号后台的白名单里，请先加上",
    40013: "AppID 不对",
    40125: "AppSecret 不对",
    48001: "这个公众号没有这项接口的权限（一般要已认证的服务号）",
}
"""errcode -> what whoever runs the command can do about it."""
QR = "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket="

Call = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="微信公众号：发布菜单，生成各村的二维码。")
    group.command("menu", help="把 config/wechat_menu.yaml 发布成公众号底部菜单。")(menu)
    group.command("qr", help="生成一个村的二维码；扫码关注的人不用再说是哪个村。")(qr)
    app.add_typer(group, name="wechat")


def menu(profile: ProfileName = None, database: Database = None) -> None:
    """Publish the menu."""
    items = load_menu()
    content = {"button": [item.published() for item in items]}
    _call(database, profile, "/cgi-bin/menu/create", content)
    typer.echo(f"菜单发布了：{'、'.join(item.name for item in items)}。手机上取消关注再关注，马上能看到。")


def qr(
    village: Annotated[str, typer.Argument(metavar="村", help="村或社区，如 碾砣村，也可写 燕崖镇碾砣村")],
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Print the address of a QR code whose scene names the place."""
    towns = load_profile(settings_of(database, profile).profile).towns
    places = [f"{town.name}{one.name}" for town in towns for one in town.villages]
    found = [place for place in places if place == village or place.endswith(village)]
    if len(found) != 1:
        fail(f"县模板里没有「{village}」" if not found else f"不止一个：{'、'.join(found)}，请把镇名也写上")
    scene = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": found[0]}}}
    answer = _call(database, profile, "/cgi-bin/qrcode/create", scene)
    typer.echo(f"{found[0]}：{QR}{answer.get('ticket', '')}")


def _call(database: str | None, profile: str | None, path: str, content: dict[str, Any]) -> dict[str, Any]:
    """Call WeChat's API with the account of the settings; a failure is said plainly and ends the command."""
    from connectors.tencent.api import Api
    from connectors.tencent.errors import Rejected
    from connectors.wechat.account import account as account_of

    settings = settings_of(database, profile)
    account = settings.wechat
    if account is None:
        fail(OFF)

    async def run(store: Store) -> dict[str, Any]:
        api = Api(account_of(account), store)
        try:
            return await api.post(path, content)
        finally:
            await api.close()

    try:
        return with_store(settings, run)
    except Rejected as rejected:
        fail(f"微信没有接受（errcode {rejected.code}）：{HINTS.get(rejected.code, '请对照微信的错误码表')}")
    except SendFailed as failed:
        fail(f"没有办成：{failed.record}。{_hint(failed.detail)}")


def _hint(detail: str) -> str:
    code = detail.removeprefix("errcode ")
    return HINTS.get(int(code), "") if code.lstrip("-").isdecimal() else ""
