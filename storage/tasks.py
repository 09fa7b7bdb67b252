"""Tasks: what a person of the bureau has to do, each a stream of its own."""

from typing import Any

import sqlalchemy as sa

from storage.entries import TaskDone, TaskOpened
from storage.errors import UnknownTaskError
from storage.journal import READABLE
from storage.ledger import Ledger
from storage.people import Task
from storage.scope import Scope
from storage.tables import entries, tasks

_INSERT = sa.insert(tasks)
_DONE = sa.update(tasks).where(tasks.c.id == sa.bindparam("task")).values(done=True)
_FIRST = (
    READABLE.add_columns(tasks.c.id, tasks.c.done, tasks.c.opened_at)
    .join(tasks, entries.c.stream == sa.literal("task:") + tasks.c.id)
    .where(entries.c.version == 1)
)
_LIST = (
    _FIRST.where(tasks.c.done == sa.bindparam("finished"))
    .order_by(tasks.c.opened_at, tasks.c.id)
    .limit(sa.bindparam("limit"))
)
_GET = _FIRST.where(tasks.c.id == sa.bindparam("task"))


class Tasks:
    """Tasks of one transaction."""

    def __init__(self, scope: Scope, ledger: Ledger) -> None:
        self._scope = scope
        self._ledger = ledger

    def open(self, body: TaskOpened, *, person: str, actor: str) -> Task:
        """Set a task about a person."""
        task = f"T{self._ledger.serial('task'):04d}"
        row = {"id": task, "person": person, "opened_at": self._scope.now, "done": False}
        self._scope.execute(_INSERT, row)
        self._ledger.record(f"task:{task}", body, actor=actor, person=person)
        return self.get(task)

    def done(self, task: str, text: str, *, actor: str) -> None:
        """Record that a task was done; UnknownTaskError if there is none."""
        person = self.get(task).person
        self._scope.execute(_DONE, {"task": task})
        self._ledger.record(f"task:{task}", TaskDone(text), actor=actor, person=person)

    def get(self, task: str) -> Task:
        """Return a task; UnknownTaskError if there is none."""
        row = self._scope.first(_GET, task=task)
        if row is None:
            raise UnknownTaskError(task)
        return self._task(row)

    def list(self, done: bool = False, limit: int = 20) -> list[Task]:
        """Return tasks, oldest first."""
        return [self._task(row) for row in self._scope.all(_LIST, finished=done, limit=limit)]

    def _task(self, row: Any) -> Task:
        body = self._ledger.read([row])[0].body
        assert isinstance(body, TaskOpened)
        return Task(row.id, body.task, row.person, body.words, row.opened_at, body.contact_phone,
                    body.case_no, row.done)  # fmt: skip
