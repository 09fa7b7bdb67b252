"""What goes out: the quota, keys that are sent twice, messages that do not arrive, people who take over, dead tokens."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from connectors.errors import Away, Gone, Misconfigured, Quota, Refused, RetryAfter, SendFailed, TooLong
from connectors.kf.account import failure
from connectors.kf.channel import Kf
from connectors.kf.delivery import key, row_of
from connectors.kf.events import NAME
from storage.messages import Button, Outbound, Queued
from storage.store import Store
from tests.connectors.kf.platform import KEY, SECRET, TOKEN, Platform
from tests.connectors.kf.resident import Resident

YES, NO = Button("满意", "满意"), Button("不满意", "不满意")


async def notify(resident: Resident, *texts: str, buttons: tuple[Button, ...] = ()) -> None:
    """Leave notices nobody asked for, and wait until they went or did not."""
    out = Outbound(NAME, resident.chat, "", buttons, priority=1)
    for text in texts:
        await resident.ledger.run(
            lambda tx, t=text: tx.outbox.add(
                Outbound(NAME, out.chat, t, buttons, priority=1), conversation=f"{NAME}:{out.chat}"
            )
        )
    await resident.settled()


async def statuses(ledger: Store) -> dict[str, int]:
    names = ("pending", "held", "sent", "refused", "dead")
    rows = await ledger.read(lambda tx: {name: len(tx.outbox.rows(name)) for name in names})
    return {name: count for name, count in rows.items() if count}


async def test_a_sixth_message_is_never_tried_but_held_until_the_next_contact(
    resident: Resident, ledger: Store
) -> None:
    await resident.say("你好")
    for number in range(6):
        await notify(resident, f"通知{number}")
    assert resident.platform.answers == [0] * 5
    assert await statuses(ledger) == {"sent": 5, "held": 2}
    answer = await resident.say("你好")
    assert "通知4" in answer
    assert "通知5" in answer
    assert set(resident.platform.answers) == {0}


async def test_a_repeated_delivery_opens_no_second_window(resident: Resident, ledger: Store) -> None:
    await resident.say("你好")
    for number in range(4):
        await notify(resident, f"通知{number}")
    resident.platform.log[resident.desk] *= 2
    await resident.call()
    await resident.settled()
    assert await ledger.read(lambda tx: tx.quotas.left(NAME, resident.chat)) == 0


async def test_what_waits_for_one_resident_is_sent_together(resident: Resident, ledger: Store) -> None:
    await notify(resident, "第一条", "第二条", "第三条")
    assert await statuses(ledger) == {"held": 3}
    answer = await resident.say("你好")
    assert all(text in answer for text in ("第一条", "第二条", "第三条"))
    assert len(resident.shown) < 4


async def test_what_was_held_one_by_one_goes_together_in_the_end(resident: Resident, ledger: Store) -> None:
    for text in ("第一条", "第二条", "第三条"):
        await notify(resident, text)
    assert await statuses(ledger) == {"held": 3}
    await resident.say("你好")
    assert "第一条\n\n第二条\n\n第三条" in resident.shown[1]


async def test_nobody_is_written_to_who_never_wrote(resident: Resident, ledger: Store) -> None:
    await notify(resident, "通知")
    assert resident.platform.answers == []
    assert await statuses(ledger) == {"held": 1}


async def test_a_quota_that_the_platform_counts_otherwise_closes_the_window(
    resident: Resident, platform: Platform, ledger: Store
) -> None:
    await resident.say("你好")
    platform._windows[resident.chat][0] = 0
    await notify(resident, "一")
    await notify(resident, "二")
    assert platform.answers == [0, 95001]
    assert (await statuses(ledger))["held"] == 2


async def test_an_answer_that_got_lost_is_not_shown_twice(
    resident: Resident, platform: Platform, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.sender.FIRST_WAIT", 0.01)
    platform.mute = 1
    await resident.say("你好")
    assert len(resident.shown) == 1
    assert platform.answers[0] == 0
    assert len(platform.answers) == 2, "it was tried again"
    assert await statuses(ledger) == {"sent": 1}


def test_a_key_tells_its_row_and_what_went_with_it() -> None:
    rows = [Queued(number, Outbound(NAME, "a/b", "x"), 0) for number in (7, 8)]
    assert row_of(key(rows, 0)) == 7
    assert len({key(rows, 0), key(rows, 1), key(rows[:1], 0), key(rows[1:], 0)}) == 4
    assert key(rows, 0) == key(rows, 0)
    assert len(key([Queued(10**14, rows[0].message, 0)], 0)) <= 32
    assert key([Queued(0, rows[0].message, 0)], 0) == ""
    assert [row_of(other) for other in ("", "7", "x_0123456789abcdef", "from_msgid_46224166421")] == [
        None
    ] * 4


async def test_what_came_too_late_or_too_often_is_said_again_at_the_next_contact(
    resident: Resident, platform: Platform, ledger: Store
) -> None:
    await resident.say("你好")
    await notify(resident, "路灯修好了")
    resident.event("msg_send_fail", fail_msgid=platform.sends[-1]["msgid"], fail_type=6)
    resident.event("msg_send_fail", fail_msgid=platform.sends[-1]["msgid"], fail_type=6)
    await resident.call()
    await resident.settled()
    assert await statuses(ledger) == {"sent": 1, "refused": 1, "held": 1}
    assert await ledger.read(lambda tx: tx.quotas.left(NAME, resident.chat)) == 0
    assert "路灯修好了" in await resident.say("你好")


async def test_all_that_one_message_held_is_lost_with_it(
    resident: Resident, platform: Platform, ledger: Store
) -> None:
    await notify(resident, "第一条", "第二条")
    await resident.say("你好")
    for body in platform.sends:
        resident.event("msg_send_fail", fail_msgid=body["msgid"], fail_type=10)
    await resident.call()
    await resident.settled()
    rows = await ledger.read(lambda tx: tx.outbox.rows("refused"))
    assert await statuses(ledger) == {"refused": 3}
    assert {row.error for row in rows} == {"对方已取消关注、拉黑或注销：fail_type 10"}


async def test_a_failure_of_something_else_is_only_told(resident: Resident, ledger: Store) -> None:
    await resident.say("你好")
    other = Resident(resident.client, resident.platform, resident.service, ledger, "wmOther")
    with capture_logs() as logs:
        for msgid in ("", "from_msgid_1", "999_0123456789abcdef", resident.platform.sends[-1]["msgid"]):
            other.event("msg_send_fail", fail_msgid=msgid, fail_type=4)
        await other.call()
        await other.settled()
    assert [line["event"] for line in logs].count("message did not arrive") == 4
    assert await statuses(ledger) == {"sent": 1}


@pytest.mark.parametrize("how", ["event", "words"])
async def test_while_a_person_has_the_conversation_the_bot_is_silent(
    resident: Resident, platform: Platform, how: str
) -> None:
    await resident.say("你好")
    platform.states[resident.chat] = 3
    if how == "event":
        resident.event("session_status_change", change_type=1, new_servicer_userid="zhang")
    else:
        item = {"open_kfid": resident.desk, "external_userid": resident.user, "servicer_userid": "zhang"}
        platform.happened(resident.desk, origin=5, msgtype="text", text={"content": "我来说"}, **item)
    assert await resident.say("燕崖镇碾砣村书屋老锁着门") == ""
    assert (await resident.heard())[-1] == "燕崖镇碾砣村书屋老锁着门", "it is written down all the same"
    platform.states[resident.chat] = 4
    resident.event("session_status_change", change_type=3, old_servicer_userid="zhang")
    assert await resident.say("你好")


async def test_a_session_that_ended_unnoticed_comes_back_to_the_bot(
    resident: Resident, platform: Platform
) -> None:
    resident.event("session_status_change", change_type=1, new_servicer_userid="zhang")
    platform.states[resident.chat] = 0
    assert await resident.say("你好")


async def test_an_answer_that_a_person_was_quicker_than_is_not_said_later(
    resident: Resident, platform: Platform, ledger: Store
) -> None:
    await resident.say("你好")
    platform.states[resident.chat] = 3
    assert await resident.say("书屋老锁着门") == ""
    await notify(resident, "路灯修好了")
    assert platform.answers == [0, 95018], "the window is closed until the bot has the conversation again"
    assert await statuses(ledger) == {"sent": 1, "refused": 1, "held": 1}
    assert await resident.say("还在吗") == ""
    platform.states[resident.chat] = 0
    answer = await resident.say("你好")
    assert "路灯修好了" in answer


async def test_a_permanent_dead_token_makes_one_refresh(
    resident: Resident, channel: Kf, platform: Platform
) -> None:
    await resident.say("你好")
    platform.deaf, before = True, platform.fetches
    for _ in range(3):
        with pytest.raises(Misconfigured, match="400"):
            await channel.send(Outbound(NAME, resident.chat, "通知"))
    assert platform.fetches == before + 1


async def test_a_token_that_somebody_else_killed_is_fetched_anew(
    resident: Resident, platform: Platform
) -> None:
    await resident.say("你好")
    platform.forget_token()
    assert await resident.say("你好")
    assert platform.fetches == 2


async def test_a_long_text_is_split_at_1800_bytes(
    resident: Resident, channel: Kf, platform: Platform
) -> None:
    await resident.say("你好")
    text = "。".join(f"第{number}句说的是村里的事" for number in range(100))
    await notify(resident, text)
    parts = resident.shown[1:]
    assert all(len(part.encode()) <= 1800 for part in parts)
    assert "".join(parts) == text
    assert len({body["msgid"] for body in platform.sends}) == len(platform.sends)
    with pytest.raises(TooLong):
        await channel.send(Outbound(NAME, resident.chat, "很长" * 3000))


async def test_options_that_no_menu_can_show_come_as_numbers(
    resident: Resident, channel: Kf, platform: Platform
) -> None:
    await resident.say("你好")
    many = tuple(Button(f"第{number}村", f"village:{number}") for number in range(12))
    for text, buttons in (
        ("好吗？" * 150, (YES, NO)),
        ("哪个村？", many),
        ("哪个？", (Button("村" * 50, "1"),)),
    ):
        await channel.send(Outbound(NAME, resident.chat, text, buttons))
    assert [body["msgtype"] for body in platform.sends[1:]] == ["text"] * 3
    assert all("回复数字就行" in text for text in resident.shown[1:])
    await channel.send(Outbound(NAME, resident.chat, "满意吗？", (YES, NO)))
    assert "[满意]\n[不满意]" in resident.shown[-1]


async def test_no_secret_account_or_word_is_logged(
    resident: Resident, platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as logs, caplog.at_level("DEBUG"):
        await resident.say("书屋锁着门")
        await resident.send("image", image={"media_id": "m-photo"})
        resident.event("msg_send_fail", fail_msgid="x", fail_type=4)
        platform.log[resident.desk].append({"msgid": "书屋", "send_time": "书屋", "msgtype": "text"})
        await resident.call()
        await resident.settled()
        platform.deaf = True
        resident.write("text", text={"content": "书屋锁着门"})
        await resident.call()
        await resident.ledger.run(lambda tx: tx.pulls.rest(f"{NAME}:{resident.desk}", timedelta(0)))
    kept = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]
    told = f"{logs}{kept}"
    assert "attachment not given" in told
    assert "message has another shape" in told
    for secret in (TOKEN, KEY, SECRET, "token-", resident.user, "书屋", "m-photo", "ENC"):
        assert secret not in told


@pytest.mark.parametrize(
    ("code", "kind"),
    [(-1, RetryAfter), (40014, Misconfigured), (40096, Gone), (45002, TooLong), (45009, RetryAfter),
     (45033, RetryAfter), (48002, Misconfigured), (60020, Misconfigured), (95000, Misconfigured), (95001, Quota),
     (95002, Away), (95013, Away), (95017, Misconfigured), (95018, Away), (99999, Refused)],
)  # fmt: skip
def test_every_errcode_is_one_of_the_closed_list(code: int, kind: type[SendFailed]) -> None:
    assert type(failure(code)) is kind
    assert str(code) in failure(code).record
