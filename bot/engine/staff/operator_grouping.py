"""Which drafts there are: 删掉第三个, 只要1和2, 1和2并一起, 拆开, 1另立, 3归城管, 3归我们."""

import re
from collections.abc import Callable
from functools import reduce

import msgspec

from bot.engine.intake_absorb import merge
from bot.engine.staff.operator_edit import Edit
from bot.engine.staff.operator_referral import referred
from bot.engine.state import Draft, Frame

_DELETE = re.compile(
    r"(?:就|都|先|给我|也)*(?:删|去掉|不要|划掉|划去|撤掉|撤了|取消|作废|不报|不录|不登|别报|别录|别要)[除掉去了吧啦。]*"
)
_KEEP = re.compile(r"(?:只|就)(?:要|留|保留)下?[吧了]?")
MERGE = re.compile(
    r"(?:合?并|合)(?:成|为|到|在|起)?(?:一起|一[个件条]|一块儿?|起来)?[吧了]?|(?:是|算)?(?:同一[个件]|一回事|一码事|一件事)"
)
SPLIT = re.compile(r"拆开|分开|拆成.{0,3}|分成.{0,3}|拆分|拆了")
_APART = re.compile(
    r"另立|另外立|单独立?|新立|新报|另报|不(?:用)?并|不是(?:一回事|同一件|一件事)|重新立|新建"
)
_AWAY = re.compile(
    r"(?:该|应|应该|要)?(?:转|归|属于?|找)(?:给|到)?(?P<to>12345|.{0,8}?(?:局|委|公安|交警|公司|医院|派出所|部门|城管|热线|供电所?))(?:管|办|处理)?[吧了]?"
)
_NOT_OURS = re.compile(r"不(?:归|是|属于?)(?:我们|咱们?|文化|文旅|本局)(?:口|管|的|办)*.?")
_OURS = re.compile(
    r"(?:是|归|属于?)?(?:文化|文旅|我们|咱们?|本局)(?:口|管|的|办)+.{0,2}|不(?:用)?转(?:走|出去)?"
)


def _delete(edit: Edit) -> Frame | None:
    if not edit.at or not _DELETE.fullmatch(edit.text):
        return None
    kept = tuple(draft for n, draft in enumerate(edit.frame.drafts) if n not in edit.at)
    return edit.with_drafts(kept)


def _keep(edit: Edit) -> Frame | None:
    if not edit.at or not _KEEP.fullmatch(edit.text):
        return None
    return edit.with_drafts(tuple(edit.frame.drafts[n] for n in edit.at))


def _merge(edit: Edit) -> Frame | None:
    """Put drafts together, all where none are named; what they were is remembered."""
    drafts = edit.frame.drafts
    if not MERGE.fullmatch(edit.text.removeprefix("都").removeprefix("全")) or len(drafts) < 2:
        return None
    at = edit.at if len(edit.at) > 1 else tuple(range(len(drafts))) if not edit.at else ()
    if not at:
        return None
    parts = tuple(drafts[n] for n in at)
    one = reduce(merge, parts)
    one = msgspec.structs.replace(one, taken=msgspec.structs.replace(parts[0].taken, merged=parts))
    return edit.with_drafts(_instead(drafts, at, (one,)))


def _restore(edit: Edit) -> Frame | None:
    """拆开 undoes what was put together."""
    if not SPLIT.fullmatch(edit.text):
        return None
    merged = [n for n, draft in enumerate(edit.frame.drafts) if draft.taken.merged]
    at = edit.at or (tuple(merged) if len(merged) == 1 else ())
    if len(at) != 1 or at[0] not in merged:
        return None
    return edit.with_drafts(_instead(edit.frame.drafts, at, edit.frame.drafts[at[0]].taken.merged))


def _instead(drafts: tuple[Draft, ...], at: tuple[int, ...], new: tuple[Draft, ...]) -> tuple[Draft, ...]:
    first = min(at)
    before = tuple(d for n, d in enumerate(drafts) if n < first)
    return (*before, *new, *(d for n, d in enumerate(drafts) if n > first and n not in at))


def _apart(edit: Edit) -> Frame | None:
    if not _APART.fullmatch(edit.text.strip("吧了。 ")):
        return None
    shown = [n for n, draft in enumerate(edit.frame.drafts) if draft.taken.like or draft.taken.joins]
    if not shown and not edit.at:
        return None
    return edit.retaken(edit.at or tuple(shown), apart=True, like="", alike=0, joins="")


def _away(edit: Edit) -> Frame | None:
    match = _AWAY.fullmatch(edit.text)
    at = edit.target() if match or _NOT_OURS.fullmatch(edit.text) else ()
    if at == ():
        return None
    said = match["to"] if match else ""
    made = edit.frame
    for n in at or ():
        refer = said or referred(edit.talk, "".join((*made.drafts[n].words, made.drafts[n].summary)))
        made = edit.on(made).retaken((n,), refer=refer, like="", joins="")
    return made


def _ours(edit: Edit) -> Frame | None:
    if not _OURS.fullmatch(edit.text):
        return None
    outside = [n for n, draft in enumerate(edit.frame.drafts) if draft.taken.refer]
    return edit.retaken(edit.target(only=outside), refer="")


GROUPINGS: tuple[Callable[[Edit], Frame | None], ...] = (
    _delete,
    _keep,
    _merge,
    _restore,
    _apart,
    _away,
    _ours,
)
