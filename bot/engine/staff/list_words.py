"""The words that lists are asked with, as data: pattern, what it sets, how far it speaks for a list."""

import re
from dataclasses import dataclass, field

from storage.status import FINISHED, NAMES

WORKING = tuple(s for s in NAMES if s not in FINISHED and s not in ("resolved", "public_review"))
"""Statuses in which the unit still has something to do."""
NEXT_WEEK = -2
"""Marks the last day of the coming week; the reader of lists counts it out."""
UNDISPATCHED = ("received", "verifying", "need_info", "triaged")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of lists. ``cue`` 2: alone makes the message a list; 1: only beside 哪些, 几件 and the like."""

    pattern: re.Pattern[str]
    sets: dict[str, object] = field(default_factory=dict)
    cue: int = 0


def token(pattern: str, cue: int = 0, **sets: object) -> Token:
    return Token(re.compile(pattern), sets, cue)


TOKENS: tuple[Token, ...] = (
    token(r"按镇(?:排一?[下列]?|列|分|看)|各镇(?:多少|几件)?|每个镇", 2, by_town=True),
    token(r"按(?:截止|到期|时限|期限)(?:日期|时间|日)?(?:先后)?(?:来|给我)?(?:排一?[下列序个]*"
          r"|列)?", 2, by_due=True),
    token(r"我们?(?:单位|科|馆|网格|镇|这里|这儿)?(?:里|上)?名下|名下|我们?(?:单位|网格|镇)(?:里"
          r"|上)?|本单位|本镇|本网格|我手[上头里]", 2, scope="mine"),
    token(r"(?:我|单位)?手[里头上]|我(?:这儿|这里|这边)|(?:还有|有)(?:啥|什么|哪些)(?:活(?!动)|事要办)", 2, scope="mine"),
    token(r"(?:东西|活儿?)?(?:快|就要|马上)(?:到点|到时间|到日子)了?", 2, due_from=0, due_to=-1, statuses=WORKING),
    token(r"下(?:个)?(?:周|星期|礼拜)(?:里|内)?(?:就|要|该)?(?:到期|截止|办)", 2, due_from=1, due_to=NEXT_WEEK, statuses=WORKING),
    token(r"(?:今天|今日)(?:要|得|该|必须)(?:办|处理|回)(?:完|掉)?", 2, due_from=0, due_to=0, statuses=WORKING),
    token(r"(?:新)(?:来|到|增|收|派)(?:来|到)?", 1, statuses=("*",)),
    token(r"(?:登记?|录)(?:了|入|上)?(?:多少|几)(?:件|个|条)", 2, statuses=("*",)),
    token(r"全县(?:总体|整体)?(?:情况|怎么样)|(?:总体|整体)情况|(?:情况)?汇总|总览|概况", 2, scope="county", counted=True, statuses=WORKING),
    token(r"全县|所有(?:的)?镇|所有单位", 1, scope="county"),
    token(r"(?:已经?)?(?:超期|逾期|过期|超时|超了期)了?", 2, overdue=True, statuses=WORKING),
    token(r"(?:今天|今日)(?:就|要)?(?:到期|截止)", 2, due_from=0, due_to=0, statuses=WORKING),
    token(r"明[天日](?:就|要)?(?:到期|截止)", 2, due_from=1, due_to=1, statuses=WORKING),
    token(r"后天(?:就|要)?(?:到期|截止)", 2, due_from=2, due_to=2, statuses=WORKING),
    token(r"(?:本周|这周|一周内|七天内)(?:就|要)?(?:到期|截止)", 2, due_from=0, due_to=7, statuses=WORKING),
    token(r"(?:快|将|就|马上|即将)要?(?:到期|超期|截止)了?"
          r"|临期", 2, due_from=0, due_to=-1, statuses=WORKING),
    token(r"(?:还)?(?:没有?|未|尚未|待)(?:派单|派发|分派|派)(?:出去)?", 2, statuses=UNDISPATCHED),
    token(r"(?:还)?(?:没有?|未|待)签收", 2, statuses=("assigned",)),
    token(r"(?:还)?(?:没有?|未|尚未)(?:评价|打分)|待评价", 2, statuses=("resolved",)),
    token(r"(?:还)?(?:没有?|未|尚未)(?:处理|办理?|做|完)(?:完结?|结|好|成|掉)?|在办|待办(?!任务)"
          r"|没完(?:成)?|未完(?:成|结)?|手头", 2, statuses=WORKING),
    token(r"(?:在|正在)?(?:办理|处理)中|正在办", 2, statuses=("in_progress",)),
    token(r"(?:在|正在)?整改中?|要整改", 2, statuses=("rectifying",)),
    token(r"已经?销号|销了?号", 1, statuses=("closed",)),
    token(r"(?:已经?)?(?:办结|办完|办好"
          r"|办理完)了?", 1, statuses=("resolved", "public_review", "closed", "answered")),
    token(r"已经?撤回|撤回", 1, statuses=("withdrawn",)),
    token(r"已经?转(?:介|走|出去?)", 1, statuses=("referred",)),
    token(r"不予受理", 1, statuses=("not_accepted",)),
    token(r"(?:收到|登记|接到|反映|提|报|来)(?:上来|进来)?的", 1, statuses=("*",)),
    token(r"全部|所有", 0, statuses=("*",)),
    token(r"紧急", 1, urgency="urgent"),
    token(r"(?:文化)?活动(?:类|方面)", 1, category="activity"),
    token(r"(?:场地|设施)(?:建设)?(?:类|方面)?", 1, category="facility"),
    token(r"服务(?:改进)?(?:类|方面)", 1, category="service"),
    token(r"(?:非遗|文物|文化遗产)(?:类|方面)", 1, category="heritage"),
    token(r"(?:市场|旅游)(?:类|方面)", 1, category="market"),
    token(r"投诉(?:类|件)?", 1, kind="complaint"),
    token(r"举报(?:类|件)?", 1, kind="report"),
    token(r"咨询(?:类|件)?", 1, kind="inquiry"),
    token(r"建议(?:类|件)", 1, kind="suggestion"),
    token(r"求助(?:类|件)", 1, kind="request"),
    token(r"表扬(?:类|件)?", 1, kind="praise"),
    token(r"有?(?:多少|几)(?=件|个|单|条|没|未)(?:件|个|单|条)?", 0, counted=True),
)  # fmt: skip
LISTER = re.compile(r"哪[些几]?[件个单条]?|多少|几[件个单条]|列|清单|列表|有没有|给我看|看一?下|查一?下")
"""Words that ask for a list."""
FILLER = re.compile(
    r"有没有|[\s,，。.？?！!、:：]|还|都|的|了|吗|呢|呀|啊|吧|把|请|帮我|给我|现在|目前|一共|总共|共|有"
    r"|是|里|和|我们|我|哪些?|几|些"
    r"|列(?:一下|出来|个)?|清单|列表|排(?:一下|个?序)?|出来|一下|看看?|查看?|情况|多少|个|条|镇上|街道|期"
    r"|诉求|工单|单子|案子|事项|事情|需求|台账|件|单|事"
)
"""Words that say nothing about which cases."""
