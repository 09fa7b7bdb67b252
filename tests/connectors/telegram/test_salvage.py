"""Updates of a shape that no document names yet: what was said in them is kept all the same."""

import pytest

from connectors.telegram.salvage import read

FROM, CHAT = {"id": 77, "is_bot": False, "first_name": "王"}, {"id": 77, "type": "private"}


@pytest.mark.parametrize(
    "odd",
    [
        {"text": "书屋老锁着门", "entities": [{"type": "new", "offset": "0"}]},
        {"caption": "书屋老锁着门", "photo": {"sizes": []}},
        {"text": "书屋老锁着门", "location": "somewhere"},
    ],
    ids=["marks", "photo", "place"],
)
def test_the_words_of_a_message_in_another_shape_are_kept(odd: dict[str, object]) -> None:
    message = {"message_id": 5, "date": 1763700000, "from": FROM, "chat": CHAT, **odd}
    update = read({"update_id": 8, "message": message})
    assert update is not None
    assert update.message is not None
    assert (update.update_id, update.message.text) == (8, "书屋老锁着门")


@pytest.mark.parametrize(
    "raw",
    [{}, [], 7, {"update_id": "x"}, {"update_id": 8, "message": {"from": FROM, "chat": 5, "text": "在吗"}}],
)
def test_what_names_nobody_is_nothing(raw: object) -> None:
    assert read(raw) is None
