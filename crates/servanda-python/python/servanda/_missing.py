"""The two kinds of a cell without a value."""

from __future__ import annotations

import enum
from typing import NoReturn


class Missing(enum.Enum):
    """Why a cell has no value.

    >>> import servanda
    >>> servanda.UNKNOWN
    servanda.UNKNOWN
    >>> servanda.UNKNOWN is servanda.OUTSIDE
    False
    >>> bool(servanda.OUTSIDE)
    Traceback (most recent call last):
    TypeError: servanda.OUTSIDE is neither true nor false: ask `is servanda.OUTSIDE`
    """

    UNKNOWN = "unknown"
    """The source speaks of the row and has no value."""
    OUTSIDE = "outside the data"
    """The source does not speak of that state, pair or time."""

    def __repr__(self) -> str:
        return f"servanda.{self.name}"

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> NoReturn:
        raise TypeError(f"{self!r} is neither true nor false: ask `is {self!r}`")


UNKNOWN = Missing.UNKNOWN
OUTSIDE = Missing.OUTSIDE
