"""What is refused, and what is doubtful. The words are those of the command ``servanda``."""

from __future__ import annotations

import sys
import warnings
from typing import NamedTuple


class Fault(NamedTuple):
    """One thing that is wrong."""

    code: str
    """Its code, such as ``SV0603``; ``servanda explain SV0603`` tells more."""
    message: str
    """What was met."""
    help: list[str]
    """What to write or do, the first first."""


class ServandaError(Exception):
    """A question, file or panel that is refused: what was met, where, and what to do.

    >>> import servanda
    >>> try:
    ...     servanda.ask("attack on Tajikistan")
    ... except servanda.ServandaError as error:
    ...     print(error.code, error.message, error.help, sep="\\n")
    SV0603
    the question has no day
    add `on YYYY-MM-DD`; there is no implicit today
    """

    def __init__(self, words: str, faults: list[tuple[str, str, list[str]]] | None = None) -> None:
        super().__init__(words)
        self.faults: list[Fault] = [Fault(*fault) for fault in faults or []]
        """Everything that is wrong, the first first."""

    @property
    def code(self) -> str:
        """The code of the first fault, such as ``SV0603``."""
        return self.faults[0].code if self.faults else ""

    @property
    def message(self) -> str:
        """What was met, in one sentence."""
        return self.faults[0].message if self.faults else str(self)

    @property
    def help(self) -> str:
        """What to write or do; for a name that fits several states, the choices."""
        return "\n".join(self.faults[0].help) if self.faults else ""

    def __reduce__(self):
        return (type(self), (str(self), [tuple(fault) for fault in self.faults]))


class ServandaWarning(UserWarning):
    """Something doubtful about what was asked, or rows of a file that could not be used."""


def warn(words: str) -> None:
    """Warns at the line that called the package."""
    level, frame = 1, sys._getframe()
    while frame is not None and frame.f_globals.get("__name__", "").split(".")[0] == "servanda":
        level, frame = level + 1, frame.f_back
    warnings.warn(words, ServandaWarning, stacklevel=level)
