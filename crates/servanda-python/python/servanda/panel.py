"""Panels: data frames with one row for each state, pair or alliance and each day, month or year."""

from __future__ import annotations

import datetime
import html
import json
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, Union

from . import _servanda
from ._error import warn
from .answer import Path, _paths
from .table import STYLE, Column, Frame, Table, grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

Time = Union[int, str, datetime.date]
"""A year, month or day: ``1816``, ``"1816-01"``, ``"1816-01-01"`` or a ``datetime.date``."""

_EPOCH = datetime.date(1970, 1, 1).toordinal()


class Options(TypedDict, total=False):
    """What :func:`panel` takes beside the unit."""

    system: str
    start: Time
    end: Time
    partial: str
    beyond_list: bool
    corpus: Path | None
    treaties: Path | Sequence[Path]


class LeftOut(NamedTuple):
    """A row of a file that could not be used."""

    file: str
    """The name of the file."""
    line: int
    """The line on which the row begins, from 1; the header is line 1."""
    why: str
    """What was met, and what to do."""


@dataclass(frozen=True, repr=False, eq=False)
class Panel(Frame):
    """The plan of a data frame. Lazy and unchanging: every ``add`` gives a new panel, and files are
    read when something is asked of it.

    Rows come from the list of states alone; sources add columns and never rows. Each source has a
    column ``..._covered`` that says where it speaks.

    >>> import servanda
    >>> pairs = servanda.dyad_years(start=1816, end=1816).add_servanda()
    >>> [column.name for column in pairs.columns][:4]
    ['ccode1', 'ccode2', 'year', 'servanda_aid']
    >>> pairs.rows
    253
    """

    unit: str
    """One row for each of these, such as ``dyad-year``."""
    system: str = "cow"
    """The list of states: ``cow`` or ``gw``."""
    start: str = "1816"
    """The first year, month or day."""
    end: str = "2016"
    """The last year, month or day."""
    partial: str = "any"
    """Which periods count where a state or a pledge was there for a part only."""
    beyond_list: bool = False
    """Whether the list of states is carried on past its last day."""
    added: tuple[tuple[str, str | None], ...] = ()
    """What was added: name, and the user's file."""
    kept: tuple[str, ...] = ()
    """The columns of sources that are kept; all where none is named."""
    corpus: str | None = None
    """Treaties read instead of those built in."""
    treaties: tuple[str, ...] = ()
    """Treaties read beside the corpus."""
    _made: list[Any] = field(default_factory=list, init=False, repr=False)

    def add(self, name: str, path: Path | None = None) -> Panel:
        """A panel with the columns of one more source: its name, and the path of your own file where
        it reads one. :func:`servanda.sources` lists them.

        Raises :class:`servanda.ServandaError` where the file cannot be opened. That it is no such file
        shows when something is asked of the panel.
        """
        if path is not None:
            _servanda.readable(path)
        file = None if path is None else os.fspath(path)
        return replace(self, added=(*self.added, (name, file)))

    if TYPE_CHECKING:
        # Made below, one for each source; `tests/test_package.py` holds this list to that one.
        def add_atop(self, path: Path) -> Panel: ...
        def add_servanda(self) -> Panel: ...
        def add_nmc(self, path: Path) -> Panel: ...
        def add_contiguity(self, path: Path) -> Panel: ...
        def add_majors(self, path: Path) -> Panel: ...
        def add_capitals(self, path: Path) -> Panel: ...
        def add_mindist(self, path: Path) -> Panel: ...
        def add_cow_mid(self, path: Path) -> Panel: ...
        def add_gml_mid(self, path: Path) -> Panel: ...
        def add_cow_war(self, path: Path) -> Panel: ...
        def add_ucdp(self, path: Path) -> Panel: ...
        def add_prd(self) -> Panel: ...

    def add_similarity(self, path: Path | None = None) -> Panel:
        """A panel with the similarity of alliance portfolios. It is computed from ATOP's member file,
        and weighed by capabilities where `nmc` was added. ``path`` names that file where `atop` was not
        added before; its columns then stand in the panel too.

        Raises :class:`servanda.ServandaError` when something is asked of the panel and `atop` was not
        added."""
        before = self
        if path is not None and ("atop", os.fspath(path)) not in self.added:
            before = self.add("atop", path)
        return before.add("similarity")

    def only(self, *columns: str) -> Panel:
        """A panel with its keys and these columns of its sources alone, each with the column that says
        where its source speaks. Nothing else is computed.

        >>> import servanda
        >>> pairs = servanda.dyad_years(start=1990, end=1990).add_servanda().only("servanda_aid")
        >>> [column.name for column in pairs.columns]
        ['ccode1', 'ccode2', 'year', 'servanda_aid', 'servanda_covered']
        """
        return replace(self, kept=(*self.kept, *columns))

    def with_treaties(self, *paths: Path) -> Panel:
        """A panel with treaties of your own beside the corpus: files or folders."""
        return replace(self, treaties=(*self.treaties, *map(os.fspath, paths)))

    def _frame(self) -> Any:
        if not self._made:
            words = {
                "unit": self.unit,
                "system": self.system,
                "start": self.start,
                "end": self.end,
                "partial": self.partial,
                "beyond_list": self.beyond_list,
            }
            made = _servanda.build(words, list(self.added), list(self.kept), self.corpus, list(self.treaties))
            _tell(made.left_out())
            self._made.append(made)
        return self._made[0]

    @property
    def about(self) -> dict[str, Any]:
        """What the panel says of itself, as it stands in the metadata of its file: unit, list, time,
        rule, and each source with its columns, its file and the fingerprint of that file."""
        return json.loads(self._frame().about())

    @property
    def left_out(self) -> list[LeftOut]:
        """The rows of the files that could not be used, each with its line, its cause and its remedy."""
        return [LeftOut(*row) for row in self._frame().left_out()]

    def cell(self, column: str, **keys: Any) -> Any:
        """One cell: a number, a text, a truth value, ``servanda.UNKNOWN`` or ``servanda.OUTSIDE``.

        ``keys`` are the key columns of the row, all of them, such as ``ccode1=2, ccode2=200,
        year=1990``. Raises ``KeyError`` where there is no such column or row.

        >>> import servanda
        >>> pairs = servanda.directed_dyad_years(start=2002, end=2002).add_servanda()
        >>> pairs.cell("servanda_aid", ccode1=365, ccode2=702, year=2002)
        'depends'
        """
        names = [known.name for known in self.columns]
        if column not in names:
            raise KeyError(f"the panel has no column `{column}`; it has {', '.join(names)}")
        needed = [known.name for known in self.columns if known.source is None]
        needed = [name for name in needed if name != "share"]
        if sorted(keys) != sorted(needed):
            raise KeyError(f"a row of this panel is named by {', '.join(needed)}")
        row = self._frame().find([(name, _key(value)) for name, value in keys.items()])
        if row is None:
            said = ", ".join(f"{name}={value}" for name, value in keys.items())
            raise KeyError(f"the panel has no row with {said}")
        return row[names.index(column)]

    def collect(self) -> Table:
        """The whole panel in memory, computed on every core. Readers of Arrow then all see the same
        memory; without it each of them has the rows computed anew, block by block."""
        return Table(self._frame().collect(), f"Panel of {self.unit}")

    def write(self, path: Path) -> int:
        """Writes the panel to a file, by its ending: ``.parquet``, ``.arrow`` or ``.feather``,
        ``.csv``. Gives the number of rows. The file is written beside and renamed, so that no half
        file is left. In CSV a cell without a value is empty.

        Raises :class:`servanda.ServandaError` where it cannot be written."""
        return self._frame().write(path)

    def __repr__(self) -> str:
        added = ", ".join(name for name, _ in self.added) or "nothing added"
        return (
            f"<servanda.Panel of {self.unit} by the list {self.system}, {self.start} to {self.end}, "
            f"rule {self.partial}: {added}>"
        )

    def _repr_html_(self) -> str:
        title = f"Panel: {self.unit}, {self.start} to {self.end}, list {self.system}, rule {self.partial}"
        left_out = self.left_out
        warning = f"<p><b>{len(left_out)} rows of files left out</b></p>" if left_out else ""
        meaning = "".join(
            f"<tr><td>{html.escape(column.name)}</td><td>{html.escape(column.source or 'key')}</td>"
            f"<td>{html.escape(column.meaning or '')}</td></tr>"
            for column in self.columns
        )
        return (
            f'{STYLE}<div class="servanda"><h4>{html.escape(title)}</h4>{warning}'
            f"{grid(self.columns, self.head(), self.rows)}"
            f"<details><summary>What the columns mean</summary><table><tbody>{meaning}</tbody></table>"
            "</details></div>"
        )

    def __reduce__(self):
        return (_again, (replace(self).__dict__,))


def _again(fields: dict[str, Any]) -> Panel:
    return Panel(**{name: value for name, value in fields.items() if name != "_made"})


def _key(value: Any) -> int | str:
    if isinstance(value, datetime.date):
        return value.toordinal() - _EPOCH
    return value


def _tell(left_out: list[tuple[str, int, str]]) -> None:
    """Warns once of the rows that could not be used."""
    if left_out:
        file, _, why = left_out[0]
        more = f"; {len(left_out) - 1} more in `.left_out`" if len(left_out) > 1 else ""
        warn(f"left out: `{file}`, {why}{more}")


def _adder(name: str, what: str, file: bool):
    """The method that adds one source."""
    if file:

        def add(self: Panel, path: Path) -> Panel:
            return self.add(name, path)

        needs = "``path`` is your own copy of the file."
    else:

        def add(self: Panel) -> Panel:
            return self.add(name)

        needs = "It is computed and reads no file."
    add.__name__ = "add_" + name.replace("-", "_")
    add.__qualname__ = f"Panel.{add.__name__}"
    add.__doc__ = f"A panel with the columns of `{name}`: {what}. {needs} See :meth:`Panel.add`."
    return add


for _known in _servanda.known():
    _method = _adder(*_known)
    if not hasattr(Panel, _method.__name__):
        setattr(Panel, _method.__name__, _method)


def sources() -> dict[str, str]:
    """What can be added to a panel, with what each adds in a few words.

    >>> import servanda
    >>> servanda.sources()["atop"]
    "alliances by ATOP's member file, 4.01 or 5.1"
    """
    return {name: what for name, what, _ in _servanda.known()}


def panel(
    unit: str,
    *,
    system: str = "cow",
    start: Time = 1816,
    end: Time = 2016,
    partial: str = "any",
    beyond_list: bool = False,
    corpus: Path | None = None,
    treaties: Path | Sequence[Path] = (),
) -> Panel:
    """A panel with its key columns alone: one row for each ``unit``.

    ``unit`` is ``state``, ``dyad``, ``directed-dyad``, ``alliance`` or ``alliance-member``, then
    ``-year``, ``-month`` or ``-day``. ``system`` is the list that says who was a state and whose
    numbers the keys hold: ``cow`` (to 2016) or ``gw`` (to 2020). ``start`` and ``end`` are years,
    months or days, both included. ``partial`` says which periods count where a state was there for a
    part only: ``any``, ``first``, ``last``, ``exact`` (every day), or ``share-of-days``. Years past the
    end of the list are refused, unless ``beyond_list`` carries it on as if nothing had changed.

    Raises :class:`servanda.ServandaError` when something is asked of the panel and these words are none
    that are known.

    >>> import servanda
    >>> servanda.panel("state-month", start="1816-01", end="1816-06").rows
    138
    """
    return Panel(
        unit,
        system=system,
        start=str(start),
        end=str(end),
        partial=partial,
        beyond_list=beyond_list,
        corpus=None if corpus is None else os.fspath(corpus),
        treaties=tuple(map(os.fspath, _paths(treaties))),
    )


def state_years(**options: Unpack[Options]) -> Panel:
    """One row for each state and year; options as in :func:`panel`.

    >>> import servanda
    >>> servanda.state_years(start=1816, end=1816).rows
    23
    """
    return panel("state-year", **options)


def dyad_years(*, directed: bool = False, **options: Unpack[Options]) -> Panel:
    """One row for each pair of states and year; with ``directed`` two, one in each order. Options as in
    :func:`panel`.

    >>> import servanda
    >>> servanda.dyad_years(start=1816, end=1816, directed=True).rows
    506
    """
    return panel("directed-dyad-year" if directed else "dyad-year", **options)


def directed_dyad_years(**options: Unpack[Options]) -> Panel:
    """One row for each pair of states in each order, and year; options as in :func:`panel`.

    >>> import servanda
    >>> servanda.directed_dyad_years(start=1816, end=1816).rows
    506
    """
    return panel("directed-dyad-year", **options)


def alliance_years(**options: Unpack[Options]) -> Panel:
    """One row for each alliance and year. The alliances are those of the source that is added:
    ``add_atop(path)`` or ``add_servanda()``. Options as in :func:`panel`.

    >>> import servanda
    >>> servanda.alliance_years(start=2002, end=2002).add_servanda().columns[0].name
    'treaty'
    """
    return panel("alliance-year", **options)


def alliance_member_years(**options: Unpack[Options]) -> Panel:
    """One row for each member of each alliance, and year; as :func:`alliance_years`.

    >>> import servanda
    >>> members = servanda.alliance_member_years(start=2002, end=2002).add_servanda()
    >>> [column.name for column in members.columns][:3]
    ['treaty', 'ccode', 'year']
    """
    return panel("alliance-member-year", **options)
