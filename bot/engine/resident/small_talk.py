"""Greeting, help, thanks, goodbye, bare yes and no, and insults without a need in them."""

import msgspec

from bot.engine.reply import Choice
from bot.engine.requests import Plan
from bot.engine.talk import Talk

MENU = (
    Choice("button.report", "我想反映个事"),
    Choice("button.status", "查进度"),
    Choice("button.human", "转人工"),
)


def greet(talk: Talk) -> Plan[None]:
    """Greet, at the first time with what the bot can do."""
    if talk.state.top is not None:
        talk.say("greet.in_form")
    elif talk.state.greeted:
        talk.say("greet.again", *MENU)
    else:
        talk.say("greet", *MENU)
    talk.state = msgspec.structs.replace(talk.state, greeted=True)
    yield from ()


def show_help(talk: Talk) -> Plan[None]:
    """Say what one can do here."""
    talk.say("help", *MENU)
    yield from ()


def thanks(talk: Talk) -> Plan[None]:
    """Return thanks."""
    talk.say("thanks")
    yield from ()


def bye(talk: Talk) -> Plan[None]:
    """Say goodbye."""
    talk.say("bye")
    yield from ()


def affirm(talk: Talk) -> Plan[None]:
    """A yes that answers nothing."""
    talk.say("affirm.nothing", *MENU)
    yield from ()


def nothing_open(talk: Talk) -> Plan[None]:
    """A wish to skip or stop where nothing is open."""
    talk.say("cancel.nothing", *MENU)
    yield from ()


def abuse(talk: Talk) -> Plan[None]:
    """Answer an insult once politely, then briefly; a need inside one never comes here.

    What is no insult is an advertisement or a provocation: one plain line, and nobody is told to calm down.
    """
    if "abuse" not in talk.read.signals:
        talk.say("abuse.none", *MENU)
        return
    key = "abuse.first" if talk.state.warnings == 0 else "abuse.again"
    talk.say(key, *MENU)
    talk.state = msgspec.structs.replace(talk.state, warnings=talk.state.warnings + 1)
    yield from ()
