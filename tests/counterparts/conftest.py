"""What these tests need on the machine: node, and the packages that ``make setup-counterparts`` installs."""

import shutil

import pytest

from tests.counterparts.programs import HERE


@pytest.fixture(autouse=True)
def _installed(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("node") is None:
        return
    if shutil.which("node") is None:
        pytest.skip("node is not on this machine")
    if not (HERE / "node_modules" / "wechat").is_dir():
        pytest.skip("the packages are not installed: make setup-counterparts")
