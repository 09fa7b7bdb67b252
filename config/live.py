"""The current profile and wording, re-read when a file changes, so that answers change without a restart."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from config.errors import ConfigError
from config.loader import PROFILES, load_profile, profile_files
from config.profile import Profile
from config.wording import WORDING, Wording, wording_files

Stamp = tuple[tuple[str, int, int], ...]


class Locality(NamedTuple):
    """A profile with the wording that belongs to it; taken together so that both are of one moment."""

    profile: Profile
    wording: Wording


class LiveProfile:
    """Gives the current locality; a broken change is reported once and the last good one stays."""

    def __init__(
        self, name: str, report: Callable[[ConfigError], None], *,
        profiles: Path = PROFILES, wording: Path = WORDING, pause: float = 0.0,
    ) -> None:  # fmt: skip
        """Load at once; raises ConfigError, because a bot must not start with a broken profile.

        Files are looked at again at most every ``pause`` seconds.
        """
        self._pause, self._looked = pause, time.monotonic()
        self._name, self._report = name, report
        self._profiles, self._wording = profiles, wording
        self._locality = self._load()

    def current(self) -> Locality:
        """Return profile and wording as they stand now; costs a few file look-ups, no reading."""
        now = time.monotonic()
        if now - self._looked < self._pause:
            return self._locality
        self._looked = now
        if self._current_stamp() != self._stamp:
            try:
                self._locality = self._load()
            except ConfigError as error:
                self._report(error)
        return self._locality

    def _load(self) -> Locality:
        """Read everything. The stamp is taken first, so that a change during the reading is seen later."""
        self._files = profile_files(self._name, self._profiles)
        self._stamp = self._current_stamp()
        profile = load_profile(self._name, self._profiles)
        return Locality(profile, Wording.load(profile, self._wording))

    def _current_stamp(self) -> Stamp:
        folders = {path.parent for path in self._files} | {self._profiles / self._name, self._wording}
        return tuple(map(_stamp, [*self._files, *wording_files(self._wording), *sorted(folders)]))


def _stamp(path: Path) -> tuple[str, int, int]:
    """Describe the state of a file or folder; a folder's own time tells of files added or removed."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return str(path), 0, 0
    return str(path), status.st_mtime_ns, status.st_size
