"""Checks 微信客服: token and trusted addresses, the service accounts, our own address."""

from collections.abc import AsyncIterator

from config.settings import Settings
from connectors.checkup import Finding
from connectors.kf.account import ACCOUNTS
from connectors.kf.account import account as account_of
from connectors.kf.door import PATH
from connectors.tencent.api import Api
from connectors.tencent.checkup import Asker, door
from connectors.tencent.cipher import cipher_of
from storage.store import Store

OFF = "微信客服还没有配置：先填 SHILIU_KF_CORP_ID、_TOKEN、_AES_KEY、_SECRET"
HINTS: dict[int, str] = {
    40001: "Secret 不对，或者不是能管微信客服的那个应用的",
    40013: "企业 ID 不对，应是 ww 开头的那一串",
    48002: "没有这个接口的权限：到管理后台「微信客服」→「可调用接口的应用」里勾上这个应用",
    60011: "管不到这个客服账号：到管理后台「微信客服」→「可调用接口的应用」里勾上",
    60020: "这台服务器的 IP 不在应用的可信 IP 里，请先加上",
}
"""errcode -> what can be done."""
MOST = 100
"""Service accounts asked for at a time."""


async def checkup(settings: Settings, store: Store) -> AsyncIterator[Finding]:
    """Give the findings."""
    account = settings.kf
    if account is None:
        yield Finding(False, OFF)
        return
    api, ask = Api(account_of(account), store), Asker(HINTS, account.api)
    try:
        refused = await ask.answer("领不到令牌", api.admitted())
        yield refused or Finding(True, "领得到令牌：企业 ID、Secret 对，IP 可信")
        if refused is None:
            yield await _desks(ask, api)
    finally:
        await api.close()
    async for finding in door(settings.public_url, PATH, cipher_of(account.corp_id, account)):
        yield finding


async def _desks(ask: Asker, api: Api) -> Finding:
    told = await ask.answer("客服账号看不到", api.post(ACCOUNTS, {"offset": 0, "limit": MOST}))
    if isinstance(told, Finding):
        return told
    desks = told.get("account_list", [])
    if not desks:
        return Finding(False, "还没有客服账号", "到管理后台「微信客服」里建一个")
    names = "、".join(str(desk.get("name", "")) for desk in desks)
    if not any(desk.get("manage_privilege", True) for desk in desks):
        mend = "到管理后台「微信客服」→「可调用接口的应用」里，把账号交给这个应用管"
        return Finding(False, f"客服账号（{names}）都不归这个应用管", mend)
    return Finding(True, f"客服账号：{names}")
