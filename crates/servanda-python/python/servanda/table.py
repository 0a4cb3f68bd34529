"""Tables that any reader of Arrow takes, and how they look in a notebook."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ._missing import Missing

if TYPE_CHECKING:
    import pandas
    import polars


class Column(NamedTuple):
    """One column of a table."""

    name: str
    """Its name."""
    type: str
    """The Arrow type of its values, such as ``Int32``."""
    meaning: str | None
    """What a value means, with its unit; ``None`` for the keys of a panel."""
    source: str | None
    """Which source it is from; ``None`` for the keys of a panel."""
    covered_by: str | None
    """The column that says where the source speaks at all."""


class _Native(Protocol):
    """What the native half of a table has."""

    def __len__(self) -> int: ...
    def columns(self) -> list[tuple[Any, ...]]: ...
    def head(self, rows: int) -> list[list[Any]]: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...


class Frame:
    """What every table here can do; see :class:`Table` and :class:`servanda.Panel`."""

    def _frame(self) -> _Native:
        raise NotImplementedError

    @property
    def columns(self) -> list[Column]:
        """The columns in order, with what each means and where it is from."""
        return [Column(*column) for column in self._frame().columns()]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self._frame())

    def __len__(self) -> int:
        return len(self._frame())

    def __bool__(self) -> bool:
        return True

    def head(self, rows: int = 5) -> list[dict[str, Any]]:
        """The first rows as dictionaries; cells without a value are ``servanda.UNKNOWN``,
        ``servanda.OUTSIDE``, or ``None`` in tables that are no panels."""
        frame = self._frame()
        names = [column[0] for column in frame.columns()]
        return [dict(zip(names, row)) for row in frame.head(rows)]

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table through the Arrow PyCapsule interface, block by block; the reader copies nothing."""
        return self._frame().__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        """The columns through the Arrow PyCapsule interface."""
        return self._frame().__arrow_c_schema__()

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a pandas data frame. pandas reads Arrow through pyarrow: both must be there
        (``pip install "servanda[pandas]"``). Whole numbers with missing cells become floats, as
        pandas has it; ``to_polars`` keeps them.

        Raises ``ImportError`` where pandas or pyarrow is missing."""
        try:
            import pandas  # noqa: F401
            import pyarrow
        except ImportError as error:
            raise ImportError(
                f"`to_pandas` needs pandas and pyarrow, and {error.name} is not installed: "
                'pip install "servanda[pandas]"'
            ) from error
        return pyarrow.table(self).to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """The table as a polars data frame, without a copy of what polars can hold as it is.

        Raises ``ImportError`` where polars is missing."""
        try:
            import polars
        except ImportError as error:
            raise ImportError(
                '`to_polars` needs polars, which is not installed: pip install "servanda[polars]"'
            ) from error
        return polars.DataFrame(self)

    def _repr_html_(self) -> str:
        return STYLE + grid(self.columns, self.head(), self.rows)


class Table(Frame):
    """A table in memory, handed to every reader of Arrow as often as it asks, each time the same
    memory: ``polars.DataFrame(table)``, ``pyarrow.table(table)``, ``duckdb.sql("from table")``.

    >>> import servanda
    >>> table = servanda.pledges(act="aid", to="Tajikistan", on="2002-05-14")
    >>> [column.name for column in table.columns][:4]
    ['by', 'to', 'treaty', 'article']
    >>> table.head(1)[0]["treaty"]
    'CST'
    """

    def __init__(self, native: _Native, title: str = "Table") -> None:
        self._native = native
        self._title = title

    def _frame(self) -> _Native:
        return self._native

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.columns)
        return f"{self._title}: {self.rows} rows ({names})"


STYLE = """<style>
.servanda td, .servanda th { text-align: left; vertical-align: top; padding: 2px 8px }
.servanda .unknown { color: #9a6700; font-style: italic }
.servanda .outside { color: #8c8c8c; font-style: italic }
.servanda summary { cursor: pointer }
</style>"""


def cell(value: Any) -> str:
    """One cell as HTML: a value, *unknown* and *outside* look apart."""
    if isinstance(value, Missing):
        return f'<td class="{value.name.lower()}">{value.name.lower()}</td>'
    if isinstance(value, float):
        return f"<td>{value:g}</td>"
    return f"<td>{'' if value is None else html.escape(str(value))}</td>"


def grid(columns: list[Column], rows: list[dict[str, Any]], total: int) -> str:
    """Rows as an HTML table, with what each column means when the mouse rests on its name."""
    heads = "".join(
        f'<th title="{html.escape(column.meaning or "", quote=True)}">{html.escape(column.name)}</th>'
        for column in columns
    )
    body = "".join(f"<tr>{''.join(cell(value) for value in row.values())}</tr>" for row in rows)
    more = f"<p>{len(rows)} of {total:,} rows</p>" if total > len(rows) else ""
    return (
        f'<table class="servanda"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}'
    )
