"""Forms as data: questions, kinds of answer, when to skip them, and the words to ask with.

A form is one file ``config/forms/<id>.<version>.yaml``. A conversation is pinned to the version it
began with, so an old version stays in the folder until no conversation can still be on it.
"""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent / "forms"
Answer = Literal[
    "matter", "place", "town", "village", "contact", "confirm", "text", "choice", "scale", "score"
]  # fmt: skip


class Option(BaseModel):
    """One answer of a choice: its code in the ledger and every way to say it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    title: str
    words: tuple[str, ...] = ()


class Question(BaseModel):
    """One question. ``ask`` is a wording key; ``when`` names the condition under which it is put."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slot: str
    ask: str
    answer: Answer
    when: str = "missing"
    optional: bool = True
    retry: str | None = None
    options: tuple[Option, ...] = ()


class Form(BaseModel):
    """A form: its questions in the order they are put."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    version: int
    title: str
    questions: tuple[Question, ...]

    def question(self, slot: str) -> Question:
        """Return the question of a slot; KeyError if the form has none."""
        for question in self.questions:
            if question.slot == slot:
                return question
        raise KeyError(f"{self.id}.{self.version}: no question {slot}")


class Forms:
    """All forms in all versions."""

    def __init__(self, forms: dict[tuple[str, int], Form]) -> None:
        self._forms = forms

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Forms":
        """Read every form of a folder; a file whose name disagrees with its content is refused."""
        forms: dict[tuple[str, int], Form] = {}
        for path in sorted(folder.glob("*.yaml")):
            form = Form.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
            if path.stem != f"{form.id}.{form.version}":
                raise ValueError(f"{path.name}: id and version inside say {form.id}.{form.version}")
            forms[form.id, form.version] = form
        return cls(forms)

    def get(self, form_id: str, version: int) -> Form:
        """Return one version of a form; KeyError if it is not there."""
        return self._forms[form_id, version]

    def latest(self, form_id: str) -> Form:
        """Return the newest version of a form; KeyError if there is none."""
        versions = [version for name, version in self._forms if name == form_id]
        if not versions:
            raise KeyError(form_id)
        return self._forms[form_id, max(versions)]
