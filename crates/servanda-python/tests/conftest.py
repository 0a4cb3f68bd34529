"""What the tests share: where the data of research lie, and the command they are compared with."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared" / "data"


def data(name: str) -> Path:
    """A file of research data beside the repository; without it the test is skipped with a note."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"NOTE: {name} does not lie beside the repository; it is nobody's to ship")
    return path


@pytest.fixture(scope="session")
def command():
    """The command `servanda` with panels: what it prints for some arguments, as bytes."""
    name = os.environ.get("SERVANDA_COMMAND")
    if name is None or shutil.which(name) is None:
        pytest.skip("NOTE: SERVANDA_COMMAND names no command; crates/servanda-python/test.sh builds it")

    def run(*words: str, fails: bool = False) -> str:
        done = subprocess.run(
            [name, *map(str, words)],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
        )
        assert (done.returncode != 0) == fails, done.stderr
        return done.stderr if fails else done.stdout

    return run
