"""Group chats: the bot answers only who speaks to it."""

from bot.engine.requests import Plan
from bot.engine.talk import Talk

SURE, SHORT = 0.4, 16


def overheard(talk: Talk) -> Plan[bool]:
    """Whether a message in a group is chatter among others; then nothing is said and nothing kept."""
    yield from ()
    return talk.heard.message.group and not _addressed(talk)


def _addressed(talk: Talk) -> bool:
    """A mention, an answer to the bot, the number of a case, or an open form make it ours."""
    message = talk.heard.message
    if message.to_bot or talk.read.case_no or talk.state.top is not None:
        return True
    return f"@{talk.world.profile.bot_name}" in message.text or _joins(talk)


def _joins(talk: Talk) -> bool:
    """A short "+1" after a case was spoken of here is meant for us."""
    joins = talk.read.intent == "cosign" and talk.read.confidence >= SURE
    return joins and bool(talk.state.recent) and len(talk.text) <= SHORT
