"""What the encoder is taught: records as samples, mixed records, and the weights it starts from."""

import random
import struct

import numpy as np
import pytest

from config.loader import load_profile
from nlu.backend import local
from nlu.calls.encoder import PARTS, SHIPPED
from nlu.calls.tokens import ROLES, Tokeniser
from nlu.training.calls_corpus import Record
from nlu.training.calls_needs import Cut
from nlu.training.corpus import Line
from nlu.training.encoder.mixed import LONGEST, mixed
from nlu.training.encoder.pretrained import parse
from nlu.training.encoder.samples import UNTAUGHT, Told, message, spoken, told, whole

MODEL, GAZETTEER = local(load_profile("yiyuan")).parts
TOKENISER = Tokeniser(SHIPPED / "pieces.model")
STAGE, LIBRARY, WATER = "戏台漏雨，没法唱戏", "图书馆周一锁门，孩子没处去", "自来水三天没来"


def record(text: str, *parts: str, outside: tuple[str, ...] = (), withdrawn: tuple[str, ...] = ()) -> Cut:
    cases = [
        {"parts": [part], "kind": "complaint", "category": "facility", "out_of_scope": part in outside}
        for part in parts
    ]
    gold = {"cases": cases, "withdrawn": list(withdrawn)}
    return Cut(Record(text[:4], "run_on", text, gold), MODEL, GAZETTEER)


def parts_of(cut: Cut) -> list[str]:
    labels = told(cut, TOKENISER).sample.labels[:, 0]
    return ["untaught" if label == UNTAUGHT else PARTS[label] for label in labels]


TWO = record(f"你好，{STAGE}。{LIBRARY}，我电话13900001234。", STAGE, LIBRARY)


def test_each_need_begins_once() -> None:
    assert parts_of(TWO)[:5] == ["nothing", "begins", "goes on", "begins", "goes on"]


def test_what_was_taken_back_is_told_from_what_was_never_meant() -> None:
    cut = record(f"{STAGE}。{WATER}。水的事算了。", STAGE, withdrawn=(WATER,))
    assert parts_of(cut) == ["begins", "goes on", "taken back", "nothing"]


def test_the_operator_teaches_nothing() -> None:
    cut = record(f"坐席：您好，请讲。\n市民：{STAGE}。", STAGE)
    assert parts_of(cut) == ["untaught", "untaught", "begins", "goes on"]


def test_kind_and_category_are_taught_of_our_matters_only() -> None:
    labels = told(record(f"{STAGE}。{WATER}。", STAGE, WATER, outside=(WATER,)), TOKENISER).sample.labels
    assert labels[0, 1:].tolist() == [0, 0, 1]
    assert labels[2, 1:].tolist() == [1, UNTAUGHT, UNTAUGHT]


@pytest.mark.parametrize(
    "text",
    [
        f"反映两件事，{STAGE}。{LIBRARY}。",
        f"1.{STAGE}；2.{LIBRARY}。",
        f"{STAGE}。{LIBRARY}。还是那戏台的顶子。",
    ],
)
def test_needs_that_are_counted_numbered_or_come_back_stay_where_they_are(text: str) -> None:
    cut = record(text, STAGE, LIBRARY)
    if "还是" in text:
        cut.owners[-1] = 0
    assert told(cut, TOKENISER).begins == ()


def test_an_annotation_that_does_not_tell_where_a_need_begins_teaches_nothing() -> None:
    lost = record(f"{STAGE}。", STAGE, "这句话不在里头")
    assert not whole(told(lost, TOKENISER), lost)
    assert whole(told(TWO, TOKENISER), TWO)


def movable() -> list[Told]:
    texts = [
        f"喂，{STAGE}。就这个事，我姓王。",
        f"您好，{LIBRARY}。{STAGE}，谢谢啊。",
        f"在吗，{WATER}。{LIBRARY}。好的再见。",
    ]
    parts = [(STAGE,), (LIBRARY, STAGE), (WATER, LIBRARY)]
    return [
        told(record(text, *mine, outside=(WATER,)), TOKENISER)
        for text, mine in zip(texts, parts, strict=True)
    ]


def said(text: str, **labels: str) -> Line:
    return Line(text, "submit_need", (), labels, (), "", "")


MESSAGES = [
    spoken(said(text, kind="request", category="activity"), TOKENISER)
    for text in ("村里想看一场露天电影，老人都盼着", "孩子想学二胡，暑假能不能办个班")
]


@pytest.mark.parametrize("seed", range(5))
def test_mixed_records_hold_one_to_four_needs_in_order(seed: int) -> None:
    for sample in mixed(movable(), MESSAGES, 30, random.Random(seed)):
        begins = int((sample.labels[:, 0] == PARTS.index("begins")).sum())
        heard = sample.tokens.clauses[sample.tokens.clauses >= 0]
        assert 1 <= begins <= 4
        assert len(sample.tokens.ids) <= LONGEST
        assert np.array_equal(np.unique(heard), np.arange(len(sample.labels)))
        assert (np.diff(heard) >= 0).all()


def test_a_mixed_record_keeps_the_labels_of_its_clauses() -> None:
    pieces = {TOKENISER.tokens("自来水", [])[0].size}
    assert pieces == {0}  # words outside any clause are not heard
    for sample in mixed(movable(), [], 40, random.Random(1)):
        labels = sample.labels[sample.labels[:, 1] == 1]
        assert (labels[:, 2:] == UNTAUGHT).all()


def test_a_message_stands_in_a_mixed_record_as_the_caller_would_say_it() -> None:
    labels = [PARTS[label] for label in MESSAGES[0].sample.labels[:, 0]]
    assert labels == ["begins", *["goes on"] * (len(labels) - 1)]
    call = record(f"坐席：您好，请讲。\n市民：{STAGE}。\n坐席：还有吗？\n市民：没有了。", STAGE)
    ids = " ".join(map(str, MESSAGES[0].sample.tokens.ids))
    samples = mixed([told(call, TOKENISER)], MESSAGES[:1], 20, random.Random(2))
    heard = [sample for sample in samples if ids in " ".join(map(str, sample.tokens.ids))]
    assert heard
    for sample in heard:
        needs = np.flatnonzero(sample.labels[:, 1] >= 0)
        told_by = sample.tokens.roles[np.isin(sample.tokens.clauses, needs)]
        assert set(told_by.tolist()) == {ROLES.index("caller")}


def test_a_need_that_is_left_comes_back() -> None:
    parts = [sample.labels[:, 0].tolist() for sample in mixed(movable(), [], 60, random.Random(3))]
    returns = PARTS.index("returns")
    resumed = [labels for labels in parts if returns in labels]
    assert 0 < len(resumed) < len(parts) / 2
    for labels in resumed:
        before = labels[: labels.index(returns)]
        assert before.count(PARTS.index("begins")) >= 2


def test_a_message_teaches_its_labels_and_no_part() -> None:
    line = Line("戏台漏雨", "submit_need", (), {"kind": "complaint", "category": "facility"}, (), "", "")
    assert message(line, TOKENISER).labels.tolist() == [[UNTAUGHT, 0, 0, 1]]
    outside = Line("自来水三天没来", "out_of_scope", (), {}, (), "", "")
    assert message(outside, TOKENISER).labels.tolist() == [[UNTAUGHT, 1, UNTAUGHT, UNTAUGHT]]


WIDTH, INNER, PLACES = 32, 64, 3
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "戏台", "stage", "。", "12"]


def packed(*tensors: tuple[str, int, bytes], magic: bytes = b"E5S1") -> bytes:
    """A file as the package carries it."""
    blob = "".join(PIECES).encode()
    sizes = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype("<u4")
    head = magic + struct.pack("<I7ifi", 1, WIDTH, 1, 2, INNER, len(PIECES), PLACES, 1, 1e-12, 32)
    head += struct.pack("<5i", len(PIECES), 0, 2, 1, 3) + struct.pack("<Q", len(blob))
    head += sizes.tobytes() + np.arange(len(PIECES), dtype="<f4").tobytes() + blob + struct.pack("<iI", 0, 0)
    names = [(name.encode(), kind, content) for name, kind, content in tensors]
    directory = struct.pack("<i", len(names))
    begin = len(head) + 4 + sum(2 + len(name) + 21 for name, _, _ in names)
    body = b""
    for name, kind, content in names:
        count = len(content) // 4 if kind == 0 else len(content) // 18 * 32
        directory += struct.pack("<H", len(name)) + name
        directory += struct.pack("<BIQQ", kind, count, begin + len(body), len(content))
        body += content
    return head + directory + body


def block(scale: float, low: int, high: int) -> bytes:
    """Thirty-two numbers of four bits: sixteen of one, sixteen of the other."""
    return np.float16(scale).tobytes() + bytes([low | high << 4] * 16)


def test_weights_and_vocabulary_are_unpacked() -> None:
    floats = np.arange(WIDTH * PLACES, dtype="<f4")
    found = parse(
        packed(
            ("emb.word", 1, b"".join(block(0.5, at + 4, 8) for at in range(len(PIECES)))),
            ("emb.pos", 0, floats.tobytes()),
            ("emb.type", 0, np.ones(WIDTH, "<f4").tobytes()),
            ("emb.ln.w", 0, np.ones(WIDTH, "<f4").tobytes()),
            ("emb.ln.b", 0, np.zeros(WIDTH, "<f4").tobytes()),
            ("l0.fi.w", 1, block(1.0, 9, 8) * INNER),
            ("l0.fi.b", 0, np.zeros(INNER, "<f4").tobytes()),
            ("l7.q.w", 1, block(1.0, 9, 8) * WIDTH),
        )
    )
    assert found.pieces == ["<s>", "<pad>", "</s>", "<unk>", "戏台", "。", "12"]  # English words are left out
    assert found.scores == [0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 7.0]
    assert found.weights["words"].shape == (7, WIDTH)
    assert found.weights["words"][5].tolist() == [1.0] * 16 + [0.0] * 16  # 0.5 x (10 - 8), 0.5 x (8 - 8)
    assert found.weights["places"][1, 0] == WIDTH + 1  # what stands for the type of text is added
    assert found.weights["l0.fi.w"].shape == (WIDTH, INNER)  # from the input to the inner width
    assert "l7.q.w" not in found.weights  # an upper layer


def test_a_file_of_another_make_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with b'GGUF'"):
        parse(packed(magic=b"GGUF"))
