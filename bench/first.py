"""The first benchmark: a cold process of one question, and a batch of many, beside SQLite.

The peer is Python's own sqlite3 in the same run. It does the flat part of the work only: who has a
pledge of aid to the target on the day (a range join over dated pairs of members), with no condition,
no attacker, no reason why not and no proof. servanda answers the whole question.
"""

import argparse
import csv
import json
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import questions

ROOT = Path(__file__).resolve().parent.parent
SERVANDA = ROOT / "target" / "release" / "servanda"
QUESTION = "attack on Tajikistan on 2002-05-14"


def run(*words, **options):
    return subprocess.run(words, check=True, cwd=ROOT, capture_output=True, text=True, **options)


def quiet(*words):
    """Runs a program whose output nobody reads."""
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, close_fds=False)


def seconds(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def packages():
    tree = run("cargo", "tree", "-p", "servanda-cli", "-e", "normal,build", "--prefix", "none", "-f", "{p}")
    return len({line.split(" (")[0] for line in tree.stdout.splitlines() if line.strip()})


def debug_build():
    with tempfile.TemporaryDirectory() as target:
        return seconds(lambda: run("cargo", "build", "-q", "-p", "servanda-cli", "--target-dir", target))


def pledges():
    """Dated pairs (party, beneficiary, first day, last day) of every pledge of aid in the corpus."""
    listed = json.loads(run(str(SERVANDA), "treaty", "-f", "json").stdout)["treaties"]
    pairs = []
    for entry in listed:
        facts = json.loads(run(str(SERVANDA), "treaty", entry["id"], "-f", "json").stdout)
        aids = any(norm["act"] == "aid" for article in facts["articles"] for norm in article["norms"])
        if not aids:
            continue
        spells = [
            (member["party"], edge(spell["from"], "0001-01-01"), edge(spell["until"], "9999-12-31"))
            for member in facts["members"]
            for spell in member["spells"]
        ]
        for party, start, end in spells:
            for other, other_start, other_end in spells:
                first, last = max(start, other_start), min(end, other_end)
                if party != other and first <= last:
                    pairs.append((party, other, first, last, entry["id"]))
    return pairs


def edge(text, otherwise):
    """A bound of the flat table: the plain day, or the open end. Uncertain days lose their doubt."""
    days = [word for word in (text or "").replace("~", "").replace("?", "").split() if word[:1].isdigit()]
    return days[-1] if days else otherwise


def sqlite_join(path, pairs, out):
    base = sqlite3.connect(":memory:")
    base.execute("create table pledge (party, beneficiary, first, last, treaty)")
    base.executemany("insert into pledge values (?, ?, ?, ?, ?)", pairs)
    base.execute("create index pledge_by on pledge (beneficiary, first, last)")
    base.execute("create table question (line integer primary key, target, day)")
    with open(path, newline="", encoding="utf-8") as table:
        rows = csv.reader(table)
        next(rows)
        base.executemany(
            "insert into question values (?, ?, ?)",
            ((line, row[1], row[3]) for line, row in enumerate(rows, start=2)),
        )
    found = base.execute(
        "select question.line, day, target, party, treaty from question join pledge"
        " on beneficiary = target and day between first and last"
    )
    count = 0
    with open(out, "w", newline="", encoding="utf-8") as table:
        writer = csv.writer(table)
        for row in found:
            writer.writerow(row)
            count += 1
    return count


def cold(runs):
    def one():
        quiet(str(SERVANDA), "ask", QUESTION, "-f", "json")

    one()
    return statistics.median(seconds(one) for _ in range(runs)) * 1000


def cold_peer(runs):
    """A cold Python process that opens SQLite and runs one join over an empty table."""
    code = "import sqlite3; b = sqlite3.connect(':memory:'); b.execute('select 1').fetchall()"
    def one():
        quiet(sys.executable, "-c", code)

    one()
    return statistics.median(seconds(one) for _ in range(runs)) * 1000


def memory(command):
    """Peak resident memory of a command in MiB, by the kernel's account."""
    pid = os.spawnvp(os.P_NOWAIT, command[0], command)
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{command} ended with {status}")
    return usage.ru_maxrss / 1024


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--build", action="store_true", help="measure the debug build from nothing")
    options.add_argument("--questions", type=int, default=1_000_000)
    options.add_argument("--runs", type=int, default=100)
    chosen = options.parse_args()
    run("cargo", "build", "-q", "--release", "-p", "servanda-cli")
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores, {platform.system()}")
    print(run("cargo", "--version").stdout.strip())
    print(f"packages of the default build: {packages()}")
    if chosen.build:
        print(f"debug build from nothing: {debug_build():.1f} s")
    ours, theirs = cold(chosen.runs), cold_peer(chosen.runs)
    print(f"one question, cold process, median of {chosen.runs}: {ours:.1f} ms")
    print(f"python3 with sqlite3, cold process that asks nothing: {theirs:.1f} ms (ratio {theirs / ours:.2f})")
    folder = Path(tempfile.mkdtemp())
    try:
        asked = folder / "questions.csv"
        questions.write(asked, chosen.questions)
        pairs = pledges()
        print(f"dated pairs with a pledge of aid, for the peer: {len(pairs)}")
        answers = folder / "answers.csv"
        command = [str(SERVANDA), "ask", "--batch", str(asked), "-o", str(answers)]
        peak = 0.0

        def batch():
            nonlocal peak
            peak = memory(command)

        ours = seconds(batch)
        with open(answers, encoding="utf-8") as table:
            rows = sum(1 for _ in table) - 1
        found = 0

        def join():
            nonlocal found
            found = sqlite_join(asked, pairs, folder / "joined.csv")

        theirs = seconds(join)
        rate = chosen.questions / ours
        print(f"servanda, {chosen.questions:,} questions: {ours:.2f} s ({rate:,.0f} a second), {rows:,} rows, peak {peak:.0f} MiB")
        print(f"sqlite3, the flat join alone: {theirs:.2f} s, {found:,} rows; ratio sqlite/servanda {theirs / ours:.2f}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
