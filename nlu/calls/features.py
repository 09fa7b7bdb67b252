"""Features of the clauses of a record, for the field that says which clause belongs to which need."""

from collections.abc import Sequence

from nlu.calls.cues import ANEW, ONCE, cues_of
from nlu.calls.view import View
from nlu.prediction import Prediction

_MATTERS = ("venue", "topic", "scope")
_LENGTHS = (2, 4, 7, 11, 16, 24)
_SURE = 0.8
_AHEAD = 4
_ANYTHING_ELSE = ("还有", "别的", "其他", "第二", "下一", "另外")
_NEED_INTENTS = frozenset({"submit_need", "ask_faq", "out_of_scope"})


def features(view: View) -> list[list[str]]:
    """Return the features of each clause, shape (clauses, features), but for what is heard of it (``sensed``)."""
    own = [_own(view, index) for index in range(len(view.clauses))]
    brief = [_brief(view, index) for index in range(len(view.clauses))]
    flow = _flow(view)
    rows = []
    for index in range(len(view.clauses)):
        row = own[index] + flow[index]
        for distance in (-2, -1, 1, 2):
            at = index + distance
            row += [f"{distance}{name}" for name in (brief[at] if 0 <= at < len(brief) else ["edge"])]
        rows.append(row)
    return rows


def _own(view: View, index: int) -> list[str]:
    clause = view.clauses[index]
    words = view.text[clause.start : clause.end].strip()
    row = ["bias", f"style={view.layout.style}", f"who={clause.who}", f"len={_step(len(words))}"]
    row += [f"p{size}={words[:size]}" for size in (1, 2, 3, 4)]
    row += [f"s{size}={words[-size:]}" for size in (1, 2, 3)]
    row += [f"g={words[at : at + 2]}" for at in range(len(words) - 1)]
    row += [f"h={words[at : at + 3]}" for at in range(len(words) - 2)]
    cues = cues_of(words)
    if ANEW.match(words):
        row.append("anew")
    if ONCE.match(words):
        row.append("once")
    row += items_around(view, index)
    row += [f"c={cue}" for cue in cues]
    row += [f"c={one}&{other}" for one in cues for other in cues if one < other]
    row += [f"k={kind}" for kind in sorted({hit.kind for hit in view.hits[index]})]
    row += _model(view.said[index])
    before = view.text[clause.start - 1 : clause.start]
    after = view.text[clause.end : clause.end + 1]
    row += [f"before={before}", f"after={after}", f"style_who={view.layout.style}/{clause.who}"]
    return row


def items_around(view: View, index: int) -> list[str]:
    """Where a clause stands to the numbered points of the record."""
    total = max((clause.item for clause in view.clauses), default=0)
    if not total:
        return ["no_items"]
    item = view.clauses[index].item
    before = max((clause.item for clause in view.clauses[: index + 1]), default=0)
    where = "at" if item else "before" if not before else "last" if before == total else "within"
    return [f"item={where}", f"item={where}/{min(total, 3)}"]


def _brief(view: View, index: int) -> list[str]:
    clause = view.clauses[index]
    words = view.text[clause.start : clause.end].strip()
    row = [f"who={clause.who}", f"p2={words[:2]}", f"s1={words[-1:]}"]
    row += [f"c={cue}" for cue in cues_of(words)]
    row += [f"k={kind}" for kind in sorted({hit.kind for hit in view.hits[index]})]
    said = view.said[index]
    if said:
        row.append(f"i={said.intents[0][0]}")
    return row


def _model(said: Prediction | None) -> list[str]:
    if said is None:
        return ["silent"]
    intent, sure = said.intents[0]
    row = [f"i={intent}", f"i={intent}{'+' if sure > _SURE else '-'}"]
    if intent in _NEED_INTENTS:
        row += [f"{name}={ranking[0][0]}" for name, ranking in said.attributes.items() if ranking]
    return row


def _step(length: int) -> int:
    return sum(length > bound for bound in _LENGTHS)


def _flow(view: View) -> list[list[str]]:
    """What the clauses before and after say of this one: what is new, what was asked, what follows."""
    cues = [cues_of(view.text[clause.start : clause.end]) for clause in view.clauses]
    matters = [{(hit.kind, hit.normal) for hit in hits if hit.kind in _MATTERS} for hits in view.hits]
    seen: set[tuple[str, str]] = set()
    rows: list[list[str]] = []
    count = max(1, len(view.clauses))
    for index, clause in enumerate(view.clauses):
        row = [f"at={index * 8 // count}", "first" if index == 0 else "later"]
        row += _news(matters[index], seen, matters[max(0, index - 3) : index])
        seen |= matters[index]
        row += _turn(view, index)
        row += [
            f"ahead={cue}"
            for cue in ("back", "maybe", "origin", "more", "ordinal", "settle")
            if any(cue in later for later in cues[index + 1 : index + 1 + _AHEAD])
        ]
        row += [
            f"ever={cue}" for cue in ("contact", "digits", "thanks") if any(cue in c for c in cues[:index])
        ]
        row += _topic_change(view, index)
        row.append(f"asked={asked(view, index)}&{clause.who}")
        rows.append(row)
    return rows


def _news(
    now: set[tuple[str, str]], seen: set[tuple[str, str]], near: Sequence[set[tuple[str, str]]]
) -> list[str]:
    row = [f"new={kind}" for kind in sorted({kind for kind, _ in now - seen})]
    row += [f"old={kind}" for kind in sorted({kind for kind, _ in now & seen})]
    recent = set().union(*near)
    row += [f"again={kind}" for kind in sorted({kind for kind, _ in (now & seen) - recent})]
    return row


def _turn(view: View, index: int) -> list[str]:
    turn = view.clauses[index].turn
    first = index == 0 or view.clauses[index - 1].turn != turn
    last = index + 1 == len(view.clauses) or view.clauses[index + 1].turn != turn
    return [name for name, holds in (("turn_begins", first), ("turn_ends", last)) if holds]


def asked(view: View, index: int) -> str:
    """What the operator's turn before the turn of this clause was about."""
    turn = view.clauses[index].turn
    if turn == 0 or view.layout.turns[turn - 1].who != "operator":
        return "none"
    before = view.layout.turns[turn - 1]
    words = view.text[before.start : before.end]
    if any(word in words for word in _ANYTHING_ELSE):
        return "more"
    cues = cues_of(words)
    return next((cue for cue in ("contact", "settle", "asks") if cue in cues), "else")


def _topic_change(view: View, index: int) -> list[str]:
    said = view.said[index]
    if said is None or said.intents[0][0] not in _NEED_INTENTS:
        return []
    now = said.attributes["category"][0][0]
    for before in range(index - 1, max(-1, index - 6), -1):
        then = view.said[before]
        if then is not None and then.intents[0][0] in _NEED_INTENTS:
            return ["category_same" if then.attributes["category"][0][0] == now else "category_new"]
    return ["category_first"]
