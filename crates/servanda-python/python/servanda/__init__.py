"""**servanda**: what treaties oblige whom to do, on a given day, and why; and the data frames of
peace science, exact to the day.

Ask a question, and get an answer with its articles:

>>> import servanda
>>> answer = servanda.ask("attack on Tajikistan by Afghanistan on 2002-05-14")
>>> answer.parties("must", "aid")
['Armenia', 'Belarus', 'Kazakhstan', 'Kyrgyzstan', 'Russia']

Make a data frame, one row for each pair of states and each year; files of data are your own copies:

>>> pairs = servanda.dyad_years(start=1816, end=1820)
>>> len(pairs)
1265

Every table goes to pandas, polars, DuckDB or any other reader of Arrow without a copy and without
pyarrow: ``polars.DataFrame(pairs)``, ``duckdb.sql("select * from pairs")``, ``pairs.to_pandas()``.

A cell without a value is of two kinds that never look alike: :data:`UNKNOWN`, where the source speaks
of the row and has no value, and :data:`OUTSIDE`, where the source does not speak of that state, pair
or time. In data frames both are null, and the column ``..._covered`` of the source tells them apart.
"""

from ._error import ServandaError, ServandaWarning
from ._missing import OUTSIDE, UNKNOWN, Missing
from ._servanda import __version__
from .answer import Answer, ask, pledges, treaties
from .decide import Decision, decide, power
from .foresee import Backtest, Prospects, backtest, foresee
from .matching import Matcher
from .panel import (
    LeftOut,
    Panel,
    alliance_member_years,
    alliance_years,
    directed_dyad_years,
    dyad_years,
    panel,
    sources,
    state_years,
)
from .table import Column, Table

__all__ = [
    "OUTSIDE",
    "UNKNOWN",
    "Answer",
    "Backtest",
    "Column",
    "Decision",
    "LeftOut",
    "Matcher",
    "Missing",
    "Panel",
    "Prospects",
    "ServandaError",
    "ServandaWarning",
    "Table",
    "__version__",
    "alliance_member_years",
    "alliance_years",
    "ask",
    "backtest",
    "decide",
    "directed_dyad_years",
    "dyad_years",
    "foresee",
    "panel",
    "pledges",
    "power",
    "sources",
    "state_years",
    "treaties",
]
