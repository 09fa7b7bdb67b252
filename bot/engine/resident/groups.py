"""Group chats: the bot answers only who speaks to it; a group may belong to a village."""

import re

import msgspec

from bot.engine import intake_place
from bot.engine.requests import Plan
from bot.engine.talk import Talk
from bot.permissions import desk_of, grant

SURE, SHORT = 0.4, 16


def overheard(talk: Talk) -> Plan[bool]:
    """Whether a message in a group is chatter among others; then nothing is said and nothing kept."""
    yield from ()
    return talk.heard.message.group and not _addressed(talk)


def settle(talk: Talk) -> Plan[bool]:
    """绑定本群：燕崖镇碾砣村: what is said here without a place is about that village; staff may say so."""
    yield from ()
    said = _SETTLES.match(talk.text)
    if said is None or not talk.heard.message.group:
        return False
    if grant(desk_of(talk.person.post, talk.world.profile), "file_for_caller") == "no":
        talk.say("group.home_refused")
        return True
    place = intake_place.of_label(talk.world.profile, said["place"])
    if said["place"] and place.town is None:
        talk.say("group.home_unknown")
        return True
    home = (place.town or "") + (place.village or "")
    talk.state = msgspec.structs.replace(talk.state, home=home)
    talk.say("group.home" if home else "group.no_home", place=home)
    return True


def _addressed(talk: Talk) -> bool:
    """A mention, an answer to the bot, the number of a case, or an open form make it ours."""
    message = talk.heard.message
    if message.to_bot or talk.read.case_no or talk.state.top is not None:
        return True
    return f"@{talk.world.profile.bot_name}" in message.text or _joins(talk)


def _joins(talk: Talk) -> bool:
    """A short "+1" after a case was spoken of here is meant for us."""
    joins = talk.read.intent == "cosign" and talk.read.confidence >= SURE and _JOINS.match(talk.text)
    return bool(joins and talk.state.recent) and len(talk.text) <= SHORT


_JOINS = re.compile(
    r"[+＋]\s*[1１一]|加一|附议|附議|同求|同问|支持|顶|算[上我俺]|(?:加|带)上?[我俺]一个|me too"
    r"|(?:我|俺|咱)们?.{0,8}也(?:想?要|需要|想$|支持|同意|附议|盼着)",
    re.IGNORECASE,
)
"""我也去跳舞 is chatter, 我也想要 is not."""
_SETTLES = re.compile(
    r"^(?:(?:解除|取消)绑定|解绑|绑定)(?:本|这个|这)?群\s*(?:到|为|是)?\s*[:：]?\s*(?P<place>.*)$"
)
