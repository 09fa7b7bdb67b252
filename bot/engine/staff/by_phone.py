"""What was told before from a telephone: 查一下这个号码以前反映过没有. Numbers and states, nothing personal."""

import re

import msgspec

from bot.engine.requests import Cases, PeopleByPhone, Plan, ask
from bot.engine.staff import lists
from bot.engine.staff.masking import phone as masked
from bot.engine.talk import Talk
from bot.permissions import desk_of, grant, hidden
from storage.case import Case
from storage.people import CaseFilter, Post

_PHONE = r"1[3-9](?:[ -]?\d){9}|0\d{2,3}[- ]?\d{7,8}|\d{7,8}"
_WHOSE = rf"(?:{_PHONE})|[这该那](?:个|位)?|上面的?|(?:联系)?(?:电话|手机)(?:号码?)?|号码?|来电人|主叫"
_DID = r"(?:反映|反应|报|提|投诉|举报|登记|来电|打|找)过"
_BEFORE = r"以前|之前|原来|过去|曾经|前面|都|有没有|是不是|还|在咱这儿?|来电?"
_ASKED = re.compile(
    rf"[，,\s]*(?:帮我|麻烦|请|再|先)*(?:查查?|看看?|核对)?(?:一下|下|询)?[，,:：\s]*"
    rf"(?P<whose>(?:(?:{_WHOSE})[的，,:：\s]*)+)(?:查一?下|看一?下)?"
    rf"(?:(?:{_BEFORE})*{_DID}(?:几次|啥|什么|哪些|多少)?(?:事情?|诉求|问题|件)?(?:没有|没|吗|么|呢)?"
    rf"|(?:以前|之前|历史|过去|前面)的?(?:件|工单|记录|诉求|事))[？?。\s]*"
)
_OPEN_CALL = "call"


def asked(talk: Talk, post: Post) -> Plan[bool]:
    """Say which cases were told from a telephone, that of the message or of the call being filed."""
    if not _ASKED.fullmatch(talk.text) or grant(desk_of(post, talk.world.profile), "show") != "all":
        return False
    number = talk.read.phone or _of_call(talk)
    if number is None:
        talk.say("staff.by_phone_which")
        return True
    found = yield from told_from(number)
    seen = [case for case in found if not hidden(post, case, talk.world.profile)]
    if not seen:
        talk.say("staff.by_phone_none", phone=masked(number), private=True)
        return True
    shown = sorted(seen, key=lambda case: (case.received_at, case.no), reverse=True)[: lists.PAGE]
    _remember(talk, shown)
    lines = tuple(lists.line(talk, post, case, index) for index, case in enumerate(shown, 1))
    talk.say("staff.by_phone", phone=masked(number), count=len(seen), lines=lines, private=True)
    return True


def _of_call(talk: Talk) -> str | None:
    frame = talk.state.top
    return frame.slots.get("phone") if frame is not None and frame.form == _OPEN_CALL else None


def told_from(number: str) -> Plan[list[Case]]:
    """Return the cases of everybody who has this telephone."""
    found: dict[str, Case] = {}
    for person in (yield from ask(PeopleByPhone(number))):
        for case in (yield from ask(Cases(CaseFilter(reporter=person.id, limit=lists.KEPT)))):
            found.setdefault(case.no, case)
    return list(found.values())


def _remember(talk: Talk, cases: list[Case]) -> None:
    """第一个 opens one of them; amid a call it would mean a draft."""
    if talk.state.top is None:
        listed = tuple(case.no for case in cases)
        talk.state = msgspec.structs.replace(talk.state, listed=listed, shown=len(listed))
