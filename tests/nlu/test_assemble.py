"""The whole Understanding, with the shipped model and with models made up for the case."""

from typing import NamedTuple

import pytest

from nlu.assemble import assemble
from nlu.embedded import load
from nlu.prediction import Prediction
from nlu.understanding import Entity, Place
from tests.nlu.county import GAZETTEER

MODEL = load()
INTENTS = [
    ("书屋锁着门", "submit_need"),
    ("1", "affirm"),
    ("好的。", "affirm"),
    ("TD", "unsubscribe"),
    ("转人工！", "human"),
    ("+1", "cosign"),
    ("你好", "greet"),
    ("13900001234", "supplement"),
    ("我的电话是13900001234", "supplement"),
    ("石桥镇石桥村", "supplement"),
    ("WH20261120-0007", "check_status"),
    ("路灯坏了找谁", "out_of_scope"),
    ("今天会下雨吗", "out_of_scope"),
    ("图书馆几点关门", "ask_faq"),
    ("你们这帮饭桶，文化站的门锁着三天了", "submit_need"),
    ("你好，戏台漏雨没人修", "submit_need"),
    ("跳过", "skip"),
    ("正确，谢谢", "affirm"),
    ("没错，辛苦了", "affirm"),
    ("转人工，谢谢", "human"),
    ("谢谢", "thanks"),
    ("尾号0007", "check_status"),
    ("", "out_of_scope"),
    ("   ", "out_of_scope"),
]


class Fixed(NamedTuple):
    """A model that always says the same."""

    answer: Prediction

    def predict(self, normalised_text: str, /) -> Prediction:
        return self.answer


@pytest.mark.parametrize(("text", "intent"), INTENTS)
def test_intent(text: str, intent: str) -> None:
    assert assemble(text, MODEL, GAZETTEER).intent == intent


def test_two_needs_share_place_and_phone() -> None:
    read = assemble(
        "我是石桥镇石桥村的，说两个事：一是村里戏台子的顶棚漏了，二是能不能给孩子们办个暑假绘画班，电话13900001107",
        MODEL,
        GAZETTEER,
    )
    assert [need.words for need in read.needs] == ["村里戏台子的顶棚漏了", "能不能给孩子们办个暑假绘画班"]
    assert all(need.place == Place("石桥镇", "石桥村") for need in read.needs)
    assert read.phone == "13900001107"
    assert [need.venue for need in read.needs] == ["戏台子", None]
    assert read.needs[1].audience == ("children",)
    assert read.needs[1].when == "暑假"


def test_each_part_keeps_its_own_place() -> None:
    read = assemble("一是燕崖镇碾砣村的书屋锁着，二是石桥镇的戏台漏雨", MODEL, GAZETTEER)
    assert [need.place.text for need in read.needs] == ["燕崖镇碾砣村", "石桥镇"]


def test_venue_before_the_parts_holds_for_them() -> None:
    read = assemble("我们文化广场有两个问题：一是灯不亮，二是地砖碎了好几块缺着", MODEL, GAZETTEER)
    assert [need.venue for need in read.needs] == ["文化广场", "文化广场"]


def test_part_outside_culture_is_a_referral() -> None:
    read = assemble("路灯不亮、戏台漏雨、书太旧", MODEL, GAZETTEER)
    assert [need.out_of_scope for need in read.needs] == [True, False, False]
    assert read.intent == "submit_need"


def test_words_of_the_profile_refer_too() -> None:
    read = assemble("一是捅蜂窝的事没人管，二是书屋锁着门", MODEL, GAZETTEER)
    assert [need.out_of_scope for need in read.needs] == [True, False]


def test_question_beside_a_need_keeps_its_faq() -> None:
    read = assemble("你好，图书馆几点开门，另外我们村想建个书屋", MODEL, GAZETTEER)
    assert (read.intent, read.faq) == ("submit_need", "opening_hours")
    assert [need.words for need in read.needs] == ["我们村想建个书屋"]
    assert "asks_faq" in read.signals
    assert "asks_faq" not in assemble("图书馆几点开门", MODEL, GAZETTEER).signals


def test_near_date_and_repeated_report_are_pressing() -> None:
    for text in ("后天就演出了，话筒没声", "报了四回没人修，灯坏了"):
        assert assemble(text, MODEL, GAZETTEER).urgency == "pressing"


def test_facts_beat_the_model() -> None:
    spans = (
        Entity("topic", "燕崖镇", 0, 3),
        Entity("phone", "书屋", 3, 5),
        Entity("venue", "燕崖镇书屋", 0, 5),
    )
    read = assemble("燕崖镇书屋锁着", Fixed(Prediction((("submit_need", 0.9),), spans=spans)), GAZETTEER)
    assert [(entity.entity, entity.value) for entity in read.entities] == [
        ("place", "燕崖镇"),
        ("venue", "书屋"),
    ]


def test_the_model_completes_the_word_lists() -> None:
    spans = (Entity("place", "西坡泉", 0, 3), Entity("topic", "抬芯子", 4, 7))
    read = assemble(
        "西坡泉的抬芯子没人学了", Fixed(Prediction((("submit_need", 0.9),), spans=spans)), GAZETTEER
    )
    assert (read.place.village, read.needs[0].topic) == ("西坡泉", "抬芯子")


def test_corrected_place_of_the_model_is_dropped() -> None:
    spans = (Entity("place", "西里", 0, 2),)
    read = assemble(
        "西里，不对，东里镇的戏台", Fixed(Prediction((("submit_need", 0.9),), spans=spans)), GAZETTEER
    )
    assert [entity.value for entity in read.entities if entity.entity == "place"] == ["东里镇"]


def test_offsets_count_the_original() -> None:
    text = "　　東里鎮的圖書館，電話１３９００００１２３４"
    read = assemble(text, MODEL, GAZETTEER)
    assert all(text[entity.start : entity.end] == entity.value for entity in read.entities)
    assert {entity.normal for entity in read.entities} >= {"东里镇", "13900001234"}


def test_ranking_sums_to_one_at_most() -> None:
    read = assemble("书屋门锁着 傻逼", Fixed(Prediction((("abuse", 0.7), ("submit_need", 0.3)))), GAZETTEER)
    assert read.intent == "submit_need"
    assert "abuse" in read.signals
    assert sum(sure for _, sure in read.ranking) <= 1.0 + 1e-9


def test_a_likely_need_keeps_its_labels() -> None:
    attributes = {"kind": (("inquiry", 0.6),), "category": (("service", 0.7),)}
    for sure, kind in ((0.4, "inquiry"), (0.02, None)):
        said = Prediction((("ask_faq", 1 - sure), ("submit_need", sure)), attributes=attributes)
        read = assemble("这门是不是只有过年才开", Fixed(said), GAZETTEER)
        assert (read.intent, read.kind, read.needs) == ("ask_faq", kind, ())


def test_short_words_of_time_need_the_model() -> None:
    topic = Entity("topic", "大鼓", 6, 8)
    for spans, times in (((topic,), []), ((topic, Entity("when", "晚上", 0, 2)), ["晚上"])):
        read = assemble(
            "晚上他们又敲大鼓", Fixed(Prediction((("submit_need", 0.9),), spans=spans)), GAZETTEER
        )
        assert [entity.value for entity in read.entities if entity.entity == "when"] == times


def test_our_village_is_no_place() -> None:
    said = Prediction((("submit_need", 0.9),), spans=(Entity("place", "全村", 0, 2),))
    assert not assemble("全村都想看戏", Fixed(said), GAZETTEER).entities


def test_doubt_without_a_word_of_culture_is_out_of_scope() -> None:
    said = Prediction((("submit_need", 0.6), ("out_of_scope", 0.3)))
    for text, intent in (("这膝盖疼抹点什么", "out_of_scope"), ("书屋里膝盖疼", "submit_need")):
        assert assemble(text, Fixed(said), GAZETTEER).intent == intent
