"""The screen of events against DuckDB and polars, in one run, on rows in the shape of GDELT 2.0 from a recorded seed.

    python3 -m venv bench-env && bench-env/bin/pip install polars duckdb pyarrow
    cargo build --release -p servanda-match --example match -p servanda-events --example events
    cargo build --release -p servanda-cli --features full
    bench-env/bin/python bench/match.py [--rows N] [--folder FOLDER]

1. *Parse*: the same text file to the same 21 columns: servanda's reader against DuckDB's CSV reader, whose columns are
   declared, so that it need not guess.
2. *Match*: from the same Parquet file. servanda decides by its whole mapping (conditions on both actors, days on which
   codes were whose), and gives rows with article and verdict. The peers do the flat part of it only: events whose code
   is one of an armed attack, between two different states, by somebody official, joined to the dated pledges that stood
   on their day. On armed attacks all three must give the same number of rows and the same sum of event numbers.
"""

import argparse
import csv
import io
import json
import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
SEED = 7
RUNS = 3

# Each peer runs in a process of its own, so that memory is its own.
PEER = r"""
import json, resource, sys, time
name, text, parquet, pledges, states, threads = sys.argv[1:7]
ATTACKS = ("190", "193", "194", "195", "1951", "1952", "196", "200", "202", "204", "2041", "2042")
OFFICIAL = ("", "MIL", "GOV", "SPY")
from columns import KEPT, declared
def duck():
    import duckdb
    db = duckdb.connect()
    db.execute(f"set threads={threads}")
    return db
def parse():
    db = duck()
    columns = ", ".join(f'"{column}"' for column in KEPT)
    begun = time.perf_counter()
    rows = 0
    reader = db.sql(
        f"select {columns} from read_csv('{text}', delim='\t', header=false, quote='', escape='', "
        f"columns={json.dumps(declared())}, auto_detect=false)").to_arrow_reader(100_000)
    for batch in reader:
        rows += batch.num_rows
    return rows, 0, time.perf_counter() - begun
def with_duckdb():
    db = duck()
    db.execute(f"create table pledges as select * from read_csv('{pledges}', all_varchar=false)")
    db.execute(f"create table states as select * from read_csv('{states}')")
    begun = time.perf_counter()
    attacks = ", ".join(f"'{code}'" for code in ATTACKS)
    official = ", ".join(f"'{code}'" for code in OFFICIAL)
    reader = db.sql(f'''
        select e."GlobalEventID" as event, p.giver, p.treaty, p.article
        from read_parquet('{parquet}') e
        join states a on a.code = e."Actor1CountryCode" and e."SQLDATE" >= a."from" and e."SQLDATE" < a.until
        join states t on t.code = e."Actor2CountryCode" and e."SQLDATE" >= t."from" and e."SQLDATE" < t.until
        join pledges p on p.target = t.id and e."SQLDATE" >= p."from" and e."SQLDATE" < p.until
        where e."EventCode" in ({attacks}) and a.id <> t.id and p.giver <> a.id
          and coalesce(e."Actor1Type1Code", '') in ({official})''').to_arrow_reader(100_000)
    import pyarrow.compute as pc
    rows = total = 0
    for batch in reader:
        rows += batch.num_rows
        total += pc.sum(batch.column(0)).as_py() or 0
    return rows, total, time.perf_counter() - begun
def with_polars():
    import polars as pl
    p = pl.scan_csv(pledges).collect().lazy()
    s = pl.scan_csv(states).collect().lazy()
    begun = time.perf_counter()
    e = pl.scan_parquet(parquet).filter(
        pl.col("EventCode").is_in(ATTACKS) & pl.col("Actor1Type1Code").fill_null("").is_in(OFFICIAL)
    ).select("GlobalEventID", "SQLDATE", "Actor1CountryCode", "Actor2CountryCode")
    a = s.rename({"code": "Actor1CountryCode", "id": "actor", "from": "af", "until": "au"})
    t = s.rename({"code": "Actor2CountryCode", "id": "target", "from": "tf", "until": "tu"})
    q = (e.join(a, on="Actor1CountryCode").filter((pl.col("SQLDATE") >= pl.col("af")) & (pl.col("SQLDATE") < pl.col("au")))
          .join(t, on="Actor2CountryCode").filter((pl.col("SQLDATE") >= pl.col("tf")) & (pl.col("SQLDATE") < pl.col("tu")))
          .filter(pl.col("actor") != pl.col("target"))
          .join(p, on="target").filter((pl.col("SQLDATE") >= pl.col("from")) & (pl.col("SQLDATE") < pl.col("until"))
                                       & (pl.col("giver") != pl.col("actor")))
          .select("GlobalEventID", "giver", "treaty", "article"))
    got = q.collect(engine="streaming")
    rows, total = got.height, got["GlobalEventID"].sum()
    return rows, total, time.perf_counter() - begun
rows, total, seconds = {"parse": parse, "duckdb": with_duckdb, "polars": with_polars}[name]()
print(json.dumps({"rows": rows, "sum": total, "seconds": seconds,
                  "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""

COLUMNS = r"""
KEPT = [KEPT]
NUMBERS = {"GlobalEventID", "SQLDATE", "NumMentions", "NumSources", "DATEADDED"}
ALL = [ALL]
def declared():
    return {name: "BIGINT" if name in NUMBERS else "VARCHAR" for name in ALL}
"""

KEPT = """GlobalEventID SQLDATE Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode Actor1Type1Code
Actor1Type2Code Actor1Type3Code Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2Type1Code Actor2Type2Code
Actor2Type3Code EventCode NumMentions NumSources ActionGeo_CountryCode DATEADDED""".split()

ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
ALL = (
    ["GlobalEventID", "SQLDATE", "MonthYear", "Year", "FractionDate"]
    + [f"Actor{n}{part}" for n in (1, 2) for part in ACTOR]
    + "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split()
    + [f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in GEO]
    + ["DATEADDED", "SOURCEURL"]
)


def best(run):
    """The quickest of several runs, with the most memory of any."""
    runs = [run() for _ in range(RUNS)]
    quickest = min(runs, key=lambda one: one["seconds"])
    return {**quickest, "memory_mb": max(one["memory_mb"] for one in runs)}


def program(*words):
    """A run of a program that prints one line of JSON; its memory is that of the largest child so far."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    out = done.stdout.read()
    _, status, used = os.wait4(done.pid, 0)
    assert status == 0, words
    del before
    told = json.loads(out)
    return {"seconds": time.perf_counter() - begun, **told, "memory_mb": used.ru_maxrss / 1024}


def lookups(folder):
    """The dated pledges and who bore which code when, as the peers join them: days as YYYYMMDD, ends exclusive."""
    number = lambda day, otherwise: int(day.replace("-", "")) if day else otherwise
    listed = subprocess.run([TARGET / "servanda", "pledges", "-f", "csv"], capture_output=True, text=True, check=True).stdout
    import datetime

    def after(day):
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat() if day else ""

    with open(folder / "pledges.csv", "w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["target", "giver", "treaty", "article", "from", "until"])
        for row in csv.DictReader(io.StringIO(listed)):
            rows.writerow([row["to"], row["by"], row["treaty"], row["article"], number(row["from"], 0),
                           number(after(row["until"]), 99999999)])
    # The generator's codes, with the states that bear them throughout its days; two more are regions and no states.
    codes = "USA RUS SYR CHN CAN TUR IRN JPN PAK ISR UKR IRQ POL ARM AZE EGY IND".split()
    codes = {code: code for code in codes} | {"GBR": "UKG", "FRA": "FRN", "DEU": "GMY", "KWT": "KUW", "KAZ": "KZK"}
    with open(folder / "states.csv", "w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["code", "id", "from", "until"])
        rows.writerows([code, state, 0, 99999999] for code, state in codes.items())


def main():
    """All figures, as lines of Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, default=TARGET / "match-bench")
    options = parser.parse_args()
    import duckdb

    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    text, parquet = folder / "events.CSV", folder / "events.parquet"
    if not text.exists():
        with open(text, "wb") as out:
            subprocess.run([TARGET / "examples/events", "generate", str(options.rows), str(SEED)], stdout=out, check=True)
    names = lambda list_: json.dumps(list_)[1:-1]
    (folder / "columns.py").write_text(COLUMNS.replace("[KEPT]", f"[{names(KEPT)}]").replace("[ALL]", f"[{names(ALL)}]"))
    (folder / "peer.py").write_text(PEER)
    sys.path.insert(0, str(folder))
    import columns

    if not parquet.exists():
        kept = ", ".join(f'coalesce("{name}", \'\') as "{name}"' if name not in columns.NUMBERS else f'"{name}"' for name in KEPT)
        duckdb.connect().execute(
            f"copy (select {kept} from read_csv('{text}', delim='\t', header=false, quote='', escape='', "
            f"columns={json.dumps(columns.declared())}, auto_detect=false)) to '{parquet}' "
            "(format parquet, compression zstd)")
    lookups(folder)
    threads = len(os.sched_getaffinity(0))
    peer = lambda name: best(lambda: program(sys.executable, folder / "peer.py", name, text, parquet, folder / "pledges.csv",
                                             folder / "states.csv", threads))
    ours = lambda mode, file: best(lambda: program(TARGET / "examples/match", mode, file))
    size = text.stat().st_size
    print(f"{platform.machine()}, {threads} cores; {options.rows:,} rows, {size / 1e9:.2f} GB of text, "
          f"{parquet.stat().st_size / 1e9:.2f} GB of Parquet\n")
    print("| parse the text to 21 columns | s | million rows a second | memory, MB |\n|---|---|---|---|")
    for name, run in [("servanda", ours("read", text)), ("DuckDB", peer("parse"))]:
        print(f"| {name} | {run['seconds']:.2f} | {run['rows'] / run['seconds'] / 1e6:.2f} | {run['memory_mb']:.0f} |", flush=True)
    out = folder / "matched.parquet"
    command = best(lambda: program(TARGET / "servanda", "match", parquet, "-f", "json", "-o", out))
    matched = duckdb.sql(
        f"select count(*), sum(event) from '{out}' where trigger = 'armed attack' and code <> '192'").fetchall()[0]
    whole = ours("match", parquet)
    print("\n| match from Parquet | s | million events a second | rows that came out | memory, MB |\n|---|---|---|---|---|")
    runs = [("servanda, all triggers", whole, whole["pledges"]),
            ("servanda, the command, all triggers, rows written as Parquet", command, command["pledges"])]
    peers = [(name, peer(name.lower())) for name in ("DuckDB", "polars")]
    runs += [(f"{name}, armed attacks only", run, run["rows"]) for name, run in peers]
    for name, run, rows in runs:
        print(f"| {name} | {run['seconds']:.2f} | {options.rows / run['seconds'] / 1e6:.2f} | {rows:,} | {run['memory_mb']:.0f} |", flush=True)
    print(f"\nArmed attacks: {matched[0]:,} rows, sum {matched[1]}.")
    for name, run in peers:
        assert (run["rows"], int(run["sum"])) == (matched[0], int(matched[1])), (name, run, matched)


main()
