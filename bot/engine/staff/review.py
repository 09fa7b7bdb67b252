"""Labelling by chat what the bot did not understand: 待学习 shows the oldest, a button or words say what it means."""

import re

import msgspec

from bot.engine.reply import Choice, Reply
from bot.engine.requests import Plan, ask
from bot.engine.review_requests import CountReviews, DropReview, LabelReview, NextReview, ReviewById
from bot.engine.staff import review_words as words
from bot.engine.staff.grammar import POLITE
from bot.engine.staff.job import REVIEW
from bot.engine.state import Frame
from bot.engine.talk import Talk
from bot.permissions import desk_of, grant
from storage.people import Post
from storage.review_items import Labels, Review, missing

_START = re.compile(
    r"(?:请|帮我|我要|我来)?(?:看一?看|看一下|打开|查看|列一下|有没有|有哪些)?(?:待学习|(?:你|机器人)?(?:没|沒)(?:有)?(?:听|看)(?:懂|明白))"
    r"(?:的|过的)?(?:话|列表|消息|有哪些|有什么)?[？?。！!]*"
)
_STOP = frozenset(("停", "停下", "停止", "结束", "不看了", "先这样", "就到这", "退出", "够了"))
_SKIP = frozenset(("跳过", "下一个", "下一条", "过", "拿不准", "不知道"))
_DROP = frozenset(("丢掉", "丢", "删掉", "扔掉", "不要", "没用"))
_OTHER = frozenset(("其他", "其它", "都不是", "别的"))
OTHER, SKIP, DROP, STOP = (
    Choice("review.button_other", "其他"), Choice("review.button_skip", "跳过"),
    Choice("review.button_drop", "丢掉"), Choice("review.button_stop", "停"),
)  # fmt: skip
PARTS = ("intent", "kind", "category", "urgency", "faq")


def start(talk: Talk, post: Post) -> Plan[bool]:
    """Show the oldest open message to whom it is for, alone."""
    if not _START.fullmatch(POLITE.sub("", talk.text, count=1)):
        return False
    if grant(desk_of(post, talk.world.profile), "review") == "no":
        talk.say("staff.refused.review")
        return True
    if talk.heard.message.group:
        talk.say("group.private")
        return True
    yield from _show_next(talk, 0)
    return True


def take(talk: Talk) -> Frame | None:
    """Close the frame that waits for a meaning, if it is on top, and return it."""
    frame = talk.state.top
    if frame is None or frame.form != REVIEW:
        return None
    talk.pop()
    return frame


def answer(talk: Talk, post: Post, frame: Frame) -> Plan[bool]:
    """Take the message as the meaning of the item shown; False where it is about something else."""
    said = talk.text.strip("。.！!~ ")
    if grant(desk_of(post, talk.world.profile), "review") == "no":
        return False
    if said in _STOP:
        left = yield from ask(CountReviews())
        talk.say("review.stopped", left=left, private=True)
        return True
    if said in _OTHER:
        talk.push(frame)
        talk.say("review.other", SKIP, DROP, STOP, private=True)
        return True
    item = int(frame.about or 0)
    if said in _SKIP or (said in _DROP and (yield from _drop(talk, post, item))):
        yield from _show_next(talk, item)
        return True
    return (yield from _label(talk, post, frame, said))


def again(talk: Talk, frame: Frame) -> None:
    """Say that the words name no meaning, and go on waiting for one."""
    talk.push(frame)
    talk.say("review.again", SKIP, DROP, STOP, private=True)


def _drop(talk: Talk, post: Post, item: int) -> Plan[bool]:
    done = yield from ask(DropReview(item, post_id(post)))
    talk.say("review.dropped" if done else "review.taken", private=True)
    return True


def _label(talk: Talk, post: Post, frame: Frame, said: str) -> Plan[bool]:
    review = yield from ask(ReviewById(int(frame.about or 0)))
    if review is None:
        return False
    labels = words.read(said, _known(frame, review))
    if labels is None:
        return False
    if lacks := missing(labels):
        talk.push(msgspec.structs.replace(frame, slots=_slots(labels)))
        talk.say(f"review.ask_{lacks[0]}", *_choices(lacks[0], labels), SKIP, private=True)
        return True
    done = yield from ask(LabelReview(review.id, labels, post_id(post)))
    talk.say("review.labelled" if done else "review.taken", meaning=words.spoken(labels), private=True)
    yield from _show_next(talk, review.id)
    return True


def _known(frame: Frame, review: Review) -> Labels:
    """What was said already of this item, else what the model said; the model's intent does not count."""
    if frame.slots:
        return msgspec.structs.replace(review.finding.reading.labels, **frame.slots)
    return review.finding.reading.labels


def _slots(labels: Labels) -> dict[str, str]:
    return {name: value for name in PARTS if (value := getattr(labels, name))}


def _choices(name: str, labels: Labels) -> tuple[Choice, ...]:
    """Buttons for a label with few values; FAQ ids are too many for that."""
    if name == "faq":
        return ()
    before = words.spoken(labels) if labels.kind else ""
    return tuple(
        Choice("review.meaning", f"{before} {value}".strip(), {"meaning": value})
        for value in words.NAMES[name].values()
    )


def _show_next(talk: Talk, after: int) -> Plan[None]:
    """Show the oldest open item beyond ``after``, or say that there is none."""
    review = yield from ask(NextReview(after))
    left = yield from ask(CountReviews())
    if review is None:
        key = "review.none_left" if left else "review.all_done" if after else "review.none"
        talk.say(key, left=left, private=True)
        return
    talk.push(Frame(REVIEW, 1, about=str(review.id)))
    _show(talk, review, left)


def _show(talk: Talk, review: Review, left: int) -> None:
    finding = review.finding
    meanings = words.likely(finding.reading, finding.proposal)
    buttons = tuple(Choice("review.meaning", words.exact(m), {"meaning": words.spoken(m)}) for m in meanings)
    thought = words.spoken(words.filled(Labels(finding.reading.labels.intent), finding.reading.labels, {}))
    sure = f"（{finding.reading.confidence:.0%}）" if finding.reading.confidence else ""
    proposal = (
        Reply("review.proposal", {"meaning": words.spoken(finding.proposal)}) if finding.proposal else ""
    )
    talk.say(
        "review.item", *buttons, OTHER, SKIP, DROP, STOP, private=True, left=left, text=finding.text,
        thought=thought + sure, reason=Reply(f"review.reason.{finding.reason}"), proposal=proposal,
    )  # fmt: skip


def post_id(post: Post) -> str:
    """Return the post as it stands beside a decision: role, unit, town; never the person."""
    return ":".join(filter(None, (post.role, post.unit, post.town)))
