"""What happens once it is clear which case was meant: deed -> what does it."""

from collections.abc import Callable

import msgspec

from bot.engine.form_engine import Behaviour
from bot.engine.requests import CaseByNo, Plan, ask
from bot.engine.resident import cosign, evaluate, progress, status, supplement, urge, which, withdraw
from bot.engine.resident.wish import Wish
from bot.engine.state import Frame
from bot.engine.talk import Talk
from storage.case import Case

DEEDS: dict[str, Callable[[Talk, Case, Wish], Plan[None]]] = {
    "status": status.tell,
    "urge": urge.press,
    "supplement": supplement.add,
    "withdraw": withdraw.take_back,
    "evaluate": evaluate.rate,
    "cosign": cosign.join,
}


def _finish(talk: Talk, frame: Frame) -> Plan[None]:
    case = yield from ask(CaseByNo(frame.slots["which"]))
    if case is None:
        talk.say("which.none", status.REPORT, progress.HUMAN)
        return
    wish = msgspec.json.decode(frame.slots["wish"], type=Wish)
    yield from DEEDS[wish.deed](talk, case, wish)


WHICH = Behaviour(take=which.take, put=which.put, finish=_finish, cancelled="which.cancelled")
