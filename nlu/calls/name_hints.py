"""Turns of speech that give a name; each hint says how sure it is that it is the caller's."""

import re
from collections import defaultdict

from nlu.wordlists import any_of, word_table

_WORDS = word_table("calls_contact")
_SURNAMES = word_table("surnames")
_COMPOUND = "|".join((*_SURNAMES["compound"], *_WORDS["compound"]))
_HAN = r"[\u4e00-\u9fff]"
_NO = r"[^\W\da-zA-Z_的是了我你您他她它们就那这个不在有也说话电手机号吧啊呀吗呢嘛哦嗯呃哎先女老师大姐嫂婶哥叔爷娘奶妈同志对好行后和跟住写叫记村镇联系打接着到给把要想来去还会能都很上下今明年月日姓名]"
_GIVEN = r"[^\W\da-zA-Z_的是了我你您他她它们就那这个不在有也说话电手机号吧啊呀吗呢嘛哦嗯呃哎叫打记先女姓]"
_FIRST = rf"(?:{_COMPOUND}|{_NO})"
_TITLE = any_of(_WORDS["titles"])
_FULL = rf"{_FIRST}{_GIVEN}{{1,2}}?"
_TITLED = rf"{_FIRST}{_NO}{{0,2}}?{_TITLE}"
_NICK = rf"(?:老{_NO}|小{_NO}|{_NO}{_TITLE})"
_END = (
    r"(?=$|[\s，,。.！!？?、；;：:…~～—()（）\[\]【】|/\d“”\"‘’「」《<]|电话|手机|号码|联系|座机|的?电|幺|一三|一[三五七八九]|我(?!们)|就(?:行|中|好|是|成|可)|吧|啊|呀|哈|好的|好嘞|行|的话|您|你|"
    r"对|[男女]|是|那|记|今年|住|嗯|呃|不|打|叫|姓|留|写)"
)
_GAP = r"[\s，,、：:是“”\"…]{0,3}"
_PATTERNS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (95, re.compile(rf"(?P<one>{_HAN}){_HAN}{{1,4}}(?:的|那个|那|里)(?P=one)(?:字)?[\s，,。、…]*(?:我?就?叫|全名|名叫|大名|名字叫?|姓名)?{_GAP}(?P<name>(?P=one){_GIVEN}{{1,2}}?){_END}")),
    (94, re.compile(rf"(?:的|那个|那){_GAP}(?P<one>{_HAN})(?:字)?[\s，,。、…]+(?:我?就?叫|全名|名叫|大名|名字叫?|姓名)?{_GAP}(?P<name>(?P=one){_GIVEN}{{1,2}}?){_END}")),
    (93, re.compile(rf"叫{_GAP}(?P<name>(?P<one>{_HAN}){_GIVEN}{{1,2}})(?=[\s，,]?(?:(?P=one){_HAN}{{1,3}}|{_HAN}{{1,3}}(?P=one))[的是](?P=one)?)")),
    (90, re.compile(rf"(?:我|俺|本人|你就|您就|名字|大名|全名|真名|姓名|就)(?:的名字|的名|名字|大名)?(?:叫|名叫|是叫|叫做|唤作)(?:个)?{_GAP}(?P<name>{_HAN}{_GIVEN}{{1,2}}?){_END}")),
    (60, re.compile(rf"(?:我|俺)叫(?P<name>{_FIRST}{_GIVEN}{{2}})")),
    (88, re.compile(rf"(?:联系人|留姓|来信人|写信人|访客|来电人|反映人|诉求人|姓名|名字|署名|留名|称呼|来访人|大名|全名|真名|投诉人|举报人)(?:姓名|写|是|为|叫)?{_GAP}(?P<name>{_TITLED}|{_FULL}){_END}")),
    (86, re.compile(rf"(?:叫我|喊我|写我|记我|称呼我|(?:[你您]就?|就)(?:写|记|叫|登)(?:我|成|个|上|作)?|(?:写|记|登记?)(?:成|个|上|作|为)|留(?:个|的)?(?:名字?)?){_GAP}(?P<name>{_TITLED}|老{_NO}|小{_NO}|{_FULL}){_END}")),
    (84, re.compile(rf"(?:我|俺)姓(?P<one>{_FIRST}).{{0,14}}?(?:叫|名字|单名|[\s，,。、])(?P<name>(?P=one){_NO}{{1,2}}?){_END}")),
    (80, re.compile(rf"(?:称呼|贵姓|姓名|名字|怎么叫|姓什么|哪位|您是)[^\n。！]{{0,10}}[？?。\s]\s*(?:[^\n：:】]{{1,8}}[：:】])?{_GAP}(?:我?(?:姓|叫|是|就叫)|免贵姓?)?{_GAP}(?P<name>{_TITLED}|{_FULL}){_END}")),
    (76, re.compile(rf"(?:来电人|来电者|市民|村民|群众|居民|家长|反映人|诉求人|投诉人|举报人|读者|业主|学员|住户|[村区镇民])(?P<name>{_TITLED})(?=[（(，,。、；;：:\s反来先说称表咨投建希打致诉想问要提等再又代]|$)")),
    (74, re.compile(rf"(?:\A|\n|[】|。；]\s?)(?P<name>{_TITLED})(?=[（(，,：:\s反来先说称表咨投建希打致诉想问要提等再又代、])")),
    (72, re.compile(rf"(?:我|俺)(?:是|就是)[^，,。！\n]{{0,10}}?的?(?P<name>{_TITLED}|{_FULL})(?=$|[\s，,。！])")),
    (70, re.compile(rf"(?:^|[\s，,。；;：:、（(“])(?P<name>{_TITLED}|{_FULL})[\s，,。、：:（(]*(?:女|男)?[\s，,]*(?:联系)?(?:电话|手机号?|号码|电)?[是为:：\s]*(?=[1０0]\d{{2}}|幺三|一三|零五)")),
    (64, re.compile(rf"(?:^|[\s，,。；;！!？?：:])(?:好的?|行|嗯|那|谢谢|感谢)?[\s，,]*(?P<name>{_FIRST}(?:女士|先生|小姐|老师|师傅|大爷|大娘|大妈|大叔|大姐|大哥|大嫂|大婶|阿姨|奶奶|爷爷|叔|姨|老人家))")),
    (57, re.compile(rf"(?:\A|\n)(?P<name>{_FIRST}(?:老师|女士|先生|大爷|大娘|阿姨|师傅))(?=[：:])")),
    (55, re.compile(rf"(?P<name>{_HAN}(?:女士|先生|大爷|大娘|阿姨|老师))(?=您|[，,。]{{0,1}}(?:电话|您|记下|尾号|再见))")),
    (49, re.compile(rf"贵姓[？?。\s]*(?:[^\n：:】]{{1,8}}[：:】])?{_GAP}(?P<name>{_FIRST})(?=[，,。\s])")),
    (45, re.compile(rf"(?P<name>{_FIRST}某{{1,2}})(?=[，,。（(\s来称反])")),
    (60, re.compile(rf"(?:叫|署名?){_GAP}(?P<name>{_FULL})(?=$|[\s，,。！])")),
    (50, re.compile(rf"(?:我|俺|免贵|本人|就|，|,|\s|：|:|\A|说|。|行|好|嗯|呃)姓(?:个)?[\s，,]?(?P<name>{_FIRST})(?!名|{_HAN}{{1,2}}(?:女士|先生))")),
    (82, re.compile(rf"(?:我|俺|免贵|本人|[\s，,：:。说])姓(?P<one>{_FIRST})[^\n]{{0,24}}?(?P<name>(?P=one){_GIVEN}{{1,2}}){_END}")),
    (58, re.compile(rf"(?:我|俺|免贵|本人|[\s，,：:。说])姓(?P<one>{_FIRST})[^\n]{{0,30}}?(?P<name>(?P=one){_TITLE})")),
    (66, re.compile(rf"(?:来电人|来电|反映人|诉求人|市民|联系|留姓|自称|署名|称呼)[：:\s]{{0,2}}(?P<name>{_FIRST}{_GIVEN}{{0,2}}?(?:{_TITLE}|某某?|会长))")),
    (48, re.compile(rf"[\d]{{4}}[\s，,、（(]{{0,2}}(?P<name>{_TITLED}|{_FULL})(?=[）)。！\s]*(?:\Z|\n))")),
)  # fmt: skip


def hints(text: str) -> dict[tuple[int, int], list[int]]:
    """Return the spans that any turn of speech names, with the sureness of each that does."""
    found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for sure, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found[match.span("name")].append(sure)
    return dict(found)
