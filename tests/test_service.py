"""The service: every acknowledged message has its effect once, in order, and none is lost when a turn fails."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.rehearsal.stage import KEY
from bot.service import Service
from config.form import Forms
from storage.messages import Inbound
from storage.people import CaseFilter
from storage.store import Store

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
NEED = "西里镇金星村书屋的门老是锁着，孩子放学进不去，电话13900001104"


def said(text: str, number: int = 1, who: str = "r1") -> Inbound:
    return Inbound("web", f"{who}-{number}", who, who, text, NOW)


@pytest.fixture
def open_service(tmp_path: Path, localities) -> Callable[..., object]:
    live, reader = localities("yiyuan")

    @asynccontextmanager
    async def opened(forms: Forms | None = None) -> AsyncIterator[Service]:
        store = await Store.open(f"sqlite:///{tmp_path / 'service.db'}", KEY, lambda: NOW)
        service = Service(store, reader, live, forms or Forms.load())
        yield service
        await service.idle()
        await store.close()

    return opened


async def test_the_same_delivery_again_gets_the_same_answer_and_no_second_effect(open_service) -> None:
    async with open_service() as service:
        first = await service.answer(said(NEED))
        await service.answer(said("对", 2))
        assert await service.answer(said(NEED)) == first
        assert await service.store.read(lambda tx: tx.ledger.count(CaseFilter())) == 1


async def test_messages_of_one_conversation_are_handled_in_order_of_arrival(open_service) -> None:
    async with open_service() as service:
        texts = [NEED, "谢谢", "图书馆几点关门", "不是西里，是东里", "对"]
        await asyncio.gather(*(service.accept(said(text, n)) for n, text in enumerate(texts)))
        await service.idle()
        cases = await service.store.read(lambda tx: tx.ledger.cases(CaseFilter()))
        assert [(case.town, case.village) for case in cases] == [("东里镇", "金星村")]


async def test_conversations_do_not_disturb_each_other(open_service) -> None:
    async with open_service() as service:
        people = [f"r{n}" for n in range(40)]
        for number, text in enumerate((NEED, "对")):
            await asyncio.gather(*(service.accept(said(text, number, who)) for who in people))
            await service.idle()
        cases = await service.store.read(lambda tx: tx.ledger.cases(CaseFilter(limit=100)))
        assert len({case.no for case in cases}) == len({case.reporter for case in cases}) == len(people)


async def test_a_turn_that_cannot_be_done_is_kept_for_a_person_and_said_so(open_service) -> None:
    async with open_service(Forms({})) as service:
        assert await service.accept(said(NEED))
        await service.idle()
        tasks = await service.store.read(lambda tx: tx.tasks.list())
        sent = await service.store.read(lambda tx: tx.outbox.rows("pending"))
        assert [(task.task, task.words) for task in tasks] == [("unhandled", NEED)]
        assert ["话已经留住了" in row.message.text for row in sent] == [True]
        assert [row.message.text for row in await service.store.read(lambda tx: tx.inbox.dead())] == [NEED]


async def test_after_a_failed_turn_the_conversation_goes_on(open_service) -> None:
    async with open_service(Forms({})) as service:
        await service.accept(said(NEED))
        await service.accept(said("图书馆几点关门", 2))
        await service.idle()
        sent = await service.store.read(lambda tx: tx.outbox.rows("pending"))
        assert len(sent) == 2


async def test_what_was_accepted_and_not_handled_is_taken_up_after_a_restart(open_service) -> None:
    async with open_service() as service:
        await service.store.run(lambda tx: tx.inbox.accept(said(NEED)))
    async with open_service() as service:
        assert await service.recover() == 1
        await service.idle()
        assert await service.store.read(lambda tx: tx.outbox.rows("pending"))


RECORD = (
    "A：您好，文化热线。\nB：你好，我是西里镇东升村的，我们村文化广场那个大音响坏了两个多月了，一直没人来修，晚上跳舞没声音。\n"
    "A：记下了，还有别的吗？\nB：没有别的了，你们快点派人来看看吧，天天盼着呢。\nA：请问您怎么称呼，电话多少？\n"
    "B：我姓赵，赵桂兰，电话13900002218。\nA：好的，给您登记，再见。"
)


async def test_a_turn_that_wants_a_record_read_runs_again_with_it_and_leaves_no_second_trace(
    open_service,
) -> None:
    async with open_service() as service:
        code = await service.store.run(
            lambda tx: tx.posts.invite(role="operator", unit=None, town=None, by="test")
        )
        await service.store.run(lambda tx: tx.posts.redeem(code, tx.people.identify("web", "op1", "op1").id))
        (draft,) = await service.answer(said(RECORD, 1, "op1"))
        assert "还没入账" in draft.text
        assert await service.accept(said("入账", 2, "op1"))
        await service.idle()
        assert await service.accept(said(RECORD, 3, "op1"))
        await service.idle()
        sent = await service.store.read(lambda tx: tx.outbox.history("web:op1", 20))
        cases = await service.store.read(lambda tx: tx.ledger.cases(CaseFilter()))
        assert [case.contact_phone for case in cases] == ["13900002218"]
        assert len(sent) == 6
