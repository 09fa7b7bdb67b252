"""Mistakes in files and variables that people edit, told so that the person can mend them."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing to mend: where it is (file and line, or an environment variable) and what belongs there."""

    place: str
    line: int
    field: str
    expected: str

    def __str__(self) -> str:
        line = f" 第 {self.line} 行" if self.line else ""
        field = f"，{self.field}" if self.field else ""
        return f"{self.place}{line}{field}：{self.expected}"


class ConfigError(Exception):
    """One or more mistakes, reported together so that one round of mending is enough."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        lines = "\n".join(f"- {mistake}" for mistake in self.mistakes)
        super().__init__(f"配置有 {len(self.mistakes)} 处要改：\n{lines}")
