"""What a group remembers: the cases last spoken of in it, shared by its members.

Each member has a conversation of their own, so that nobody answers another's form; but "+1" means
the case that somebody else has just put there.
"""

import msgspec

from bot.engine.state import RECENT_KEPT, State, dump, load
from storage.messages import Inbound
from storage.tx import Tx


def enter(tx: Tx, message: Inbound, state: State) -> State:
    """Return a member's state with what was last spoken of in the group."""
    if not message.group:
        return state
    shared = load(tx.conversations.lock(_key(message)).state)
    known = {recent.no for recent in shared.recent}
    own = tuple(recent for recent in state.recent if recent.no not in known)
    return msgspec.structs.replace(state, recent=(*shared.recent, *own)[:RECENT_KEPT], home=shared.home)


def leave(tx: Tx, message: Inbound, before: State, after: State) -> None:
    """Keep what the group speaks of now, and which village it is of."""
    if message.group and (after.recent, after.home) != (before.recent, before.home):
        tx.conversations.save(_key(message), dump(State(recent=after.recent, home=after.home)), None)


def _key(message: Inbound) -> str:
    return f"{message.channel}:{message.chat}"
