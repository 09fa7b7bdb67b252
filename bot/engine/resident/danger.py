"""Danger to life: the number to ring comes first, somebody is told, the case is written down at once.

Despair is no case: kind words, a number with a listener, somebody of the bureau; no question is put.
"""

from bot.engine import intake
from bot.engine.reply import Reply
from bot.engine.requests import NotifyPosts, OpenTask, Plan, ask
from bot.engine.resident import outside, repeat
from bot.engine.talk import Talk
from storage.entries import TaskOpened

NUMBERS = {"fire": "119", "injury": "120", "crime": "110", "despair": "12356"}
DESPAIR = "despair"


def warn(talk: Talk) -> Plan[bool]:
    """Say the number to ring before anything else, then take the danger down without a read-back."""
    number = NUMBERS.get(talk.read.danger or "")
    if number is None:
        return False
    talk.say(f"danger.{talk.read.danger}", number=number)
    phone = talk.read.phone or talk.person.phone
    body = TaskOpened(task="emergency", words=talk.heard.message.text, contact_phone=phone)
    task = yield from ask(OpenTask(body, talk.person.id))
    despair = talk.read.danger == DESPAIR
    key = "staff.despair" if despair else "staff.emergency"
    notice = Reply(key, {"id": task.id, "number": number})
    yield from ask(NotifyPosts(notice, role="supervisor"))
    if despair:
        return True
    if talk.read.place.town:
        yield from ask(NotifyPosts(notice, role="grid", town=talk.read.place.town))
    yield from _write_down(talk)
    return True


def _write_down(talk: Talk) -> Plan[None]:
    if talk.state.top is not None and talk.state.top.form == "intake":
        yield from intake.hasten(talk)
    elif not (yield from repeat.same_case(talk)):
        outside.beside(talk)
        yield from intake.start(talk)
