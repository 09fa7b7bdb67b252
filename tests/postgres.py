"""A throw-away PostgreSQL server for tests, from the binaries of the distribution."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.ports import free_port

PLACES = ("/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin")
SERVER_USER = "nobody"
"""PostgreSQL refuses to run as root; root starts it as this user."""


def binaries() -> Path | None:
    """Return the folder with initdb and pg_ctl, or None when PostgreSQL is not installed."""
    found = shutil.which("initdb")
    places = [*PLACES, str(Path(found).parent)] if found else PLACES
    return next((Path(place) for place in places if (Path(place) / "initdb").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """Run a server on a free port; give the address of its ``postgres`` database."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("PostgreSQL server binaries")
    with tempfile.TemporaryDirectory(prefix="shiliu-pg-") as folder:
        data, port = Path(folder) / "data", free_port()
        if os.geteuid() == 0:
            shutil.chown(folder, SERVER_USER)
        _run(programs / "initdb", "-D", data, "-U", "shiliu", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync=off"
        _run(programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", Path(folder) / "log", "start")
        try:
            yield f"postgresql://shiliu@127.0.0.1:{port}/postgres"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def create_database(server_url: str, name: str) -> str:
    """Create an empty database on the server and return its address."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return server_url.removesuffix("postgres") + name


def _run(program: Path, *arguments: str | Path) -> None:
    command = [str(program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", SERVER_USER, "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
