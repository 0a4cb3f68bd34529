"""Questions and their answers; the treaties and the pledges that they rest on."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Sequence
from typing import Any, Union

from . import _servanda
from .table import Frame, Table

Day = Union[str, datetime.date]
"""A day: ``"2002-05-14"`` or a ``datetime.date``."""
Path = Union[str, "os.PathLike[str]"]
"""A file or folder."""

_WIDTH = 100


def _text(day: Day | None) -> str | None:
    return None if day is None else str(day)


def _list(words: str | Sequence[str]) -> list[str]:
    return [words] if isinstance(words, str) else [str(word) for word in words]


def _paths(paths: Path | Sequence[Path]) -> list[Path]:
    return [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)


class Answer(Frame):
    """Who owes what, and why: the JSON contract ``servanda/answer/1``, and a table.

    By key: ``answer["question"]``, ``answer["answers"]``, ``answer["conflicts"]`` and so on, as
    ``servanda schema answer`` describes them. As a table, one row for each party and norm, with the
    columns of ``servanda ask -f csv``: the day, what happens, the party with its codes, ``verdict``
    (must, may, must_not, depends, none), ``act``, ``toward``, ``treaty``, ``article``, ``norm``. As
    text, what the command prints.

    >>> import servanda
    >>> answer = servanda.ask("attack on Tajikistan by Afghanistan on 2002-05-14")
    >>> answer["schema"]
    'servanda/answer/1'
    >>> answer["answers"][0]["treaty"]
    'UN-CHARTER'
    >>> answer.head(1)[0]["verdict"]
    'depends'
    """

    def __init__(self, text: str, table: str, html: str, rows: Any) -> None:
        self._text = text
        self._table = table
        self._html = html
        self._rows = rows
        self._data: dict[str, Any] = json.loads(text)

    def _frame(self) -> Any:
        return self._rows

    def json(self) -> dict[str, Any]:
        """The answer as dictionaries and lists: the contract ``servanda/answer/1``."""
        return json.loads(self._text)

    def to_json(self) -> str:
        """The same as text, as ``servanda ask -f json`` writes it."""
        return self._text + "\n"

    @property
    def outside(self) -> str | None:
        """Why the question lies outside the data; then no row does not mean no duty. ``None`` where it
        does not."""
        return self._data["data"]["outside"]

    def parties(self, verdict: str, act: str | None = None) -> list[str]:
        """The names of the parties with this verdict (must, may, must_not, depends or none), of those to
        do this act, if one is said.

        >>> import servanda
        >>> answer = servanda.ask("attack on Tajikistan on 2002-05-14")
        >>> answer.parties("depends", "aid")
        ['Armenia', 'Belarus', 'Kazakhstan', 'Kyrgyzstan', 'Russia', 'Uzbekistan']
        """
        rows = [row for row in self._data["answers"] if row["verdict"] == verdict]
        return sorted({row["name"] for row in rows if act in (None, row["act"])})

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def keys(self) -> list[str]:
        """The keys of the contract, so that ``dict(answer)`` is the whole of it."""
        return list(self._data)

    def __contains__(self, key: object) -> bool:
        return key in self._data

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and self._text == other._text

    def __str__(self) -> str:
        return self._table

    def __repr__(self) -> str:
        return f"<servanda.Answer to {self._data['question']['text']!r}: {self.rows} rows>"

    def _repr_html_(self) -> str:
        return self._html


def ask(
    question: str,
    *,
    by: str | None = None,
    place: str | None = None,
    on: Day | None = None,
    known: Day | None = None,
    known_to: str | None = None,
    assuming: str | Sequence[str] = (),
    found: str | Sequence[str] = (),
    denied: str | Sequence[str] = (),
    reading: str | Sequence[str] = (),
    prefer: str | Sequence[str] = (),
    follow: bool = False,
    corpus: Path | None = None,
    add: Path | Sequence[Path] = (),
) -> Answer:
    """Asks who owes what. The same question always has the same answer: there is no implicit today.

    ``question`` is ``EVENT on|to TARGET [by ACTOR] [in PLACE] on YYYY-MM-DD``, its parts in any order;
    ``by``, ``place`` and ``on`` say the same apart. ``known`` cuts off what was known by a day, and
    ``known_to`` looks through the eyes of one state. ``assuming`` takes claims as true, ``found`` and
    ``denied`` findings as made or denied, ``reading`` chooses readings as ``TREATY/NAME``, ``prefer``
    opts into priorities. ``follow`` performs the duties and asks again, round by round. ``corpus``
    reads other treaties than those built in, ``add`` more of them.

    Raises :class:`servanda.ServandaError` where the question is not understood. A name that several
    states bear is refused with the choices.

    >>> import servanda
    >>> print(servanda.ask("attack on Norway by Russia on 2024-01-01", prefer="un-charter-103"))
    ... # doctest: +ELLIPSIS
    Attack on Norway by Russia on 2024-01-01
    ...
    """
    words = {
        "question": question,
        "by": by,
        "place": place,
        "on": _text(on),
        "known": _text(known),
        "known_to": known_to,
        "assuming": _list(assuming),
        "found": _list(found),
        "denied": _list(denied),
        "reading": _list(reading),
        "prefer": _list(prefer),
        "follow": follow,
    }
    return Answer(*_servanda.ask(words, corpus, _paths(add), _WIDTH))


def treaties(
    on: Day | None = None, *, corpus: Path | None = None, add: Path | Sequence[Path] = ()
) -> Table:
    """The treaties: id, title, first and last day, number of parties; of those in force on a day, if
    ``on`` says one. Days are as the treaty's source has them, so that *never as a whole* is empty.

    >>> import servanda
    >>> table = servanda.treaties(on="1914-07-01")
    >>> [column.name for column in table.columns]
    ['id', 'title', 'from', 'until', 'parties', 'basis']
    """
    native = _servanda.treaties(_text(on), corpus, _paths(add))
    return Table(native, "Treaties" + (f" in force on {on}" if on else ""))


def pledges(
    act: str = "aid",
    *,
    to: str | None = None,
    by: str | None = None,
    on: Day | None = None,
    corpus: Path | None = None,
    add: Path | Sequence[Path] = (),
) -> Table:
    """Who is pledged to whom, from which day to which: one row for each giver, receiver, article and
    span of days.

    ``act`` is what was pledged: ``aid``, ``consult``, ``stay_neutral``, ``not_attack``, ``not_join_alliance``,
    ``grant_base`` or ``integrate_command``.
    ``to``, ``by`` and ``on`` keep only the pledges to a state, by a state, or that stand on a day.
    ``from`` and ``until`` are the first and last day; without a value, as far back as days go, and
    still standing. ``verdict`` is ``must``, or ``depends`` where something has to be found first.

    >>> import servanda
    >>> table = servanda.pledges("aid", to="Tajikistan", on="2002-05-14")
    >>> sorted({row["by"] for row in table.head(99)})
    ['ARM', 'BLR', 'KYR', 'KZK', 'RUS', 'UZB']
    """
    native = _servanda.pledges(act, to, by, _text(on), corpus, _paths(add))
    return Table(native, f"Pledges: {act}")
