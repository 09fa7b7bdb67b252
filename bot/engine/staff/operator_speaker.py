"""Who is told of where a point or a matter begins: 李大娘夸剪纸课好, 王书记建议…, 张家问…."""

import re

_KIN = "大爷|大娘|大妈|大叔|大婶|大嫂|大哥|大姐|奶奶|爷爷|老汉|女士|先生|老师|师傅|阿姨"
_OFFICES = "书记|主任|组长|队长|代表|会计"
_SURNAME = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹苏潘葛范彭鲁韦马苗方任袁柳唐"
    "费薛雷贺罗毕安常于傅齐康伍余孟黄萧尹姚邵汪毛戴宋庞熊纪舒项董梁杜蓝季贾路江童颜郭梅林刁钟徐邱骆高夏"
    "蔡田樊胡凌霍万卢莫丁邓洪崔龚程邢裴陆翁靳段侯武刘白乔申滕岳柴"
)
_SAYS = "说|反映|提|建议|想|要|问|希望|盼|[:：，,]"
_FEELS = "夸|表扬|称赞|点赞|感谢|嫌|担心|害怕|觉得|认为|抱怨|埋怨|投诉|举报|咨询|打听"
_FAMILIAR = rf"[老小][{_SURNAME}]"
_ASIDE = r"(?:[（(][^）)\n]{1,12}[）)])?"

TELLS = re.compile(
    rf"\s*(?P<who>[\u4e00-\u9fff]{{1,3}}(?:{_KIN}|{_OFFICES})|[\u4e00-\u9fff]{{2,4}}家|[\u4e00-\u9fff]{{1,2}}某+|{_FAMILIAR})"
    rf"{_ASIDE}(?={_SAYS}|{_FEELS})"
)
"""Somebody at the beginning of a point of minutes, before a word of telling."""
FEELS = re.compile(
    rf"\s*(?P<who>[{_SURNAME}][\u4e00-\u9fff]?(?:{_KIN})|{_FAMILIAR}){_ASIDE}[，,：:\s]*(?={_FEELS})"
)
"""A person with a surname before what they praise or mind: 村书记 and 剪纸老师 may be whom it is about."""
