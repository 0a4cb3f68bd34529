"""Speed of the core against a flat join, in one run, and of the program's daily commands.

    python3 -m venv bench-env && bench-env/bin/pip install polars duckdb pyarrow
    bench-env/bin/python bench/speed.py [--questions N] [--atop FOLDER]

The flat question is "who is pledged to aid X on day D". The peers (sqlite3, duckdb, polars) hold the
dated pairs that `servanda pledges` lists, as numbers and sorted, and the same questions; each materializes one row
for each pledge. servanda holds the same pairs in its index and fills the same columns. All must give
the same number of rows and the same sum. Only answering is timed, not loading; the best of several
forms and runs counts. FOLDER is a world that `servanda import atop` wrote from your own files.
"""

import argparse
import csv
import datetime
import json
import platform
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import questions

ROOT = Path(__file__).resolve().parent.parent
SERVANDA = ROOT / "target/release/servanda"
ENGINE = ROOT / "target/release/examples/engine"
RUNS = 5


def flat_questions(path, count):
    """Writes questions without an attacker: a state, and a day on which it was one."""
    chance = random.Random(questions.SEED)
    lives = questions.spells()
    ids = sorted(lives)
    asked = []
    with open(path, "w", encoding="utf-8") as out:
        out.write("kind,target,actor,on\n")
        for _ in range(count):
            target = chance.choice(ids)
            start, end = chance.choice(lives[target])
            day = chance.randint(start, end)
            out.write(f"attack,{target},,{datetime.date.fromordinal(day)}\n")
            asked.append((target, day))
    return asked


def pairs(folder):
    """The dated pairs as numbers, the spans of one pair and treaty joined where they touch or overlap."""
    command = [SERVANDA, "pledges", "-f", "csv"] + (["--corpus", folder] if folder else [])
    listed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    spans = {}
    for row in csv.DictReader(listed.splitlines()):
        start = datetime.date.fromisoformat(row["from"]).toordinal() if row["from"] else 1
        end = datetime.date.fromisoformat(row["until"]).toordinal() if row["until"] else 3_000_000
        spans.setdefault((row["to"], row["by"], row["treaty"]), []).append((start, end))
    joined = []
    for (to, by, treaty), days in spans.items():
        days.sort()
        merged = [days[0]]
        for start, end in days[1:]:
            if start <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        joined += [(to, by, treaty, start, end) for start, end in merged]
    return joined


def numbered(listed, asked):
    """Pairs and questions with numbers for names. States are numbered as servanda numbers them."""
    with open(ROOT / "states/states.csv", encoding="utf-8") as table:
        states = {id: n for n, id in enumerate(sorted(row["id"] for row in csv.DictReader(table)))}
    treaties = {id: n for n, id in enumerate(sorted({row[2] for row in listed}))}
    # A pledge by somebody who is no state (a government in exile) has no row in a flat table of states.
    flat = sorted(
        (states[to], states[by], treaties[treaty], a, z)
        for to, by, treaty, a, z in listed
        if by in states
    )
    return flat, [(n, states[target], day) for n, (target, day) in enumerate(asked)]


def best(run, runs=RUNS):
    """The shortest of several runs, with what the last one gave."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        given = run()
        times.append(time.perf_counter() - begun)
    return min(times), given


JOIN = "select q.n, p.by_, p.treaty from q join p on p.to_ = q.target and q.day between p.a and p.z"


def in_sqlite(flat, asked):
    db = sqlite3.connect(":memory:")
    db.execute("create table p (to_ int, by_ int, treaty int, a int, z int)")
    db.execute("create table q (n int, target int, day int)")
    db.executemany("insert into p values (?,?,?,?,?)", flat)
    db.executemany("insert into q values (?,?,?)", asked)
    db.execute("create index p_to on p (to_, a, z, by_, treaty)")
    db.execute("analyze")

    def run():
        db.execute("drop table if exists r")
        db.execute(f"create table r as {JOIN}")

    seconds, _ = best(run, 1)
    return seconds, *db.execute("select count(*), sum(by_) from r").fetchone()


def in_duckdb(flat, asked):
    import duckdb
    import polars

    db = duckdb.connect()
    p = polars.DataFrame(flat, schema=["to_", "by_", "treaty", "a", "z"], orient="row")
    q = polars.DataFrame(asked, schema=["n", "target", "day"], orient="row")
    p, q = p.cast(polars.Int32), q.cast(polars.Int32)
    db.register("pp", p.to_arrow())
    db.register("qq", q.to_arrow())
    db.execute("create table p as select * from pp")
    db.execute("create table q as select * from qq")
    seconds, _ = best(lambda: db.execute(f"create or replace temp table r as {JOIN}"))
    return seconds, *db.execute("select count(*), sum(by_) from r").fetchone()


def in_polars(flat, asked):
    import polars

    p = polars.DataFrame(flat, schema=["to_", "by_", "treaty", "a", "z"], orient="row")
    q = polars.DataFrame(asked, schema=["n", "target", "day"], orient="row")
    p, q = p.cast(polars.Int32), q.cast(polars.Int32)
    inside = polars.col("day").is_between(polars.col("a"), polars.col("z"))
    joined = q.lazy().join(p.lazy(), left_on="target", right_on="to_").filter(inside)
    joined = joined.select("n", "by_", "treaty")
    where = q.lazy().join_where(
        p.lazy(),
        polars.col("target") == polars.col("to_"),
        polars.col("day") >= polars.col("a"),
        polars.col("day") <= polars.col("z"),
    )
    where = where.select("n", "by_", "treaty")
    seconds, frame = min(
        (
            best(lambda form=form, engine=engine: form.collect(engine=engine))
            for form in (joined, where)
            for engine in ("in-memory", "streaming")
        ),
        key=lambda run: run[0],
    )
    return seconds, frame.height, frame["by_"].cast(polars.Int64).sum()


def core(mode, path, folder, runs=1):
    command = [ENGINE, mode, path] + ([folder] if folder else [])
    each = [
        json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for _ in range(runs)
    ]
    return min(each, key=lambda run: run["answer_s"])


def peak(command):
    """Peak memory of a command in MiB, by GNU time."""
    run = subprocess.run(["/usr/bin/time", "-f", "%M", *command], capture_output=True, text=True)
    return int(run.stderr.strip().splitlines()[-1]) / 1024


def cold(command, runs=100):
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def compare(name, asked, path, folder):
    listed = pairs(folder)
    flat, numbers = numbered(listed, asked)
    print(f"\n## {name}: {len(flat):,} dated pairs, {len(asked):,} questions")
    own = core("flat", path, folder, 2)
    peers = {
        "sqlite3": in_sqlite(flat, numbers),
        "duckdb": in_duckdb(flat, numbers),
        "polars": in_polars(flat, numbers),
    }
    print(f"flat, servanda {own['answer_s']:.3f} s, {own['rows']:,} rows, {own['treaties']} treaties")
    for peer, (seconds, rows, total) in peers.items():
        same = "same rows" if (rows, total) == (own["rows"], own["sum"]) else f"{rows:,} ROWS, DIFFER"
        print(f"flat, {peer:8} {seconds:.3f} s, {seconds / own['answer_s']:.1f} times as long, {same}")
    full = core("full", path, folder)
    rate = len(asked) / full["answer_s"]
    print(f"full answers with proofs: {full['answer_s']:.1f} s, {rate:,.0f} a second, {full['rows']:,} rows")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--questions", type=int, default=1_000_000)
    parser.add_argument("--atop", help="a world written by `servanda import atop`")
    given = parser.parse_args()
    build = ["cargo", "build", "--release", "--quiet", "--bins", "--examples"]
    subprocess.run(build, check=True, cwd=ROOT)
    print(f"{platform.platform()}, {platform.processor() or platform.machine()}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as folder:
        path, tenth = Path(folder) / "questions.csv", Path(folder) / "tenth.csv"
        asked = flat_questions(path, given.questions)
        flat_questions(tenth, given.questions // 10)
        compare("the corpus", asked, path, None)
        if given.atop:
            compare("ATOP, imported", asked, path, given.atop)
        print("\n## memory and daily commands")
        for mode in ("flat", "full"):
            whole, part = peak([ENGINE, mode, path]), peak([ENGINE, mode, tenth])
            print(f"{mode}: peak {whole:.0f} MiB for all questions, {part:.0f} MiB for a tenth of them")
        attacks, rows = Path(folder) / "attacks.csv", Path(folder) / "rows.csv"
        questions.write(attacks, given.questions // 5)
        begun = time.perf_counter()
        subprocess.run([SERVANDA, "ask", "--batch", attacks, "-o", rows], check=True, cwd=ROOT)
        seconds = time.perf_counter() - begun
        lines = sum(1 for _ in open(rows, "rb")) - 1
        rate = given.questions // 5 / seconds
        print(f"batch to CSV, attackers named: {rate:,.0f} questions a second, {lines:,} rows with reasons")
    print(f"cold `ask`, median of 100: {cold([SERVANDA, 'ask', 'attack on Tajikistan on 2002-05-14']):.1f} ms")
    print(f"`check` of the whole corpus, median of 20: {cold([SERVANDA, 'check'], 20):.1f} ms")


if __name__ == "__main__":
    main()
