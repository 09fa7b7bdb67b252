"""Checks the application for staff: token and trusted addresses, the application itself, our own address."""

from collections.abc import AsyncIterator
from typing import Any

from config.settings import Settings
from config.wechat_menu import FILE, load_menu
from connectors.checkup import Finding
from connectors.tencent.api import Api
from connectors.tencent.checkup import NO_MENU, Asker, door, menu
from connectors.tencent.cipher import cipher_of
from connectors.wecom.account import account as account_of
from connectors.wecom.door import PATH
from connectors.wecom.hints import HINTS, OFF
from storage.store import Store

MENU = FILE.with_name("wecom_menu.yaml")
PUBLISH = "运行 shiliu wecom menu"
SEEN_BY = (("allow_userinfos", "user"), ("allow_partys", "partyid"), ("allow_tags", "tagid"))
"""Where the answer of the platform lists members, departments and tags that see the application."""


async def checkup(settings: Settings, store: Store) -> AsyncIterator[Finding]:
    """Give the findings."""
    account = settings.wecom
    if account is None:
        yield Finding(False, OFF)
        return
    api, ask = (
        Api(account_of(account), store),
        Asker({**HINTS, NO_MENU: f"还没有发布，{PUBLISH}"}, account.api),
    )
    try:
        refused = await ask.answer("领不到令牌", api.admitted())
        yield refused or Finding(True, "领得到令牌：企业 ID、Secret 对，IP 可信")
        if refused is None:
            asked = api.get("/cgi-bin/agent/get", agentid=str(account.agent_id))
            told = await ask.answer("应用看不到", asked)
            yield told if isinstance(told, Finding) else _application(told)
            asked = api.get("/cgi-bin/menu/get", agentid=str(account.agent_id))
            yield await menu(ask, asked, load_menu(MENU), PUBLISH)
    finally:
        await api.close()
    async for finding in door(settings.public_url, PATH, cipher_of(account.corp_id, account)):
        yield finding


def _application(told: dict[str, Any]) -> Finding:
    name = told.get("name", "")
    if told.get("close"):
        return Finding(False, f"应用「{name}」停用了", "到管理后台「应用管理」里启用")
    if not any((told.get(group) or {}).get(names) for group, names in SEEN_BY):
        return Finding(False, f"应用「{name}」谁都看不见", "到管理后台把用得着的人加进「可见范围」")
    return Finding(True, f"应用「{name}」开着，有人看得见")
