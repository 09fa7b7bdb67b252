"""What the doctors of all Tencent channels do alike: understand a refusal, and knock at our own address."""

import re
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.wechat_menu import Item
from connectors.checkup import UNKNOWN, Finding, Knock, knock, on_the_way
from connectors.errors import SendFailed
from connectors.tencent.cipher import Cipher
from connectors.tencent.errors import Rejected
from connectors.tencent.signature import sign

NOT_LISTED = frozenset((40164, 60020))
"""errcodes that name our address, which is on no whitelist."""
NO_MENU = 46003
NO_ADDRESS = "在 .env 里写 SHILIU_PUBLIC_URL=https://你们的域名，再来一次"
NOT_SAME = "门后的机器人用的 Token（或 EncodingAESKey）和 .env 里的不一样，改了要重新开门；或者两边的钟差了一小时以上"
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}")

Hints = Mapping[int, str]
"""errcode -> what whoever set the channel up can do about it."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks a platform; ``hints`` says what its refusals mean, ``base`` where it is."""

    hints: Hints
    base: str

    async def answer(self, what: str, question: Awaitable[Any]) -> Any:
        """Return an answer, or a Finding that says ``what`` did not work and what to mend."""
        try:
            return await question
        except Rejected as rejected:
            return Finding(False, f"{what}（errcode {rejected.code}）", self._mend(rejected))
        except SendFailed as failed:
            code = failed.detail.removeprefix("errcode ")
            known = self.hints.get(int(code)) if code.isdecimal() else None
            return Finding(False, f"{what}：{failed}", known or f"这台机器要能连上 {self.base}")

    def _mend(self, rejected: Rejected) -> str:
        address = _IP.search(rejected.said) if rejected.code in NOT_LISTED else None
        known = self.hints.get(rejected.code, "请对照平台的错误码表")
        return f"把 {address[0]} 加进后台的 IP 白名单（可信 IP）" if address else known


async def menu(ask: Asker, question: Awaitable[Any], items: Sequence[Item], publish: str) -> Finding:
    """Is the menu there that was to be published; ``publish`` says how that is done."""
    told = await ask.answer("底部菜单看不到", question)
    if isinstance(told, Finding):
        return told
    there = [_line(line) for line in told.get("menu", told).get("button", [])]
    if there != [_line(item.published()) for item in items]:
        return Finding(False, "底部菜单和设置文件里的不一样", publish)
    return Finding(True, "底部菜单发布了，是最新的")


def _line(button: dict[str, Any]) -> tuple[Any, ...]:
    """A line of a menu as far as we publish it; the platform adds empty lists of its own."""
    below = tuple(_line(one) for one in button.get("sub_button") or ())
    return (button.get("name"), button.get("key"), button.get("url"), below)


async def door(base: str, path: str, cipher: Cipher) -> AsyncIterator[Finding]:
    """Ask our own address what the platform asks it: to give back a word, and only to who signs.

    ``base`` is our public address; a cipher without keys asks in the clear, as an Official Account does.
    """
    if not base:
        yield Finding(None, "没有从外面试自己的网址", NO_ADDRESS)
        return
    url, word = f"{base}{path}", secrets.token_hex(8)
    heard = await knock(Knock(url, _question(cipher, word)))
    if heard.status == 403 and "bad_signature" in heard.body:
        yield Finding(False, f"{url} 是机器人，但签名不对", NOT_SAME)
        return
    if (heard.status, heard.body) != (200, word):
        yield Finding(False, f"从外面进不来：{url}（{heard.status or heard.body}）", on_the_way(heard))
        return
    stranger = Cipher(cipher.receiver, secrets.token_hex(8), cipher.keys)
    if (await knock(Knock(url, _question(stranger, word)))).status == 200:
        yield Finding(False, "没有签名的也进得来", UNKNOWN)
        return
    yield Finding(True, f"从外面进得来，没有签名的进不来：{url}")


def _question(cipher: Cipher, word: str) -> dict[str, str]:
    if cipher.keys:
        made = cipher.seal(word, cipher.keys[0])
        return {"msg_signature": made.signature, "timestamp": made.timestamp, "nonce": made.nonce,
                "echostr": made.encrypted}  # fmt: skip
    stamp, nonce = str(int(time.time())), secrets.token_hex(8)
    return {
        "signature": sign(cipher.token, stamp, nonce),
        "timestamp": stamp,
        "nonce": nonce,
        "echostr": word,
    }
