"""Tables of events against the dated pledges of every treaty, on one machine or on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Iterator, Sequence

from ._servanda import Screened, looked_at

if TYPE_CHECKING:
    import pyarrow


class Matcher:
    """Matches batches of events with GDELT's columns: one row for each event and each pledge that it may
    awaken. A screen, not an answer: it knows who was pledged what on that day if something of the kind befell
    them; ``servanda.ask`` says what follows from the one event.

    A matcher is a function from batches to batches, and goes by pickle: Apache Spark runs it as it is,
    ``events.mapInArrow(servanda.Matcher(), servanda.Matcher.SPARK_SCHEMA)``. Each worker makes its screen once.

    >>> import pyarrow, servanda
    >>> events = pyarrow.record_batch({
    ...     "GlobalEventID": [1], "SQLDATE": [20020514], "DATEADDED": [20020515], "EventCode": ["190"],
    ...     "Actor1CountryCode": ["AFG"], "Actor1Type1Code": ["MIL"],
    ...     "Actor2CountryCode": ["TJK"], "Actor2Type1Code": [""]})
    >>> rows = pyarrow.Table.from_batches(servanda.Matcher()([events]))
    >>> sorted(set(rows["giver"].to_pylist()))
    ['ARM', 'BLR', 'KYR', 'KZK', 'RUS']
    """

    SPARK_SCHEMA = (
        "event bigint, day date, known date, code string, trigger string, confidence string, actor string, "
        "target string, `case` bigint, mentions int, artifact_days int, giver string, act string, treaty string, "
        "article string, verdict string"
    )
    """The columns that come out, in Spark's words. ``case`` is the same for rows of one day, trigger and pair: it tells
    apart events from further reports of the same."""

    def __init__(self, acts: Sequence[str] = ("aid",), mapping: str | None = None) -> None:
        """A matcher for pledges to do (or leave undone) these ``acts``; ``mapping`` is the text of a mapping of your own
        from codes to triggers, which decides alone of every code that it names.

        :raises ServandaError: an act is none.
        :raises ValueError: the mapping cannot be read."""
        self.acts = [acts] if isinstance(acts, str) else list(acts)
        self.mapping = mapping
        self._screen: Any = Screened(self.acts, mapping)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Matcher, (self.acts, self.mapping))

    @staticmethod
    def columns() -> list[tuple[str, bool]]:
        """The columns that are looked at, under GDELT 2.0's names, and whether a table without it is refused."""
        return looked_at()

    def __call__(self, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        """The rows for each batch, as batches; memory does not grow with their number.

        :raises ValueError: a column is missing, or holds something else; codes of events must be text."""
        import pyarrow

        for batch in batches:
            sink = pyarrow.BufferOutputStream()
            with pyarrow.ipc.new_stream(sink, batch.schema) as stream:
                stream.write_batch(batch)
            rows = self._screen.rows(sink.getvalue().to_pybytes())
            yield from pyarrow.RecordBatchReader.from_stream(rows)
