"""What ought to come of a dialogue on a wire: the rehearsal of it, as far as the channel can do its turns."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.rehearsal.play import Said
from app.rehearsal.scenario import Scenario, Turn
from storage.messages import Outbound
from tests.connectors.wire.wire import Wire

Screens = dict[str, list[str]]
GROUP, CALLED = "group-1", "@文化小石榴"
_PERSON = re.compile(r"\bp[0-9a-f]{16}\b")
LEFT_OUT = ("channel", "outbox")
"""What a ledger says of the way, and not of the matter."""
SHARED = ("kind", "latitude", "longitude")
"""What is the same in every channel about something sent along; formats and file names differ."""


def adapted(scenario: Scenario, cannot: Mapping[str, str]) -> Scenario:
    """Return a dialogue with what the channel has no way for said as people would say it there.

    An edit is said in the words of its ``spoken``, a voice is typed (one without words left out), the
    name of a position is typed, and a photo's words come after it.
    """
    turns = [other for turn in scenario.turns for other in _turns(turn, cannot)]
    assert len(turns) == len(scenario.turns) or not any(turn.edit_of for turn in turns)
    return scenario.model_copy(update={"turns": tuple(turns)})


def _turns(turn: Turn, cannot: Mapping[str, str]) -> Iterator[Turn]:
    if turn.edit_of and "edit" in cannot:
        yield turn.model_copy(update={"edit_of": None, "say": (turn.model_extra or {})["spoken"]})
    elif turn.attach in {"voice", "location"} & cannot.keys():
        if turn.say:
            yield turn.model_copy(update={"attach": None})
    elif (turn.attach == "voice" and turn.say and "hearing" in cannot) or (
        turn.attach == "location" and turn.say and "place" in cannot
    ):
        yield turn.model_copy(update={"attach": None})
    elif turn.attach == "photo" and turn.say and "caption" in cannot:
        yield turn.model_copy(update={"say": ""})
        yield turn.model_copy(update={"attach": None, "wait": Turn().wait})
    else:
        yield turn


def pressed(before: Sequence[Said], who: str, text: str) -> str | None:
    """Return the title of the button of the last answer that says the words of a turn, None for none."""
    outs = [out for said in before for out in said.sent if out.chat in (who, GROUP)]
    last = outs[-1].buttons if outs else ()
    return next((button.title for button in last if button.payload == text), None)


def screens(wire: Wire, said: Said, watched: Sequence[str]) -> Screens:
    """Return what each of some screens is to show of one turn."""
    found: dict[str, list[Outbound]] = {chat: [] for chat in watched}
    for out in said.sent:
        if out.chat in found:
            found[out.chat].append(out)
    return {chat: wire.screen(outs) for chat, outs in found.items()}


def plain(ledger: dict[str, Any]) -> dict[str, Any]:
    """Return a ledger as it is to be in every channel: people by their names, no codes made by chance.

    Who was erased has no name but the order of appearance; how the bot was called is no part of a matter.
    """
    text = json.dumps(_without(ledger), ensure_ascii=False, default=str, sort_keys=True)
    text = text.replace(f"{CALLED} ", "")
    for person in ledger["people"]:
        text = text.replace(person["id"], person["actor"])
    for number, gone in enumerate(dict.fromkeys(_PERSON.findall(text))):
        text = text.replace(gone, f"erased-{number}")
    result: dict[str, Any] = json.loads(uncoded([text], ledger)[0])
    return result


def differences(found: Any, wanted: Any, path: str = "") -> dict[str, tuple[Any, Any]]:
    """Return by path what differs between two plain values."""
    if isinstance(found, dict) and isinstance(wanted, dict) and found.keys() == wanted.keys():
        pairs = [(f"{path}.{name}", found[name], wanted[name]) for name in found]
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        pairs = [(f"{path}.{n}", *pair) for n, pair in enumerate(zip(found, wanted, strict=True))]
    else:
        return {} if found == wanted else {path: (found, wanted)}
    return {name: pair for at, one, two in pairs for name, pair in differences(one, two, at).items()}


def uncoded(texts: Sequence[str], ledger: dict[str, Any]) -> list[str]:
    """Return texts without the query codes of a ledger, which are drawn by lot."""
    codes = [re.escape(str(case["query_code"])) for case in ledger["cases"] if case["query_code"]]
    alone = rf"(?<!\d)(?:{'|'.join(codes)})(?!\d)"  # six digits may stand in a telephone as well
    return [re.sub(alone, "{code}", text) if codes else text for text in texts]


def _without(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_without(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "digest" in value and "kind" in value:
        return {name: value[name] for name in SHARED} | {"label": value["label"].replace(" ", "")}
    return {name: _without(item) for name, item in value.items() if name not in LEFT_OUT}
