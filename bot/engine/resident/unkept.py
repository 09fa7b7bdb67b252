"""Files that came along and were not taken: the sender is told what was wrong and what to send instead.

The words that came with them are handled as ever; the note stands before the answer to them.
"""

from bot.engine import catalogue
from bot.engine.form_engine import remind
from bot.engine.reply import Reply
from bot.engine.requests import Plan
from bot.engine.talk import Talk


def notes(talk: Talk) -> tuple[Reply, ...]:
    """Return one sentence for each sort of mistake."""
    found = {item.why: item.most for item in talk.heard.message.unkept}
    return tuple(Reply(f"files.{why}", {"most": most}) for why, most in found.items())


def alone(talk: Talk) -> Plan[bool]:
    """Whether nothing else came; then there is only the open question to put again."""
    yield from ()
    message = talk.heard.message
    if not message.unkept or talk.text or message.attachments:
        return False
    behaviour = catalogue.FORMS.get(talk.state.top.form) if talk.state.top else None
    if behaviour is not None:
        remind(talk, behaviour)
    return True
