"""Words that put a vote, and words that cast one."""

import pytest

from bot.engine import votes
from bot.engine.staff.vote_words import asks_only, motion, wish
from storage.case import Case
from storage.votes import Vote

OPTIONS = ("戏台", "音响", "都行")


@pytest.mark.parametrize(
    ("said", "question", "options"),
    [
        ("投票 先修戏台还是先修音响：戏台、音响、都行", "先修戏台还是先修音响", OPTIONS),
        ("发起投票：先修哪个？戏台还是音响", "先修哪个？", ("戏台", "音响")),
        ("大家表决一下，先修哪个：戏台，音响，都行。", "先修哪个", OPTIONS),
        ("大家投个票 先修哪个?戏台/音响", "先修哪个?", ("戏台", "音响")),
        ("投票：先修：戏台、音响？", "先修", ("戏台", "音响")),
        ("投票\n先修哪个：\n1. 戏台\n2. 音响\n3. 都行", "先修哪个", OPTIONS),
        ("投票先修哪个：A.戏台；B.音响；B.音响", "先修哪个", ("戏台", "音响")),
        ("投票 投票结束后先修哪个：戏台、音响", "投票结束后先修哪个", ("戏台", "音响")),
    ],
)
def test_a_question_and_its_options(said: str, question: str, options: tuple[str, ...]) -> None:
    found = motion(said)
    assert found is not None
    assert (found.question, found.options) == (question, options)


@pytest.mark.parametrize(
    "said", ["投票先修戏台还是先修音响", "投票：戏台、音响", "投票 先修哪个：戏台", "投票结果", "结束投票"]
)
def test_no_question_with_options(said: str) -> None:
    assert motion(said) is None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("结束投票", "close"), ("投票结束", "close"), ("投票可以截止了", "close"), ("投票结果", "result"),
        ("看看投票结果", "result"), ("投票情况怎么样", "result"), ("投得怎么样了", "result"),
    ],
)  # fmt: skip
def test_a_wish_about_a_vote(said: str, wanted: str) -> None:
    assert asks_only(said)
    assert wish(said) == wanted


def test_a_question_without_options_is_no_wish() -> None:
    assert not asks_only("投票先修戏台还是先修音响")


@pytest.mark.parametrize(
    ("said", "no", "vote", "number"),
    [
        ("0031选2", "0031", None, 2),
        ("0031 选音响", "0031", None, 2),
        ("0031，我投第3项", "0031", None, 3),
        ("0031号投给戏台。", "0031", None, 1),
        ("WH20261120-0031 投票2 选1", "WH20261120-0031", 2, 1),
        ("0031 选9", "0031", None, None),
        ("0031投诉", "0031", None, None),
    ],
)
def test_a_vote_in_words(said: str, no: str, vote: int | None, number: int | None) -> None:
    ballot = votes.read(said)
    assert ballot is not None
    assert (ballot.no, ballot.vote, ballot.poll) == (no, vote, "")
    assert ballot.number(OPTIONS) == number


@pytest.mark.parametrize(
    "said", ["0031不投了", "0031 撤回投票", "0031收回我的票", "WH20261120-0031 投票1 撤票"]
)
def test_taking_a_vote_back(said: str) -> None:
    ballot = votes.read(said)
    assert ballot is not None
    assert ballot.option == ""


@pytest.mark.parametrize("said", ["0031", "0031撤回", "选2", "打开0031", "0031 备注：选2", "我投诉0031"])
def test_what_casts_no_vote(said: str) -> None:
    assert votes.read(said) is None


@pytest.mark.parametrize("option", [None, 1, 10])
def test_an_answer_to_a_poll_names_poll_and_option(option: int | None) -> None:
    ballot = votes.read(votes.of_poll("5346000000000000001", option))
    assert ballot is not None
    assert (ballot.poll, ballot.option) == ("5346000000000000001", "" if option is None else str(option))


def test_what_stands_behind_a_button_casts_that_vote() -> None:
    case = Case(
        "WH20261120-0031", 1, None, "yiyuan", "chat", "web", "", "request", "facility", "normal", "received"
    )
    put = votes.put(case, 2, "先修哪个？", OPTIONS)
    ballots = [votes.read(choice.payload) for choice in put.choices]
    assert [(b.no, b.vote, b.number(OPTIONS)) for b in ballots if b] == [(case.no, 2, n) for n in (1, 2, 3)]
    assert all(len(choice.payload.encode()) <= 64 for choice in put.choices)
    assert put.poll is not None
    assert (put.poll.vote, put.poll.question) == ("WH20261120-0031/2", "0031 先修哪个？")
    long = votes.put(case, 1, "问" * votes.QUESTION, OPTIONS).poll
    assert long is not None
    assert len(long.question) == votes.QUESTION


def test_counts_in_brief() -> None:
    assert votes.in_brief(Vote("先修哪个？", ("戏台", "音响"), (("p1", 2),))) == "戏台0票，音响1票"
