"""Subscription notices: how a case stands reaches who may not be written to, once, and nothing personal with it."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.engine.reply import Reply
from bot.posting import post
from bot.render import Renderer
from config.channels import Wechat as Account
from config.errors import ConfigError
from config.loader import load_profile
from config.wechat_subscription import load_subscription, shortened
from config.wording import Wording
from connectors.wechat.events import NAME
from connectors.wechat.subscription import Announced
from storage.people import Person
from storage.store import Store
from tests.connectors.wechat.follower import Follower
from tests.connectors.wechat.platform import NO_ANSWER, Platform
from tests.connectors.wechat.template import TEMPLATE
from tests.connectors.wechat.test_sending import settled, statuses, until

NO = "WH20261120-0007"
RESOLVED = Reply(
    "notice.resolved",
    {"no": NO, "short": "0007", "summary": "王秀兰家门口的灯", "text": "换好了，电话13900003302"},
)
Tell = Callable[[], object]


@pytest.fixture
def account(account: Account) -> Account:
    return account.model_copy(update={"template": TEMPLATE})


@pytest.fixture
async def follower(follower: Follower) -> Follower:
    """Wrote two days ago."""
    await follower.say("你好")
    return follower


@pytest.fixture
def tell(ledger: Store, follower: Follower, platform: Platform) -> Tell:
    """Two days later there is a result for the follower."""
    renderer = Renderer(Wording.load(load_profile("yiyuan")))

    async def told(reply: Reply = RESOLVED) -> None:
        def late(tx):  # type: ignore[no-untyped-def]
            tx.quotas.close(NAME, follower.openid)
            person = tx.people.find(NAME, follower.openid)
            assert isinstance(person, Person)
            post(tx, renderer, person, reply, 1)

        platform.lost(follower.openid)
        await ledger.run(late)
        await settled(ledger)

    return told


async def subscribed(follower: Follower) -> None:
    follower.platform.subscribers.add(follower.openid)
    assert (await follower.chooses((TEMPLATE, "accept"))).body == "success"


async def errors(ledger: Store) -> list[str]:
    return [row.error for row in await ledger.read(lambda tx: tx.outbox.rows("held"))]


async def test_outside_the_window_the_state_arrives_once_and_the_rest_at_the_next_contact(
    follower: Follower, ledger: Store, platform: Platform, tell: Tell
) -> None:
    await subscribed(follower)
    await tell()
    [notice] = platform.notices[follower.openid]
    assert (notice["character_string1"], notice["thing2"]) == (NO, "有结果了，您看满不满意")
    assert not re.search(r"王秀兰|1390000|灯", str(notice)), "a locked screen shows it"
    assert await errors(ledger) == [Announced().record]
    await ledger.run(lambda tx: tx.outbox.release(f"{NAME}:{follower.openid}"))
    await settled(ledger)
    assert len(platform.notices[follower.openid]) == 1
    assert platform.sent == {}
    assert "换好了" in await follower.say("你好")
    await settled(ledger)
    assert (await statuses(ledger)).get("held") is None


async def test_within_the_window_there_is_no_notice(
    follower: Follower, ledger: Store, platform: Platform, tell: Tell
) -> None:
    await subscribed(follower)
    await follower.say("你好")
    person = await ledger.read(lambda tx: tx.people.find(NAME, follower.openid))
    renderer = Renderer(Wording.load(load_profile("yiyuan")))
    await ledger.run(lambda tx: post(tx, renderer, person, RESOLVED, 1))
    await until(lambda: "换好了" in follower.screen)
    assert platform.asked == 0


@pytest.mark.parametrize(
    "choices",
    [
        [],
        [("Popup", "reject")],
        [("Popup", "accept"), ("Change", "reject")],
        [("Popup", "ban")],
    ],
)
async def test_who_takes_none_is_not_asked_for_and_hears_it_at_the_next_contact(
    follower: Follower, ledger: Store, platform: Platform, tell: Tell, choices: list[tuple[str, str]]
) -> None:
    for event, answer in choices:
        await follower.chooses(("another-template", "accept"), (TEMPLATE, answer), event=event)
    await tell()
    assert platform.asked == 0
    assert await statuses(ledger) == {"sent": 1, "held": 1}
    assert "换好了" in await follower.say("你好")


async def test_a_refusal_that_wechat_knows_better_is_learnt(
    follower: Follower, ledger: Store, platform: Platform, tell: Tell
) -> None:
    await follower.chooses((TEMPLATE, "accept"))
    await tell()
    await tell()
    assert (platform.asked, platform.notices) == (1, {})
    assert await statuses(ledger) == {"sent": 1, "held": 2}
    await subscribed(follower)
    await tell()
    assert len(platform.notices[follower.openid]) == 1


async def test_several_results_are_several_notices(
    follower: Follower, platform: Platform, tell: Tell
) -> None:
    await subscribed(follower)
    await tell()
    await tell(Reply("notice.closed", {"no": "WH20261120-0008", "short": "0008", "summary": "x"}))
    numbers = [notice["character_string1"] for notice in platform.notices[follower.openid]]
    assert numbers == [NO, "WH20261120-0008"]


async def test_a_notice_that_did_not_arrive_is_on_record(
    follower: Follower, ledger: Store, platform: Platform, tell: Tell
) -> None:
    await subscribed(follower)
    await tell()
    await follower.hears_of_notice(TEMPLATE, 0, "success")
    assert await errors(ledger) == [Announced().record]
    await follower.hears_of_notice(TEMPLATE, 43116, "user block")
    assert await errors(ledger) == [f"{Announced().record}：没有送到，errcode 43116"]
    await ledger.run(lambda tx: tx.outbox.release(f"{NAME}:{follower.openid}"))
    await settled(ledger)
    assert len(platform.notices[follower.openid]) == 1
    assert "errcode 43116" in (await errors(ledger))[0]


@pytest.mark.parametrize("code", [47003, 43107, 40037, 41030])
async def test_a_notice_that_wechat_does_not_take_leaves_the_message_waiting(
    follower: Follower, ledger: Store, platform: Platform, tell: Tell, code: int
) -> None:
    await subscribed(follower)
    platform.mishaps = [code]
    await tell()
    assert (platform.asked, platform.notices) == (1, {})
    assert str(code) in (await errors(ledger))[0]
    assert "换好了" in await follower.say("你好")


async def test_a_connection_that_broke_never_makes_a_second_notice(
    follower: Follower, ledger: Store, platform: Platform, tell: Tell
) -> None:
    await subscribed(follower)
    platform.mishaps = [NO_ANSWER]
    await tell()
    await ledger.run(lambda tx: tx.outbox.release(f"{NAME}:{follower.openid}"))
    await settled(ledger)
    assert len(platform.notices[follower.openid]) == 1


async def test_two_at_once_is_tried_again(
    follower: Follower, ledger: Store, platform: Platform, tell: Tell
) -> None:
    await subscribed(follower)
    platform.mishaps = [43108]
    await tell()
    assert platform.asked == 2
    assert len(platform.notices[follower.openid]) == 1


async def test_unfollowing_takes_the_answer_along(follower: Follower, ledger: Store) -> None:
    await subscribed(follower)
    stranger = Follower(follower.client, follower.platform, "oNeverSaidAWord0000000000000")
    await stranger.chooses((TEMPLATE, "accept"))
    for one in (follower, stranger):
        await one.event("unsubscribe")
        assert not await ledger.read(lambda tx, o=one: tx.subscriptions.accepted(NAME, o.openid, TEMPLATE))


async def test_an_older_answer_that_comes_late_changes_nothing(follower: Follower, ledger: Store) -> None:
    await subscribed(follower)
    answer = lambda tx: tx.subscriptions.answer(  # noqa: E731
        NAME, follower.openid, TEMPLATE, accepted=False, at=tx.now - timedelta(hours=1)
    )
    await ledger.run(answer)
    assert await ledger.read(lambda tx: tx.subscriptions.accepted(NAME, follower.openid, TEMPLATE))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("一句话", "一句话"),
        ("二十个字" * 5, "二十个字" * 5),
        ("书屋的锁换好了，周一到周五上午九点到下午五点都开门", "书屋的锁换好了…"),
        ("没有停顿的一句话长得放也放不下只好从中间断开", "没有停顿的一句话长得放也放不下只好从中…"),
        ("有什么事都请打这个公开的电话0533-3240000", "有什么事都请打这个公开的电话0533-…"),
    ],
)
def test_a_text_is_cut_where_a_part_of_it_ends(text: str, kept: str) -> None:
    assert shortened(text, 20) == kept
    assert len(kept) <= 20


def test_every_notice_has_a_short_form_that_fits() -> None:
    wording = Wording.load(load_profile("yiyuan"))
    keys = set(wording.keys())
    notices = {key for key in keys if re.fullmatch(r"notice\.(?!button)\w+", key)}
    assert {key.removeprefix("brief.") for key in keys if key.startswith("brief.")} == notices
    assert all(0 < len(wording.text(f"brief.{key}")) <= 20 for key in notices)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('fields: {thing: "{status}"}', "带模板里的数字"),
        ('fields: {wish2: "{status}"}', "thing、phrase"),
        ('fields: {thing2: "{name}"}', "不认识 {name}"),
        ("fields: {thing2: 这一句写死的话实在太长了一格里根本放不下的}", "最多 20 个字"),
        ("page: x", "应写 fields"),
    ],
)
def test_fields_beyond_wechats_bounds_are_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "fields.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(said)):
        load_subscription(path)
