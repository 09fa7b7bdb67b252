"""Units as old ledgers write them, several in one cell too."""

import re

from app.old_ledger.cells import RefusedError
from config.old_ledger import folded
from config.profile import Profile

_BETWEEN = re.compile(r"[、，,;；/\n]+")


class Units:
    """The units of one profile by every way to write them."""

    def __init__(self, profile: Profile) -> None:
        self._ids = {
            folded(name): unit.id for unit in profile.units for name in (unit.id, unit.name, *unit.aliases)
        }

    def read(self, written: str) -> tuple[str, ...]:
        """Return the ids of the units of a cell, the one in charge first."""
        names = [name for name in map(str.strip, _BETWEEN.split(written)) if name]
        found = [self._ids.get(folded(name)) for name in names]
        if None in found:
            raise RefusedError("县模板里没有这个单位；请改成全称，或在 units.yaml 里加一个叫法")
        return tuple(dict.fromkeys(unit for unit in found if unit))
