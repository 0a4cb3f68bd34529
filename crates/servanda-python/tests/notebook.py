"""Runs a notebook from top to bottom without changing its file: `python notebook.py FILE`. Prints the
text that its cells print. Where the data of research do not lie, says so and runs nothing."""

import os
import sys
from pathlib import Path

import nbclient
import nbformat


def main(path: Path) -> None:
    folder = Path(os.environ.get("SERVANDA_DATA", "shared/data"))
    if not folder.exists():
        print(f"NOTE: {folder} is not there; the notebook is NOT run")
        return
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if cell.cell_type == "code" and cell.outputs:
            raise SystemExit(f"{path}: outputs are not committed; clear them")
    nbclient.NotebookClient(book, timeout=600, kernel_name="python3").execute()
    pictures = 0
    for cell in book.cells:
        for output in cell.get("outputs", []):
            print(output.get("text", ""), end="")
            pictures += "image/png" in output.get("data", {})
    print(f"{path.name}: ran to its end, {pictures} pictures")


main(Path(sys.argv[1]))
