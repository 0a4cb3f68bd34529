"""Where the user's own files lie; every peer reads the same ones."""

import sys
from pathlib import Path

FIRST, LAST = 1816, 2016


class Files:
    def __init__(self, folder):
        folder = Path(folder)
        self.states = folder / "states/cow_system_2016.csv"
        self.atop = folder / "alliances/atop5.1_member.csv.gz"
        self.nmc = folder / "panels/nmc7.0_state_year.parquet"
        self.contiguity = folder / "panels/cow_contiguity_spells.parquet"
        self.mids = folder / "panels/cow_mid_directed_disputes.parquet"


FLAGS = ["defense", "offense", "neutral", "nonagg", "consul"]


def arguments():
    """The folder of the data and the file to write."""
    return Files(sys.argv[1]), sys.argv[2]
