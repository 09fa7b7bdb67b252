"""Reading what staff write: a table of patterns from words to an action, no statistics.

The rows are tried in order; the case number has been taken out before. A row that is ``sure`` is
language of the post by itself; the others count only beside a case (a number, or the one talked of
last), so that a member of staff who speaks as a resident is heard as one.
"""

import re
from dataclasses import dataclass

from bot.engine.staff.relabel_words import RELABELS
from bot.permissions import Action

_GAP = r"[\s:：,，。.、]*"


@dataclass(frozen=True, slots=True)
class Row:
    """A pattern of an action. ``keep``: the whole message is its text, else what follows the match."""

    action: Action
    pattern: re.Pattern[str]
    sure: bool = True
    keep: bool = False


def _row(action: Action, pattern: str, *, sure: bool = True, keep: bool = False) -> Row:
    return Row(action, re.compile(pattern, re.IGNORECASE | re.DOTALL), sure, keep)


_WHO = (
    r"(?:反映人|报事人|来电人|诉求人|投诉人|举报人|当事人|群众|对方|本人|的人|他|她|人家"
    r"|联系人|联系电话|联系方式)"
)
_PHONE = r"(?:电话|手机号?|号码|联系方式|联系人)"
_PHOTO = r"(?:照片|相片|图片|拍的图)"
_VOTE = r"(?:投(?:一?个)?票|投一票|表决)"
ROWS: tuple[Row, ...] = (
    _row("relabel", RELABELS, sure=False, keep=True),
    _row("vote", rf"^(?:我们|咱们|大家|一起|现在)*(?:发起|组织|开始|搞|来)(?:一?[个次场轮])?{_VOTE}|^大家(?:一起)?{_VOTE}"
                 rf"|^(?:结束|截止|停止)(?:这次|这个|本次)?的?{_VOTE}|^{_VOTE}(?:的?结果|结束|截止|情况)",
         keep=True),
    _row("vote", rf"^{_VOTE}|^(?:看看?|查看?|说说|公布|报)?(?:一下)?的?{_VOTE}的?(?:结果|情况)|^(?:大家)?投[得的](?:怎么样|咋样|如何)",
         sure=False, keep=True),
    _row("note", rf"^(?:备注|记一下|记录一下|补充(?:一下)?(?:办理)?情况|办理情况|现场情况"
                 rf"|整改措施){_GAP}(?=.)"),
    _row("note", r"^(?:进展|告诉(?:反映人|群众)|告知(?:反映人|群众))[:：,，]", keep=True),
    _row("note", r"^(?:跟|和|告诉|通知)(?:他|她|反映人|群众|人家|来电人|老乡|对方)(?:们)?(?:说|讲)?(?:一声|一下)?[:：,，\s]*(?=.{4})",
         sure=False, keep=True),
    _row("note", rf"^补充(?:一下|一句)?{_GAP}(?=.{{4}})", sure=False),
    _row("override", r"(?:忽略|无视|忘掉|忘记|绕过|跳过).{0,10}(?:规定|规则|指令|要求|流程|权限|限制|审核)"
                     r"|ignore.{0,24}(?:rule|instruction|previous)|(?:开发者|超级|上帝)模式"
                     r"|system\s*prompt|系统提示词"),
    _row("change_rating", r"(?:不满意|评价|评分|打分|满意度|差评|分数).{0,10}(?:改成|改为|换成"
                          r"|调成|变成|修改|改一?下|删|去掉|撤|改$)",
         keep=True),
    _row("change_record", r"(?:原话|原文|原始记录|受理时间|登记时间|收到时间|办结时间|办理记录|经过).{0,16}(?:去掉|删|改|抹|提前|往前调)"
                          r"|^(?:删除|删掉|删了)(?:这|该|它|此)|倒签", keep=True),
    _row("reveal_reporter", r"(?:谁|哪个人?|哪位)把.{1,10}(?:告|举报|投诉)", keep=True),
    _row("reveal_reporter", r"(?:是)?(?:谁|哪个人?|哪位)(?:在)?(?:告|举报|投诉|反映|检举)(?:的"
                        r"|了)?(?:我|俺|咱|单位|我们)?"
                            r"|(?:举报|投诉|告状|告我)的?人?(?:是谁|叫什么|叫啥|是哪)", keep=True),
    _row("show_photos", rf"^(?:现在|我要|我想|请|给我|帮我)*(?:打开|点开|查看|看看?|查|显示|调|要|给|发)?(?:一下|下)?(?:这一?[件个])?的?"
                        rf"(?:现场|现场的)?{_PHOTO}(?:呢|看看|看一?下|给我(?:看看)?|发我(?:看看)?|有吗|有没有|在哪儿?)*[。.！!？?\s]*$"),
    _row("access_log", r"(?:谁|哪些人).{0,4}(?:看|查|调)(?:过|了)|查看记录|访问记录"),
    _row("export_contacts", r"(?:导出|下载|打包|汇总|整理).{0,20}(?:名单|通讯录|联系人|电话|手机|联系方式)"
                            r"|(?:所有|全部|每个|全镇|全村|各).{0,8}(?:电话|手机号?|联系方式|号码).{0,8}(?:发|给|列|要|导)"
                            r"|(?:列出|发我).{0,16}(?:名单|通讯录|清单)"
                            r"|(?:联系人|电话|反映人|群众|手机号).{0,3}(?:名单|清单|通讯录)"),
    _row("report", r"^(?:导出|起草|生成).{0,12}(?:台账|通报|日报|小结|报表)|(?:日报|月报|周报"
                   r"|通报|小结|报表)(?:给我|发我)"
                   r"|满意率.{0,6}(?:排|怎么算)|^(?:本月|上月|今天的?)?(?:排名|满意率|统计|日报|月报)"),
    _row("show_contact", rf"^(?:现在|我要|我想|请|给我|帮我)*(?:打开|查看|看看?|查|显示|调|要"
                         rf"|给)(?:一下|下)?的?"
                         rf"(?:反映人|来电人|群众|诉求人|他"
                         rf"|她)?的?(?:联系)?{_PHONE}", sure=False, keep=True),
    _row("show_contact", rf"{_WHO}.{{0,6}}(?:{_PHONE}.{{0,6}}(?:多少|几|是啥|是什么|给我|发我"
                         rf"|发给我|呢|要|有没有|告诉|$)|叫什么|叫啥|是谁|姓什么)",
         sure=False, keep=True),
    _row("show_contact", rf"(?:查看|看|查|要|给|告诉"
                         rf"|显示).{{0,12}}{_WHO}.{{0,4}}{_PHONE}", sure=False, keep=True),
    _row("show_contact", rf"^(?:的)?(?:联系)?{_PHONE}(?:呢|是?多少|是啥|给我|发我|有吗)*[？?。\s]*$", sure=False, keep=True),
    _row("return_visit", rf"^(?:已经?|我|电话|今天|刚才?|昨天)*回访(?:过了?|了|情况|结果"
                         rf"|完了?)?{_GAP}", keep=True),
    _row("return_visit", r"^(?:打|拨)(?:了|过)?.{0,6}(?:没人接|没接|不通|关机|空号"
                         r"|停机)", sure=False, keep=True),
    _row("return_visit", r"^(?:打|拨|联系)(?:了|过)?.{0,8}(?:没人接|没接|不通|关机|空号|停机"
                         r"|不上).{0,6}记", keep=True),
    _row("rectify_result", rf"^(?:已经?)?整改(?:已经?)?(?:完成|完毕|好|完|到位|结束|结果|情况)了?{_GAP}"),
    _row("rectify", r"不同意(?:它)?(?:销号|消号)|打回|责令整改|重新整改|要求整改|限期?.{0,8}整改"
                    r"|退回(?:去)?整改|(?:重新办|重办|返工)(?!了|好|完)", keep=True),
    _row("close", r"^(?:我|同意|批准|申请|可以|直接|马上|现在|强制|给他|给它|,|，)*(?:销号|消号"
                  r"|销掉|销了|结案|销案)", keep=True),
    _row("refuse", rf"^(?:这件|决定|建议)*(?:不予受理|不受理|拒绝受理|不予办理){_GAP}", keep=True),
    _row("refer", r"不归(?:我们|俺们|咱们?|文化\S{0,3}|文旅\S{0,3})管?[，,。\s]*(?:这|那)?(?:应该|应当|该)?(?:是|归|属于?)"
                  r"(?![^，,。]{0,10}(?:馆|中心|文化站|文旅办|大队|科|网格|镇|街道))[^，,。\s]{2,12}?(?:的|管|那边)", sure=False, keep=True),
    _row("refer", r"(?:转|转到|转给|转交|转往)\s*(?:12345|12328|12369|市民热线|.{0,10}(?:局(?!办公室)|委"
              r"|公安|信访|交警|供电公司|医院|派出所))", keep=True),
    _row("revoke", r"^(?:申请|要求|我们?)*(?:撤销(?:误派|派单|指派)?|误派|派错了?|退单|退回)", keep=True),
    _row("revoke", r"不(?:属于|归|是)我(?:们)?(?:单位|这|网格|镇|馆|科)|我们?(?:要|应当|应该"
                   r"|需要)?回避|往上报|(?:我|我们)办不了", sure=False, keep=True),
    _row("merge", r"合并|并到|并入|(?:是)?(?:同一件|一回事|一码事)|重复反映", sure=False, keep=True),
    _row("helper", r"协办", keep=True),
    _row("helper", r"(?:让|请|由|叫).{2,14}(?:配合|协助|一起办|帮着办|帮忙办)", sure=False, keep=True),
    _row("suggest", r"派给?谁|该派|该?给谁(?:办|合适)|归谁办|谁来办合适", sure=False),
    _row("assign", r"^(?:建议)?(?:指派给?|分派给?|派单给?|改派给?|改派到|转派给?|派给|派到)(?=.)"),
    _row("assign", r"^(?:派|指定|交给|交办给?|分给|改到|转给|转交给?)(?=.)", sure=False),
    _row("assign", r"(?:应该|应当|该|改|换|还是)(?:派|转|交|归|由|成|给)+(?=.{0,6}(?:馆|中心|大队|科|办公室|文旅办|文化站|网格))", sure=False),
    _row("assign", r"^(?![去到在跟和与来看问找已我他她不打])[县镇局]?[一-龥]{1,8}?(?:馆|中心|大队|科|办公室|文旅办|文化站|网格)(?:去?办|来办|处理"
                   r"|负责)?(?:[，,。\s]|$)", sure=False, keep=True),
    _row("extend", r"^(?:申请|要求|再|还要|我们?)*(?:延期|延长|延到|延(?=\d|[一二两三四五六七八九十])|宽限|展期)", keep=True),
    _row("extend", r"^(?:还|再|得|需|要|需要|想|能不能|可不可以|我们?|请求|申请)*多?(?:缓|宽|拖|推迟|顺延|晚)(?:一?几|[一二两三四五\d]|到|一缓)", sure=False,
         keep=True),
    _row("answer", r"^(?:咨询类|已经?|当场|直接|就|先|我|[,，])*(?:答复|回复)(?:了|过了?)?(?:群众|反映人"
        rf"|来电人|内容|他|她)?(?:了)?(?:{_GAP}内容)?(?:{_GAP}(?=.)|$)"),
    _row(
        "resolve",
        rf"^(?:这[件个条])?(?:我)?(?:已经?|都|当场)*(?:就)?(?:办结了?|办[好完妥]了|(?:办[好完妥]|处理[好完])(?=[\s:：,，。]|$)"
        rf"|(?:处理[好完]|解决|搞定|落实)了(?=[\s:：,，。]|$)){_GAP}",
    ),
    _row("resolve", r"^(?:已经?|都)*(?:修好|换好|装好|补好|开放|安装好|更换|弄好|弄完|修完|装完|换完|换上|装上|补上|配上|配好|送到|贴好|安好)了?", sure=False, keep=True),
    _row("start", r"^(?:我们?|单位)*(?:已经?)?(?:签收|接单|接收)(?:了|一下)?[。.！!]*$"),
    _row("start", r"^(?:我们?|单位)*(?:已经?)?(?:开始办理?|着手办理?|开办|开始处理|办理中|这就办"
                  r"|马上办|接手)(?:了|一下)?[。.！!]*$", sure=False),
    _row("supervise", rf"^(?:挂牌)?督办{_GAP}", keep=True),
    _row("urge", r"^(?:来电人|反映人|群众|人家|他|她|老乡).{0,6}催", sure=False, keep=True),
    _row("urge", rf"^(?:只是)?(?:催办|催一下|催一催|催催){_GAP}", keep=True),
    _row("note", r"^(?:这[件个条]|已经?|刚才?|今天|昨天|我|,|，)*(?:电话)?(?:(?:联系|沟通|电联|打电话|约"
                 r"|到现场|去现场|去看|核实)(?:了|过|上|好|看)|联系(?:反映人|群众|对方|本人"
                 r"|来电人))", sure=False, keep=True),
    _row("note", r"^(?:已经?|我)*电联", sure=False, keep=True),
    _row("note", r"^(?:情况)?(?:基本)?属实|^现场|^找不到人|^反映人说|^群众说"
                 r"|^经办人换", sure=False, keep=True),
    _row("show", r"^(?:看看?|查看?|打开|调|要)?(?:一下)?的?(?:整段|整通|整个|完整的?|全部)(?:来电|通话|话务|电话)?的?"
                 r"(?:记录|录音文字|原话|内容)[。\s]*$", keep=True),
    _row("show", r"^(?:现在|我想|我要|帮我|再)*(?:打开|点开|查看|看看?|查|显示|调出|说说)?(?:一下"
                 r"|下)?(?:这一?[件个条]|那一?[件个条])?(?:看看)?的?"
                 r"(?:原话|详情|内容|情况|进度|进展|历史|经过|评价)?(?:看看|怎么样了?|咋样了?"
                 r"|到哪一?步?了?|办到哪了?|如何|啥情况)?"
                 r"(?:满意了?(?:没有|吗))?(?:为(?:啥|什么)(?:退|打).{0,6})?[。.！!？?\s]*$", sure=False),
)  # fmt: skip

POLITE = re.compile(
    r"^(?:@文化小石榴|小石榴|你好|您好|请问|请|麻烦(?:你|您)?|帮我|帮忙|那就?|现在|把|将|给"
    r"|[，,。:：\s]|第?号)+"
)
THIS_ONE = re.compile(r"^(?:这一?[件个条单]|那一?[件个条单]|该件|此件|它)")
CALL_RECORD = re.compile(r"^\s*[【\[]?(?:话务|通话|来电|接电|走访|上报|新建工单|代报|替.{1,8}报)")
"""Records of calls and visits are filed, they do not move a case."""
MAX_CHARS = 400


def match(words: str, *, beside_case: bool) -> tuple[Row, str] | None:
    """Return the first row that fits and its text; None where the words are no command."""
    plain = POLITE.sub("", words, count=1).strip()
    for row in ROWS:
        found = row.pattern.search(plain)
        if found is None or not (row.sure or beside_case):
            continue
        if not found[0]:
            return row, ""
        return row, (plain if row.keep else plain[found.end() :]).strip(" \n:：,，。、")
    return None
