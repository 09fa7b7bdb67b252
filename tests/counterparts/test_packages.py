"""The packages by others are pinned, and the lock says nothing of where they were found."""

import json

from tests.counterparts.programs import HERE


def test_the_lock_holds_what_was_asked_for_and_no_address() -> None:
    text = (HERE / "package-lock.json").read_text(encoding="utf-8")
    asked = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = json.loads(text)["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert all(one.get("integrity", "").startswith("sha512-") for name, one in packages.items() if name)
    assert "://" not in text
