"""Checks the Official Account: what was copied, token and whitelist, customer service, menu, our own address."""

import re
from collections.abc import AsyncIterator

from config.channels import Wechat as Account
from config.settings import Settings
from config.wechat_menu import load_menu
from config.wechat_subscription import load_subscription
from connectors.checkup import Finding
from connectors.tencent.api import Api
from connectors.tencent.checkup import NO_MENU, Asker, door, menu
from connectors.tencent.cipher import Cipher
from connectors.wechat.account import account as account_of
from connectors.wechat.channel import PATH
from connectors.wechat.hints import HINTS, OFF
from storage.store import Store

PUBLISH = "运行 shiliu wechat menu"
LONG_TERM = 3
"""The type of a template whose subscription holds until it is taken back."""
_FIELD = re.compile(r"\{\{(\w+)\.DATA\}\}")
FORMS: tuple[tuple[str, str], ...] = (
    (r"wx[0-9a-f]{16}", "AppID 应是 wx 开头的 18 位"),
    (r"[A-Za-z0-9]{3,32}", "Token 应是 3 到 32 位字母和数字"),
    (r"[A-Za-z0-9]{43}", "EncodingAESKey 应是 43 位字母和数字"),
)
"""The forms that AppID, Token and EncodingAESKey have, and what is said where they have another."""


async def checkup(settings: Settings, store: Store) -> AsyncIterator[Finding]:
    """Give the findings."""
    account = settings.wechat
    if account is None:
        yield Finding(False, OFF)
        return
    for finding in _forms(account):
        yield finding
    api = Api(account_of(account), store)
    ask = Asker({**HINTS, NO_MENU: f"还没有发布，{PUBLISH}"}, account.api)
    try:
        refused = await ask.answer("领不到令牌", api.admitted())
        yield refused or Finding(True, "领得到令牌：AppID、AppSecret 对，IP 在白名单里")
        if refused is None:
            yield await _customer_service(ask, api)
            yield await menu(ask, api.get("/cgi-bin/menu/get"), load_menu(), PUBLISH)
            yield await _template(ask, api, account.template)
    finally:
        await api.close()
    # An Official Account is asked in the clear, whatever mode its messages come in.
    async for finding in door(settings.public_url, PATH, Cipher("", account.token.get_secret_value(), ())):
        yield finding


def _forms(account: Account) -> list[Finding]:
    values = (account.app_id, account.token.get_secret_value(), account.aes_key.get_secret_value())
    wrong = [said for (form, said), value in zip(FORMS, values, strict=True) if not re.fullmatch(form, value)]
    if not wrong:
        return [Finding(True, "AppID、Token、EncodingAESKey 的样子都对")]
    return [Finding(False, said, "请到公众平台「开发接口管理」再抄一遍") for said in wrong]


async def _customer_service(ask: Asker, api: Api) -> Finding:
    """Notices go as messages of customer service; to list its staff needs the same permission."""
    told = await ask.answer("客服消息发不了，办好了通知不到群众", api.get("/cgi-bin/customservice/getkflist"))
    return told if isinstance(told, Finding) else Finding(True, "有客服消息的权限")


async def _template(ask: Asker, api: Api, template: str) -> Finding:
    """The template of subscription notices: is it there, for long, and are its fields those that we fill in."""
    if not template:
        return Finding(None, "没有配订阅通知：群众两天没说话的，办好了要等他下次来信才知道")
    told = await ask.answer("订阅通知的模板看不到", api.get("/wxaapi/newtmpl/gettemplate"))
    if isinstance(told, Finding):
        return told
    there = next((one for one in told.get("data", ()) if one.get("priTmplId") == template), None)
    if there is None:
        mend = "到公众平台「订阅通知」→「我的模板」抄模板 ID，写进 SHILIU_WECHAT_TEMPLATE"
        return Finding(False, "公众号里没有这个订阅通知模板", mend)
    fields = set(_FIELD.findall(str(there.get("content", ""))))
    if fields != load_subscription().fields.keys():
        mend = f"模板里是 {'、'.join(sorted(fields))}，照着改 config/wechat_subscription.yaml"
        return Finding(False, "订阅通知的格子和模板对不上", mend)
    if there.get("type") != LONG_TERM:
        mend = "同意一次只能发一条；政务民生类目的长期订阅没有这个限制"
        return Finding(None, "订阅通知的模板是一次性的", mend)
    return Finding(True, "订阅通知的模板在，格子对得上")
