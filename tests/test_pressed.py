"""A pressed button says what stands behind it, in whatever language it was written on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.rehearsal.play import PAUSE, prepare
from app.rehearsal.scenario import Given, Scenario, Turn
from app.rehearsal.stage import Stage
from config.live import LiveProfile
from nlu.backend import Local
from storage.messages import Inbound

NEED = "The projector in the culture station is broken and nobody repairs it."
ODD = "你们馆里那台老放映机是哪一年的"


@pytest.fixture
def stage(tmp_path: Path, localities: Callable[[str], tuple[LiveProfile, Local]]) -> Stage:
    scenario = Scenario(id="pressed", turns=(Turn(),))
    return Stage(scenario, f"sqlite:///{tmp_path / 'ledger.db'}", *localities("yiyuan"))


async def hear(stage: Stage, text: str, payload: str | None = None) -> str:
    """Hear a message and return what is said to it."""
    number = f"m-{stage.clock().timestamp()}"
    await stage.service.accept(
        Inbound("web", number, "r1", "r1", text, received_at=stage.clock(), payload=payload)
    )
    await stage.service.idle()
    stage.clock.pass_time(PAUSE)
    return "\n".join(out.text for out in await stage.sent())


async def test_a_button_with_chinese_behind_it_keeps_english(stage: Stage) -> None:
    await stage.open()
    assert "Which town" in await hear(stage, NEED)
    assert "phone number" in await hear(stage, "Skip", "跳过")
    await stage.close()


async def test_the_words_behind_count_and_not_those_on_it(stage: Stage) -> None:
    await stage.open()
    await hear(stage, ODD)
    await hear(stage, "记下来请人查", f"我想问：{ODD}")
    await hear(stage, "跳过")
    assert ODD in await hear(stage, "不留")
    lines = await stage.service.history("web:r1", 10)
    assert [line.text for line in lines if not line.mine] == [ODD, "记下来请人查", "跳过", "不留"]
    await stage.close()


async def test_a_pressed_option_is_a_vote(tmp_path: Path, localities) -> None:
    given = Given(key="case1", no="WH20261118-0031", reporter="r9", place="燕崖镇碾砣村", summary="音响坏了")
    scenario = Scenario(id="votes", role="supervisor", cases=(given,), turns=(Turn(),))
    stage = Stage(scenario, f"sqlite:///{tmp_path / 'ledger.db'}", *localities("yiyuan"))
    await stage.open()
    await prepare(stage)
    at = {"chat": "sup1", "sender": "sup1", "received_at": stage.clock()}
    await stage.service.accept(
        Inbound(channel="web", external_id="m1", text="投票 0031 先修哪个：戏台、音响", **at)
    )
    await stage.service.idle()
    [put] = await stage.sent()
    assert [button.title for button in put.buttons] == ["戏台", "音响"]
    for number, button in enumerate((put.buttons[0], put.buttons[1], put.buttons[1])):
        pressed = {"external_id": f"p{number}", "text": button.title, "payload": button.payload}
        await stage.service.accept(Inbound(channel="web", **pressed, **at))
        await stage.service.idle()
    assert ["音响" in said.text for said in await stage.sent()] == [False, True, True]
    elsewhere = {
        "external_id": "p9",
        "text": "戏台",
        "payload": put.buttons[0].payload,
        "received_at": stage.clock(),
    }
    await stage.service.accept(Inbound(channel="web", chat="r1", sender="r1", **elsewhere))
    await stage.service.idle()
    case = await stage.store.read(lambda tx: tx.ledger.case("WH20261118-0031"))
    assert case is not None
    assert case.votes[0].tally == (0, 1)
    await stage.close()
