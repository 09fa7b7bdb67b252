"""The embedded model predicts what a real Rasa server predicts, on the whole test set."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.loader import load_profile
from nlu import rasa_server
from nlu.embedded import Embedded
from nlu.gazetteer import Gazetteer
from nlu.prediction import Prediction, Ranking
from nlu.rasa_server import RasaServer
from nlu.training.calls_lines import training_lines
from nlu.training.corpus import read_folder
from nlu.training.train import made
from nlu.training.workshop import ENVIRONMENT, RASA, ROOT, VAR
from tests.patience import PATIENCE, START
from tests.ports import free_port

TOLERANCE = 1e-6

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.slow,
    pytest.mark.skipif(not RASA.exists(), reason="the environment .venv-nlu is absent: make setup-nlu"),
]


class Nobody:
    """A spare model that must not be needed."""

    def predict(self, normalised_text: str) -> Prediction:
        raise AssertionError(f"the server did not answer: {normalised_text}")


@pytest.fixture(scope="module")
def embedded() -> Embedded:
    return Embedded(made(training_lines())[1])


@pytest.fixture(scope="module")
def url(embedded: Embedded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    log = tmp_path_factory.mktemp("rasa") / "log"
    command = [RASA, "run", "--enable-api", "-m", VAR / "model.tar.gz", "-i", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=VAR, env=ENVIRONMENT, stdout=out, stderr=out)
        try:
            wait_for(f"http://127.0.0.1:{port}/status", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text()[-3000:]
        try:
            with urllib.request.urlopen(address):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
    raise AssertionError(log.read_text()[-3000:])


def close(ours: Ranking, theirs: Ranking) -> bool:
    return ours[0][0] == theirs[0][0] and dict(ours) == pytest.approx(dict(theirs), abs=TOLERANCE)


async def test_parity(embedded: Embedded, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        rasa_server, "TIMEOUT_SECONDS", PATIENCE
    )  # how fast it answers is not what is compared
    server = RasaServer(url, Nobody(), Gazetteer(load_profile("yiyuan")))
    lines = read_folder(ROOT / "nlu" / "test")
    assert len(lines) > 500
    try:
        for line in lines:
            ours, (theirs,) = embedded.predict(line.text), await server.predict([line.text])
            assert close(ours.intents, theirs.intents), line.origin
            assert close(ours.faq, theirs.faq), line.origin
            assert close(ours.audience, theirs.audience), line.origin
            for name, ranking in ours.attributes.items():
                assert close(ranking, theirs.attributes[name]), (line.origin, name)
            assert ours.spans == theirs.spans, line.origin
    finally:
        await server.close()
    assert server.degraded == 0
