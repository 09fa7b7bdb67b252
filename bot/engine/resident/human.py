"""转人工: granted at any turn, the first time, as a call-back task."""

from bot.engine import catalogue, learning
from bot.engine.form_engine import remind
from bot.engine.reply import Reply
from bot.engine.requests import NotifyPosts, OpenTask, Plan, ask
from bot.engine.resident import submit
from bot.engine.talk import Talk
from storage.entries import TaskOpened

WORDS = (
    "转人工",
    "轉人工",
    "人工",
    "找人",
    "真人",
    "找工作人员",
    "人工客服",
    "转客服",
    "human",
    "agent",
    "operator",
)
SURE = 0.5


def asked(talk: Talk) -> Plan[bool]:
    """Open a call-back task where a person is wanted; the open form waits."""
    if not _wanted(talk):
        return False
    yield from learning.misunderstood(talk)
    phone = talk.read.phone or _phone_in_form(talk) or talk.person.phone
    body = TaskOpened(task="callback", words=talk.heard.message.text, contact_phone=phone)
    task = yield from ask(OpenTask(body, talk.person.id))
    notice = Reply("staff.callback", {"id": task.id, "channel": talk.heard.message.channel})
    told = yield from ask(NotifyPosts(notice, role="operator"))
    if not told:
        yield from ask(NotifyPosts(notice, role="supervisor"))
    talk.say("human.promised" if phone else "human.promised_here", private=True)
    if talk.state.top is not None:
        remind(talk, catalogue.FORMS[talk.state.top.form])
    return True


def _wanted(talk: Talk) -> bool:
    if submit.opens(talk.text):
        return False
    if talk.text.strip("。.!！~ ") in WORDS:
        return True
    return talk.read.intent == "human" and talk.read.confidence >= SURE


def _phone_in_form(talk: Talk) -> str | None:
    return talk.state.top.slots.get("phone") if talk.state.top else None
