"""Squared valued S of every pair of states of every year 1816 to 2016: the core against numpy.

    bench-env/bin/pip install numpy
    cargo build --release -p servanda-data --features full --example similarity
    bench-env/bin/python bench/similarity.py MEMBERS.csv[.gz]

MEMBERS is your own copy of ATOP's member file. Both compute from the same portfolios, held in memory;
only computing is timed, and the best of several runs counts. All values must agree.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
SIMILARITY = ROOT / "target/release/examples/similarity"
RUNS = 5


def cube(ties):
    """A matrix of S from every pair of rows at once."""
    apart = ties[:, None, :] - ties[None, :, :]
    return 1 - 2 * (apart * apart).sum(axis=2) / (9 * len(ties))


def rows(ties):
    """The same, a state at a time."""
    size = len(ties)
    s = np.empty((size, size))
    for state, row in enumerate(ties):
        apart = ties - row
        s[state] = 1 - 2 * (apart * apart).sum(axis=1) / (9 * size)
    return s


def product(ties):
    """The same as one product of matrices, which only squared distances allow."""
    ties = ties.astype(float)
    squares = (ties * ties).sum(axis=1)
    apart = squares[:, None] + squares[None, :] - 2 * ties @ ties.T
    return 1 - 2 * apart / (9 * len(ties))


def main():
    with tempfile.TemporaryDirectory() as folder:
        command = [SIMILARITY, sys.argv[1], folder]
        print(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
        years, expected = [], []
        for path in sorted(Path(folder).glob("*.ties")):
            ties = np.fromfile(path, dtype=np.uint8)
            size = round(len(ties) ** 0.5)
            years.append(ties.reshape(size, size).astype(np.int32))
            expected.append(np.fromfile(path.with_suffix(".s")))
    off = 0.0
    for form in (cube, rows, product):
        best = float("inf")
        for _ in range(RUNS):
            begun = time.perf_counter()
            found = [form(ties) for ties in years]
            best = min(best, time.perf_counter() - begun)
        upper = [s[np.triu_indices(len(s), 1)] for s in found]
        off = max([off] + [np.abs(a - b).max() for a, b in zip(upper, expected)])
        print(json.dumps({"numpy": form.__name__, "seconds": round(best, 4), "off_by": float(off)}))
    assert off < 1e-12, "the values differ"


if __name__ == "__main__":
    main()
