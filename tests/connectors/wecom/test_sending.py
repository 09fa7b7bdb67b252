"""What goes out to members: who cannot be reached, dead tokens, the platform's silent limits, tries again."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from connectors.errors import Gone, Misconfigured, Refused, RetryAfter, SendFailed, TooLong
from connectors.lane import Lane
from connectors.limits import PACES
from connectors.wecom.account import failure
from connectors.wecom.channel import Wecom
from connectors.wecom.events import NAME
from storage.messages import Button, Outbound, Queued
from storage.store import Store
from tests.connectors.wecom.conftest import LARGEST, Quiet
from tests.connectors.wecom.member import Member
from tests.connectors.wecom.platform import KEY, SECRET, TOKEN, Platform

WHO = "wangxiulan"


def notice(text: str = "通知", who: str = WHO, buttons: tuple[Button, ...] = ()) -> Outbound:
    return Outbound(NAME, who, text, buttons, priority=1)


async def statuses(ledger: Store) -> dict[str, int]:
    names = ("pending", "held", "sent", "refused", "dead")
    rows = await ledger.read(lambda tx: {name: len(tx.outbox.rows(name)) for name in names})
    return {name: count for name, count in rows.items() if count}


async def test_who_left_or_may_not_be_seen_is_recorded_as_gone(
    member: Member, platform: Platform, ledger: Store, quiet: Quiet
) -> None:
    await member.say("你好")
    await quiet()
    platform.gone, platform.unseen = {WHO}, {"other"}
    for who in (WHO, "other"):
        await ledger.run(lambda tx, w=who: tx.outbox.add(notice(who=w), conversation=f"{NAME}:{w}"))
        await quiet()
    assert platform.answers == [0, 81013, 0], "the second refusal stands in an answer without an errcode"
    refused = await ledger.read(lambda tx: tx.outbox.rows("refused"))
    assert [row.error for row in refused] == [Gone("errcode 81013").record, Gone("invaliduser").record]


async def test_a_member_without_a_licence_is_for_somebody_to_mend(channel: Wecom, platform: Platform) -> None:
    platform.unlicensed = {WHO}
    with pytest.raises(Misconfigured, match="unlicenseduser"):
        await channel.send(notice())


async def test_a_long_text_is_split_before_the_platform_cuts_it_off(
    channel: Wecom, platform: Platform
) -> None:
    text = "。".join(f"第{number}句说的是村里的事" for number in range(100))
    await channel.send(notice(text))
    parts = platform.screens[WHO]
    assert all(len(part.encode()) <= 1800 for part in parts)
    assert "".join(parts) == text


async def test_a_question_comes_with_numbers(channel: Wecom, platform: Platform) -> None:
    await channel.send(notice("满意吗？", buttons=(Button("满意", "满意"), Button("不满意", "不满意"))))
    assert platform.screens[WHO] == ["满意吗？\n1. 满意\n2. 不满意\n回复数字就行。"]


async def test_a_token_that_ended_is_fetched_anew_once(channel: Wecom, platform: Platform) -> None:
    await channel.send(notice("一"))
    platform.forget_token()
    await asyncio.gather(*(channel.send(notice(text)) for text in "二三四"))
    assert sorted(platform.screens[WHO]) == sorted("一二三四")
    assert platform.fetches == 2


async def test_a_token_whose_time_is_over_is_renewed(channel: Wecom, platform: Platform) -> None:
    await channel.send(notice("一"))
    platform._ends = 0  # here the platform's clock goes ahead of ours: 42001
    await channel.send(notice("二"))
    assert platform.screens[WHO] == ["一", "二"]
    assert platform.answers == [0, 42001, 0]


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_token_that_is_never_good_makes_one_refresh(
    channel: Wecom, platform: Platform, code: int
) -> None:
    await channel.send(notice())
    platform.deaf = code
    for _ in range(3):
        with pytest.raises(Misconfigured):
            await channel.send(notice())
    assert platform.fetches == 2


async def test_processes_share_one_token(channel: Wecom, platform: Platform, ledger: Store) -> None:
    other = Wecom(channel.settings, ledger, channel.gate, LARGEST)
    await asyncio.gather(*(door.send(notice(str(n))) for n, door in enumerate((channel, other) * 2)))
    await other.close()
    assert platform.fetches == 1


async def test_an_address_that_is_not_listed_is_for_somebody_to_mend(
    channel: Wecom, platform: Platform
) -> None:
    platform.listed = False
    with pytest.raises(Misconfigured, match="60020"):
        await channel.send(notice())


async def test_a_message_whose_answer_was_lost_is_shown_once(
    channel: Wecom, platform: Platform, ledger: Store
) -> None:
    row = await ledger.run(lambda tx: tx.outbox.add(notice(), conversation=f"{NAME}:{WHO}"))
    [first] = await ledger.read(lambda tx: tx.outbox.rows("pending"))
    platform.mute = True
    with pytest.raises(RetryAfter):
        await channel.send_together([first])
    platform.mute = False
    await ledger.run(lambda tx: tx.outbox.retry(row, tx.now + timedelta(seconds=1), "x"))
    [again] = await ledger.read(lambda tx: tx.outbox.rows("pending"))
    assert await channel.send_together([again]) == 1
    assert platform.screens[WHO] == ["通知"]
    assert platform.dropped == ["通知"]


async def test_the_same_answer_to_another_question_is_shown_again(channel: Wecom, platform: Platform) -> None:
    for row in (1, 2):
        await channel.send_together([Queued(row, notice("没有符合的件。"), 0)])
    assert platform.screens[WHO] == ["没有符合的件。"] * 2


async def test_the_pace_keeps_below_what_the_platform_drops(monkeypatch: pytest.MonkeyPatch) -> None:
    """30 a minute and 1,000 an hour for one member; what is beyond is dropped without an errcode."""
    at = 0.0
    monkeypatch.setattr("connectors.lane._now", lambda: at)
    lane, sent = Lane(PACES[NAME]), []
    while at < 3600:
        wait = lane.wait(notice())
        if wait:
            at += wait
        else:
            sent.append(at)
    assert len(sent) <= 1000
    assert max(sum(begin <= one < begin + 60 for one in sent) for begin in sent) <= 30


async def test_no_secret_account_or_word_is_logged(
    member: Member, channel: Wecom, platform: Platform, quiet: Quiet, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as logs, caplog.at_level("DEBUG"):
        await member.say("书屋锁着门")
        await quiet()
        await member.deliver("<xml>")
        await member.deliver(member.message("image", MediaId="m-photo"))
        await quiet()
        platform.deaf = 40014
        with pytest.raises(Misconfigured):
            await channel.send(notice())
        await member.client.get("/wecom", params={"msg_signature": "0" * 40, "echostr": "x"})
    kept = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]
    told = f"{logs}{kept}"
    assert "callback not readable" in told
    assert "attachment not given" in told
    for secret in (TOKEN, KEY, SECRET, "token-", WHO, "WangXiuLan", "书屋", "通知", "m-photo"):
        assert secret not in told


@pytest.mark.parametrize(
    ("code", "kind"),
    [(-1, RetryAfter), (40001, Misconfigured), (40003, Gone), (40013, Misconfigured), (40014, Misconfigured),
     (40056, Misconfigured), (40058, TooLong), (42001, Misconfigured), (45009, RetryAfter),
     (45033, RetryAfter), (48002, Misconfigured), (60011, Misconfigured), (60020, Misconfigured),
     (60111, Gone), (81013, Gone), (301002, Misconfigured), (99999, Refused)],
)  # fmt: skip
def test_every_errcode_is_one_of_the_closed_list(code: int, kind: type[SendFailed]) -> None:
    failed = failure(code)
    assert type(failed) is kind
    assert str(code) in failed.record


def test_a_pause_is_as_long_as_the_platform_counts() -> None:
    failed = failure(45009)
    assert isinstance(failed, RetryAfter)
    assert failed.seconds == 60
