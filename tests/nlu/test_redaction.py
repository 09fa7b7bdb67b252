"""Nothing personal is kept for learning, however it is written; what is to be learnt stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.digits import ascii_digits
from nlu.redaction import redact

GONE = [
    ("电话13812340123", "13812340123"),
    ("138 1234 0123 有事打", "1234"),
    ("1 3 8 1 2 3 4 0 1 2 3", "1 2 3"),
    ("１３８１２３４０１２３", "0123"),
    ("138-1234-0123", "0123"),
    ("号是一三八一二三四零一二三", "零一二三"),
    ("幺三八 幺二三四 洞幺二三，您记好", "二三"),
    ("幺三九 四个零 幺二三四", "幺二三四"),
    ("139后面四个0再1234", "1234"),
    ("打0533-3241234，晚上也行", "3241234"),
    ("座机3241234", "3241234"),
    ("手机号1381234012", "1381234012"),
    ("电话138****0123", "0123"),
    ("尾号0123那个是我", "0123"),
    ("我手机后四位是0123", "0123"),
    ("壹叁捌壹贰叁肆零壹贰叁", "贰叁"),
    ("1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣0️⃣1️⃣2️⃣3️⃣", "3"),
    ("身份证370323195001011234", "195001011234"),
    ("身份证号 370323 19500101 123X", "123X"),
    ("身份证：37032319500101123x", "123x"),
    ("老身份证370323500101123", "370323"),
    ("护照E12345678", "12345678"),
    ("查一下WH20261120-0007", "0007"),
    ("单号0007办到哪了", "0007"),
    ("查询码 482913", "482913"),
    ("加我微信lihua_1950", "lihua"),
    ("QQ 12345678", "12345678"),
    ("发到zhang.wei@example.com", "zhang"),
    ("车牌鲁C12345挡了门", "12345"),
    ("我叫李桂花", "桂花"),
    ("我叫李桂花住东里镇", "桂花"),
    ("俺叫王小明想问一下书法班", "王小明"),
    ("我叫欧阳建国，是老党员", "欧阳"),
    ("我的名字叫亓元，书屋没人", "亓元"),
    ("我叫阿依古丽，想学剪纸", "古丽"),
    ("我叫买买提·艾力", "艾力"),
    ("孩子叫张子轩，上三年级", "子轩"),
    ("联系人：赵铁柱 书屋的灯坏了", "铁柱"),
    ("找张桂兰，13812340123，李桂花也行", "张桂兰"),
    ("王大爷说书屋锁着", "王大爷"),
    ("孙主任答应过的", "孙主任"),
    ("我姓亓，书屋没人", "亓"),
    ("我叫李桂花。李桂花是我，书屋锁着", "李桂花"),
    ("My name is John Smith, the library is closed", "Smith"),
    ("我住胜利路12号，楼下太吵", "12"),
    ("幸福小区3号楼2单元501，没有书屋", "501"),
    ("幸福小区三号楼二单元五零一室", "二单元"),
    ("家在鲁山花园5-2-301", "301"),
    ("碾砣村甲12号", "12"),
    ("历山街道儒林社区15栋", "15栋"),
    ("门牌号是36", "36"),
]


@pytest.mark.parametrize(("text", "personal"), GONE)
def test_what_is_personal_goes(text: str, personal: str) -> None:
    kept = redact(text)
    assert personal not in kept
    assert "〔" in kept
    assert redact(kept) == kept


KEPT = [
    "燕崖镇碾砣村的书屋老是锁着",
    "我们村15号晚上放电影吗",
    "广场舞音响坏了快俩月了，二楼的灯也不亮",
    "图书馆周六9:30开门吗",
    "我叫他来修，他不来",
    "来了三四十个人，坐不下",
    "县文化馆2楼排练厅的镜子裂了",
    "满意，给5分",
    "俺庄第1期书法班还招人不",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_to_be_learnt_stays(text: str) -> None:
    assert redact(text) == text


def test_the_place_of_an_address_stays_without_its_number() -> None:
    assert redact("我住东里镇胜利路12号，想要书屋") == "我住东里镇胜利路〔门牌〕，想要书屋"


def test_names_known_from_elsewhere_go_wherever_they_stand() -> None:
    assert redact("石头家的门口，石头说的", names=["石头"]) == "〔姓名〕家的门口，〔姓名〕说的"
    assert redact("花开了", names=["花"]) == "花开了"


def test_a_record_of_many_lines_becomes_one() -> None:
    assert redact(
        "来电人：张桂兰\n电话：13812340123\n内容：书屋锁着"
    ) == "来电人:〔姓名〕 电话:〔电话〕 内容:书屋锁着".replace(":", "：")


SEPARATORS = st.sampled_from(["", " ", "-", "，", "、", " - ", "\n", "…"])
DIGITS = st.sampled_from(["0123456789", "零一二三四五六七八九", "０１２３４５６７８９"])


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.data())
def test_no_way_of_writing_a_telephone_survives(number: str, data: st.DataObject) -> None:
    digits = data.draw(DIGITS)
    written = "".join(digits[int(digit)] + data.draw(SEPARATORS) for digit in number)
    kept = redact(f"书屋锁着，{written}，您打给我")
    assert not re.search(r"\d", ascii_digits(kept))
    assert kept.startswith("书屋锁着")


@given(st.text(max_size=60))
def test_any_text_at_all_is_taken(text: str) -> None:
    kept = redact(text)
    assert not re.search(r"\d{6}", kept)
    assert "\n" not in kept
