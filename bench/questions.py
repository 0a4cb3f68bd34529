"""Seeded questions over the state system: attacks between two states that exist on the day.

Each line is `attack,TARGET,ACTOR,YYYY-MM-DD`. States and spells are those of states/spells.csv
(Correlates of War); days are drawn evenly from the target's spells, to 2016-12-31.
"""

import csv
import datetime
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED = 20020514


def spells():
    found = {}
    with open(ROOT / "states" / "spells.csv", newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            if row["system"] == "cow":
                start = datetime.date.fromisoformat(row["start"]).toordinal()
                end = datetime.date.fromisoformat(row["end"] or "2016-12-31").toordinal()
                found.setdefault(row["id"], []).append((start, end))
    return found


def write(path, count, seed=SEED):
    """Writes `count` questions to `path` as CSV with a header."""
    chance = random.Random(seed)
    lives = spells()
    ids = sorted(lives)
    with open(path, "w", encoding="utf-8") as out:
        out.write("kind,target,actor,on\n")
        written = 0
        while written < count:
            target, actor = chance.sample(ids, 2)
            start, end = chance.choice(lives[target])
            day = chance.randint(start, end)
            if any(first <= day <= last for first, last in lives[actor]):
                out.write(f"attack,{target},{actor},{datetime.date.fromordinal(day)}\n")
                written += 1


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
