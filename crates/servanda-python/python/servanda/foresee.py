"""What the prospects of an alliance are: rates with their sources, and draws that say what follows."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from typing import Any

from . import _servanda
from .answer import _WIDTH, Day, Path, _paths
from .table import STYLE, Table


class _Found(dict[str, Any]):
    """The command's JSON by key, with the other forms of the same."""

    def __init__(self, text: str, page: str, brief: str, svg: str | None, figures: Any) -> None:
        super().__init__(json.loads(text))
        self._text = text
        self._page = page
        self.brief: str = brief
        """The same in Markdown; of prospects a brief of one page."""
        self.svg: str | None = svg
        """The picture of prospects; a backtest has none."""
        self.figures: Table = Table(figures)
        """Every figure in a row of its own, as ``-f csv`` has them."""

    def to_json(self) -> str:
        """The JSON, byte for byte that of the command."""
        return self._text

    def __str__(self) -> str:
        return self._page


class Prospects(_Found):
    """The prospects of an alliance: the command's JSON by key, as ``servanda schema foresee`` describes
    it. As text, what the command prints; ``brief`` is a page of Markdown, ``svg`` a picture, and
    ``figures`` a table for pandas or polars. A notebook shows answer, picture and warnings.

    >>> import servanda
    >>> prospects = servanda.foresee("CST", start="2002-05-14", end="2012-05-14")
    >>> [attack["victim"] for attack in prospects["organizations"][0]["cascade"]]
    ['ARM', 'BLR', 'KYR', 'KZK', 'RUS', 'TAJ']
    >>> prospects.brief.splitlines()[0]
    '# What are the prospects of CST from 2002-05-14 to 2012-05-14?'
    """

    def __repr__(self) -> str:
        return f"<servanda.Prospects: {self['question']!r}>"

    def _repr_html_(self) -> str:
        parts = [STYLE, '<div class="servanda">', f"<h4>{html.escape(self['question'])}</h4>"]
        parts += [f"<p>{html.escape(sentence)}</p>" for sentence in self["answer"]]
        if self.svg is not None:
            # A page takes the picture without the lines that make it a file.
            parts.append(self.svg[self.svg.index("<svg") :])
        warnings = "".join(f"<li>{html.escape(warning)}</li>" for warning in self["warnings"])
        parts.append(f"<details open><summary>Warnings</summary><ul>{warnings}</ul></details></div>")
        return "".join(parts)


class Backtest(_Found):
    """How well the model of endings forecast years that it had not seen: the command's JSON by key, as
    ``servanda schema foresee-backtest`` describes it. As text, what the command prints.
    """

    def __repr__(self) -> str:
        return f"<servanda.Backtest: {self.figures.rows} rows>"

    def _repr_html_(self) -> str:
        return self.figures._repr_html_()


def foresee(
    treaty: str,
    *,
    start: Day,
    end: Day,
    against: str | None = None,
    by: str | None = None,
    honor: float | None = None,
    atop: Path | None = None,
    alliances: Path | None = None,
    wars: Path | None = None,
    nmc: Path | None = None,
    seed: int = 1,
    draws: int = 10_000,
    corpus: Path | None = None,
    add: Path | Sequence[Path] = (),
) -> Prospects:
    """The prospects of an alliance from ``start`` to ``end``; nothing after ``start`` is used.

    ``treaty`` is an id such as ``"CST"``; ``against`` another, on the same terms; ``by`` who attacks,
    else somebody unknown; ``honor`` the chance that a called party comes, else the published rate. Four
    files of your own add the rest: ``atop`` (ATOP's member file), ``alliances`` (its alliance file),
    ``wars`` (COW's wars by dyad and year) and ``nmc`` (COW's capabilities), the last two also as Parquet
    or Arrow. The same ``seed`` gives the same bytes. What a party owes is the engine's answer; whether
    it comes is a chance taken from other alliances.

    >>> import servanda
    >>> prospects = servanda.foresee("CST", start="2002-05-14", end="2012-05-14", against="NATO")
    >>> for organization in prospects["organizations"]:
    ...     print(organization["treaty"], round(organization["factors"][0]["helpers"], 1))
    CST 2.1
    NATO 7.4
    """
    options = {
        "treaty": treaty,
        "start": str(start),
        "end": str(end),
        "against": against,
        "by": by,
        "honor": honor,
        "atop": atop,
        "alliances": alliances,
        "wars": wars,
        "nmc": nmc,
        "seed": str(seed),
        "draws": draws,
    }
    return Prospects(*_servanda.foresee(options, corpus, _paths(add), _WIDTH))


def backtest(
    alliances: Path,
    *,
    atop: Path | None = None,
    violated: bool = False,
    open_last_slice: bool = False,
) -> Backtest:
    """How well the model of endings forecasts years that it has not seen, by the protocol that was
    registered before any model was fitted.

    ``alliances`` is ATOP's alliance file; ``atop`` its member file, checked to be of the same version and
    not used otherwise. ``violated`` counts only violations and abrogations; ``open_last_slice`` shows the
    years 2010-2018, which the protocol opens once.

    >>> import servanda
    >>> try:
    ...     servanda.backtest("no-such-file.csv")
    ... except servanda.ServandaError as error:
    ...     print(error.code)
    SV0704
    """
    return Backtest(*_servanda.backtest(alliances, atop, violated, open_last_slice, _WIDTH))
