"""Which understanding runs: embedded in the process, or a Rasa server with the embedded one behind it."""

from config.profile import Profile
from config.settings import Settings
from nlu.assemble import assemble
from nlu.calls import CallRecord, read_record
from nlu.embedded import load
from nlu.gazetteer import Gazetteer
from nlu.prediction import Model
from nlu.rasa_server import RasaServer
from nlu.understanding import Understander, Understanding


class Local:
    """Understanding inside the process; ``read`` is synchronous and fast, ``parse`` the same awaited."""

    def __init__(self, model: Model, gazetteer: Gazetteer) -> None:
        self._model = model
        self._gazetteer = gazetteer

    @property
    def parts(self) -> tuple[Model, Gazetteer]:
        """Model and gazetteer, for another understanding to share."""
        return self._model, self._gazetteer

    def read(self, text: str) -> Understanding:
        """Read one text; never raises."""
        return assemble(text, self._model, self._gazetteer)

    async def parse(self, text: str) -> Understanding:
        """Read one text; never raises."""
        return self.read(text)

    async def read_record(self, text: str) -> CallRecord:
        """Read the record of a whole call; never raises."""
        return read_record(text, self._model, self._gazetteer)

    async def close(self) -> None:
        """Nothing to let go of."""


def local(profile: Profile) -> Local:
    """Return the embedded understanding with the places of a profile."""
    return Local(load(), Gazetteer(profile))


def understander(settings: Settings, near: Local) -> Understander:
    """Return the understanding that the settings name, with ``near`` to fall back on."""
    if settings.nlu == "embedded":
        return near
    model, gazetteer = near.parts
    return RasaServer(settings.rasa_url, model, gazetteer)
