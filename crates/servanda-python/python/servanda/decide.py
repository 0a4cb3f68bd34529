"""What a meeting may decide: bargaining models beside plain forecasts, and power in votes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from . import _servanda
from .answer import _WIDTH, Path, _list, _paths


class Decision(dict[str, Any]):
    """What the models make of a summit or of a table of actors: the command's JSON by key, as
    ``servanda schema decide`` describes it for a summit. As text, what the command prints; of a
    summit ``svg`` is the picture, which a notebook shows.

    >>> import servanda
    >>> decision = servanda.decide("MOSCOW-2002-05-14")
    >>> [issue["id"] for issue in decision["issues"]]
    ['organization', 'command']
    >>> [issue["proposal"]["carried"] for issue in decision["issues"]]
    [True, False]
    """

    def __init__(self, text: str, page: str, svg: str | None) -> None:
        super().__init__(json.loads(text))
        self._text = text
        self._page = page
        self.svg = svg
        """The picture of a summit; ``None`` for a table."""

    def to_json(self) -> str:
        """The JSON, byte for byte that of the command."""
        return self._text

    def __str__(self) -> str:
        return self._page

    def _repr_svg_(self) -> str | None:
        return self.svg


def decide(
    file: Path,
    *,
    model: str | None = None,
    preset: str = "scholz-code",
    rounds: int = 10,
    q: float = 1.0,
    option: str | Sequence[str] = (),
    draws: int | None = None,
    seed: int = 1,
    spread: float | None = None,
    corpus: Path | None = None,
    add: Path | Sequence[Path] = (),
) -> Decision:
    """What a meeting may decide, by every model side by side.

    ``file`` is a summit (``.summit.md``, ``.summit``), the id of one that is built in, or a table of
    actors (``.csv``), which takes one ``model``, ``"smp"`` or ``"eu"``. ``draws`` draws so many times
    from the ranges of the inputs, or for a table from inputs blurred by ``spread`` percent; the same
    ``seed`` gives the same draws. The rest are the options of the command. No accuracy is claimed.

    >>> import servanda
    >>> decision = servanda.decide("MOSCOW-2002-05-14", draws=20, seed=7)
    >>> decision["draws"]["done"]
    20
    """
    options = {
        "file": file,
        "model": model,
        "preset": preset,
        "rounds": rounds,
        "q": q,
        "option": _list(option),
        "draws": draws,
        "seed": seed,
        "spread": spread,
    }
    return Decision(*_servanda.decide(options, corpus, _paths(add), _WIDTH))


def power(weights: Iterable[float], quota: float) -> dict[str, Any]:
    """Banzhaf's and Shapley and Shubik's index of weighted votes, with the smallest coalitions that
    carry a motion or stop one.

    >>> import servanda
    >>> council = servanda.power([4, 4, 4, 2, 2, 1], 12)
    >>> [round(index, 4) for index in council["shapley_shubik"]]
    [0.2333, 0.2333, 0.2333, 0.15, 0.15, 0.0]
    """
    return json.loads(_servanda.power([str(weight) for weight in weights], str(quota)))
