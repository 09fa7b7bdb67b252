"""The whole bot: on every messenger a flood is slowed as the settings say, and danger to life passes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.connectors.doors import SLOWED
from tests.connectors.house import House, open_house
from tests.connectors.kf.resident import Resident
from tests.connectors.smartbot import platform as smartbot
from tests.connectors.smartbot.colleague import Colleague
from tests.connectors.telegram.people import Somebody
from tests.connectors.wechat.follower import Follower
from tests.connectors.wecom.member import Member

FLOOD = ("你好", "谢谢", "你好啊", "有人掉河里了，快来人")
TAKEN = [FLOOD[0], FLOOD[-1]]


@pytest.fixture
async def corp() -> AsyncIterator[smartbot.Platform]:
    started = smartbot.Platform()
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    account = {"token": smartbot.TOKEN, "aes_key": smartbot.KEY}
    async with open_house(tmp_path, rate_burst=1, rate_per_minute=1, smartbot=account) as opened:
        yield opened


async def test_every_messenger_is_limited(house: House, corp: smartbot.Platform) -> None:
    parts = house.parts
    follower, member = Follower(house.client, house.wechat), Member(house.client, house.wecom)
    resident = Resident(house.client, house.kf, parts.service, parts.store)
    colleague, somebody = Colleague(house.client, corp), Somebody(house.telegram)
    for say in (follower.say, member.say, colleague.say, somebody.says):
        for text in FLOOD:
            await say(text)
    for text in FLOOD:
        resident.write("text", text={"content": text})
    await house.telegram.bring()
    await resident.call()
    await resident.settled()
    await house.quiet()
    chats = {
        f"wechat:{follower.openid}": follower.screen,
        f"wecom:{member.userid.lower()}": "\n".join(member.screen),
        f"smartbot:{colleague.userid}": colleague.screen,
        f"telegram:{somebody.id}": "\n".join(house.telegram.texts(somebody.id)),
        f"kf:{resident.chat}": resident.screen,
    }
    for chat, screen in chats.items():
        lines = await parts.store.read(lambda tx, chat=chat: tx.outbox.history(chat))
        assert [line.text for line in lines if not line.mine] == TAKEN, chat
        in_each_reply = chat.startswith(("wechat", "smartbot"))
        assert screen.count(SLOWED) == (2 if in_each_reply else 1), chat
