"""A short line of what a need is about, of the caller's own clauses, without name and number."""

import re
from collections.abc import Iterator, Sequence

from nlu.calls.cues import cues_of
from nlu.calls.labeller import Labeller
from nlu.calls.view import View

MOST = 80
_FILLERS = re.compile(
    r"\A(?:[嗯呃哦喂哎啊欸唉噢诶]+|那个|这个(?=[^，]{4})|就是说?|然后|您好|你好|我(?:跟|和)你(?:说|讲)|我想?(?:问|说|反映|提|打听)(?:一下|个事|一?个事儿?|一个|个)?(?=[^，]{4})|另外(?:呢|啊|就是|说)?|还有(?:就是|一个(?:事|是)?|个事|一件事?|一点|呢)?|再就是|再一个(?:呢|事)?|再有(?:就是|一个)?|"
    r"对了|首先|其次|最后|第[一二三四五六](?:个|件|点|条)?(?:事|是|呢)?|[一二三四五六]是|其[一二三四]|[1-9①-⑥][.、)）．:：]?(?=[^\d])|[(（][1-9一二三四五六][)）]|另(?=反映|问|建议|提|希望|外)|来电人?(?:反映|称|说|表示|咨询)?|市民(?:来电|反映|称)+|反映(?=[^，]{4})|称(?=[^，]{4})|说(?=[^，]{4})|\s|[，,、：:；;])+"
)
_TAIL = re.compile(r"[啊呀吧呢嘛哈哦\s，,、：:；;]+\Z")
_CONTACT = re.compile(r"(?:我的?|俺的?)?(?:联系)?(?:电话|手机号?|号码|联系方式)(?:号码)?(?:是|：|:)?\s*\Z")
_ENOUGH = 2


def decisive_rows(view: View, clauses: Sequence[int]) -> list[list[str]]:
    """Return the features of each clause of a need: does it hold what the need is about?"""
    seen: set[tuple[str, str]] = set()
    rows = []
    for order, index in enumerate(clauses):
        clause = view.clauses[index]
        words = view.text[clause.start : clause.end].strip()
        matters = {
            (hit.kind, hit.normal) for hit in view.hits[index] if hit.kind in ("venue", "topic", "scope")
        }
        row = [
            "bias",
            f"order={min(order, 4)}",
            f"last={order + 1 == len(clauses)}",
            f"size={min(len(words) // 4, 5)}",
        ]
        row += [f"c={cue}" for cue in cues_of(words)] + [
            f"k={kind}" for kind in sorted({hit.kind for hit in view.hits[index]})
        ]
        row += [f"new={kind}" for kind in sorted({kind for kind, _ in matters - seen})]
        row += [f"old={kind}" for kind in sorted({kind for kind, _ in matters & seen})]
        said = view.said[index]
        if said:
            row += [f"i={said.intents[0][0]}", *(f"e={span.entity}" for span in said.spans)]
        row += [
            f"p={words[:2]}",
            f"s={words[-1:]}",
            *(f"g={words[at : at + 2]}" for at in range(len(words) - 1)),
        ]
        seen |= matters
        rows.append(row)
    return rows


def summarise(
    view: View, clauses: Sequence[int], labeller: Labeller, hidden: Sequence[tuple[int, int]]
) -> tuple[str, tuple[int, int]]:
    """Return the line and its span in the original; ``hidden`` are spans of names and numbers."""
    pieces = {index: list(_pieces(view, index, hidden)) for index in clauses}
    worth = [labeller.chances_of("1", [row])[0] for row in decisive_rows(view, clauses)]
    chosen: set[int] = set()
    length = 0
    for at in sorted(range(len(clauses)), key=lambda at: -worth[at]):
        size = sum(end - start + 1 for start, end in pieces[clauses[at]])
        if size > _ENOUGH and (length + size <= MOST + 1 or not chosen):
            chosen.add(clauses[at])
            length += size
    spans = [view.words.span(*span) for index in sorted(chosen) for span in pieces[index]]
    if not spans:
        first = view.clauses[clauses[0]]
        spans = [view.words.span(first.start, first.end)]
    line = "，".join(view.words.original[start:end].replace("\n", "") for start, end in spans)
    return line[:MOST], (spans[0][0], spans[-1][1])


def _pieces(view: View, index: int, hidden: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what remains of a clause without fillers at its ends, names and numbers."""
    clause = view.clauses[index]
    at = clause.start
    for start, end in [*sorted(hidden), (clause.end, clause.end)]:
        if start <= clause.end and at <= end:
            if piece := _stripped(view.text, at, min(start, clause.end)):
                yield piece
            at = max(at, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    if start >= end:
        return None
    if label := _CONTACT.search(text, start, end):
        end = label.start()
    if opening := _FILLERS.match(text[start:end]):
        start += opening.end()
    if tail := _TAIL.search(text[start:end]):
        end = start + tail.start()
    return (start, end) if end - start >= _ENOUGH else None
