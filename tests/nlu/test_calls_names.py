"""What may be a name at all: the ranker chooses among these."""

import pytest

from nlu.calls.name_candidates import candidates
from nlu.text import normalise


def shapes(told: str) -> dict[str, str]:
    return {one.value: one.shape for one in candidates(normalise(told).text)}


@pytest.mark.parametrize(
    ("told", "name", "shape"),
    [
        ("来电人栾姓，村委会计。", "栾", "family"),
        ("电话13700034465，周，午后有空。", "周", "alone"),
        ("您贵姓？佘，佘太君的佘。", "佘", "family"),
        ("我姓都，首都的都，都兆海", "都兆海", "full"),
        ("我姓令令狐那个令不是复姓就一个字令秀兰电话", "令秀兰", "full"),
        ("实名：都先生", "都先生", "titled"),
        ("联系人：东方会长，13700034465", "东方会长", "post"),
    ],
)
def test_a_name_is_among_the_candidates(told: str, name: str, shape: str) -> None:
    assert shapes(told).get(name) == shape


@pytest.mark.parametrize(
    ("told", "word"),
    [("我姓花，花木兰的花", "花木兰"), ("姓綦 綦江那个綦", "綦江")],
)
def test_words_that_only_spell_a_name_are_none(told: str, word: str) -> None:
    assert word not in shapes(told)


def test_a_name_said_before_its_spelling_stays() -> None:
    assert shapes("我叫隋兰英隋朝的隋电话").get("隋兰英") == "full"
