"""Whether a member of staff speaks as a resident: what is clearly theirs, or about a case of their own.

Everything else is work that was not understood. It is said so, and nothing is registered: taken for a
resident's words, 销号吧 would offer to erase personal data, and half a command would open a case.
"""

import re

from bot.engine.requests import CountCases, Plan, ask
from bot.engine.resident import submit
from bot.engine.staff import operator_record
from bot.engine.talk import Talk
from bot.permissions import desk_of, grant
from storage.people import CaseFilter

SURE_OF: dict[str, float] = {
    "greet": 0.5, "thanks": 0.5, "bye": 0.9, "help": 0.5, "human": 0.5, "affirm": 0.9, "deny": 0.9, "skip": 0.9,
    "cancel": 0.7, "abuse": 0.7, "ask_faq": 0.6, "submit_need": 0.74, "out_of_scope": 0.8, "unsubscribe": 0.7,
    "check_points": 0.7, "redeem_points": 0.7,
}  # fmt: skip
"""From which confidence on an intent is taken for a resident's, without any case of their own."""
FAQ_SURE = 0.5
_OWN_DATA = re.compile(r"(?:我|俺|本人)(?:自己)?的?(?:个人)?(?:信息|资料|电话|手机|数据|名字)")


def nothing_of_theirs(talk: Talk, text: str) -> Plan[bool]:
    """Whether a message that is no command can be neither a resident's nor a need taken down for one."""
    message = talk.heard.message
    if not text or message.edit_of or message.group or talk.state.frames or talk.read.danger:
        return False
    if operator_record.is_record(talk.text) or submit.opens(talk.text) or _clear(talk, text):
        return False
    own = yield from ask(CountCases(CaseFilter(reporter=talk.person.id)))
    return own == 0


def states_matter(talk: Talk) -> bool:
    """Whether the message states a need that names what it is about or where."""
    read = talk.read
    named = any(need.venue or need.topic or need.place.town for need in read.needs)
    return read.intent == "submit_need" and named


def _clear(talk: Talk, text: str) -> bool:
    read, post = talk.read, talk.person.post
    files = grant(desk_of(post, talk.world.profile), "file_for_caller") == "all"
    if read.intent == "submit_need" and not states_matter(talk):
        return False
    if files and read.intent == "submit_need":
        return True
    if read.intent == "delete_data":
        return _OWN_DATA.search(text) is not None
    if read.intent == "ask_faq" and read.faq_confidence < FAQ_SURE:
        return False
    return read.confidence >= SURE_OF.get(read.intent, 2.0)
