"""Every transcript is played on a fresh ledger: what is said, what must not be, and what is in the ledger.

``has``: each word stands in what the speaker is answered; ``lacks``: in nothing that anybody is sent;
``tells``: these others are sent something; ``silent``: nobody is sent anything. ``then``: ``count`` of
cases, ``cases`` in order of their numbers, each field equal, or ``{contains: x}``, ``{lacks: x}``, ``{any: [..]}``; ``tasks`` counts tasks, ``reviews`` are the messages kept to learn from, open ones first.
"""

from pathlib import Path
from typing import Any

import pytest

from app.rehearsal.play import Said
from app.rehearsal.scenario import Scenario, Turn, load

FOLDER = Path(__file__).parent / "transcripts"
SCENARIOS = [(path.stem, scenario) for path in sorted(FOLDER.glob("*.yaml")) for scenario in load(path)]


@pytest.mark.parametrize(
    "scenario", [s for _, s in SCENARIOS], ids=[f"{name}-{s.id}" for name, s in SCENARIOS]
)
async def test_transcript(scenario: Scenario, rehearse) -> None:
    played = await rehearse(scenario)
    for number, (turn, said) in enumerate(zip(scenario.turns, played.turns, strict=True), 1):
        assert not (wrong := _wrong(turn, said)), f"turn {number} 「{said.say}」: {wrong}\n{_sent(said)}"
    assert played.ledger["findings"] == []
    assert not (wrong := _ledger(scenario.then, played.ledger)), wrong


def test_there_are_enough_transcripts_in_many_voices() -> None:
    names = [f"{s.id} {s.title}" for _, s in SCENARIOS]
    assert len(names) == len(set(names))
    assert len(names) >= 60


def _wrong(turn: Turn, said: Said) -> list[str]:
    answered = "\n".join(out.text for out in said.sent if out.chat == said.who or out.group)
    everything = _sent(said)
    told = {out.chat for out in said.sent}
    return (
        [f"没说「{word}」" for word in turn.has if word not in answered]
        + [f"不该说「{word}」" for word in turn.lacks if word in everything]
        + [f"没告诉 {who}" for who in turn.tells if who not in told]
        + ([] if bool(said.sent) != turn.silent else ["不该回话" if turn.silent else "没回话"])
    )


def _sent(said: Said) -> str:
    return "\n".join(f"→ {out.chat}：{out.text}" for out in said.sent)


def _ledger(then: dict[str, Any], ledger: dict[str, Any]) -> list[str]:
    cases = ledger["cases"]
    wrong = []
    if "count" in then and len(cases) != then["count"]:
        wrong.append(f"台账里有 {len(cases)} 件，应有 {then['count']} 件：{[c['summary'] for c in cases]}")
    if "tasks" in then and len(ledger["tasks"]) != then["tasks"]:
        wrong.append(f"任务 {len(ledger['tasks'])} 个，应有 {then['tasks']} 个")
    if "reviews" in then and len(ledger["reviews"]) != len(then["reviews"]):
        wrong.append(f"待学习的话不对：{ledger['reviews']}")
    rows = [*zip(cases, then.get("cases", []), strict=False)]
    rows += zip(ledger["reviews"], then.get("reviews", []), strict=False)
    for case, wanted in rows:
        wrong += [
            f"{case.get('case_no') or case.get('text')} 的 {name} 是 {case.get(name)!r}，应是 {value!r}"
            for name, value in wanted.items()
            if not _fits(case.get(name), value)
        ]
    return wrong


def _fits(found: Any, wanted: Any) -> bool:
    if not isinstance(wanted, dict):
        return (found or None) == (wanted or None)
    text = str(found if found is not None else "")
    parts = {
        "contains": lambda value: all(
            part in text for part in ([value] if isinstance(value, str) else value)
        ),
        "lacks": lambda value: value not in text,
        "any": lambda value: found in value,
    }
    return all(parts[name](value) for name, value in wanted.items())
