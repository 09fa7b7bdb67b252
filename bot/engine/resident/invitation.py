"""Taking a post: a one-time code that somebody was given turns a resident into staff."""

import re

import msgspec

from bot.engine.requests import Plan, Record, RedeemInvitation, ask
from bot.engine.talk import Talk
from storage.entries import RoleBound

_CODE = re.compile(r"(?:邀请码|绑定|邀請碼)\s*[:：]?\s*([0-9A-Za-z-]{6,24})")


def redeem(talk: Talk) -> Plan[bool]:
    """Bind the post of an invitation code named in the message."""
    match = _CODE.search(talk.text)
    if match is None:
        return False
    post = yield from ask(RedeemInvitation(match.group(1), talk.person.id))
    if post is None:
        talk.say("staff.code_wrong", private=True)
        return True
    yield from ask(
        Record(f"person:{talk.person.id}", RoleBound(post.role, post.unit, post.town), talk.person.id)
    )
    talk.person = msgspec.structs.replace(talk.person, post=post)
    unit = talk.world.profile.unit(post.unit or "")
    talk.say(f"staff.welcome_{post.role}", where=unit.name if unit else post.town or "", private=True)
    return True
