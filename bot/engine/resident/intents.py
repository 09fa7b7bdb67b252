"""Intent -> handler, for residents, when no form has taken the message."""

from collections.abc import Callable

from bot.engine.requests import Plan
from bot.engine.resident import (
    cosign,
    data_rights,
    evaluate,
    faq,
    outside,
    points,
    small_talk,
    status,
    submit,
    supplement,
    urge,
    withdraw,
)
from bot.engine.talk import Talk

Handler = Callable[[Talk], Plan[None]]

INTENTS: dict[str, Handler] = {
    "submit_need": submit.handle,
    "ask_faq": faq.handle,
    "check_status": status.handle,
    "cosign": cosign.handle,
    "supplement": supplement.handle,
    "urge": urge.handle,
    "withdraw": withdraw.handle,
    "evaluate": evaluate.handle,
    "check_points": points.handle,
    "redeem_points": points.handle,
    "unsubscribe": data_rights.unsubscribe,
    "delete_data": data_rights.handle,
    "affirm": small_talk.affirm,
    "deny": supplement.correct,
    "skip": small_talk.nothing_open,
    "cancel": small_talk.nothing_open,
    "help": small_talk.show_help,
    "greet": small_talk.greet,
    "thanks": small_talk.thanks,
    "bye": small_talk.bye,
    "abuse": small_talk.abuse,
    "out_of_scope": outside.handle,
}
