"""The directed dyad-year frame of two centuries: servanda beside polars, DuckDB, pandas and dplyr, in one run.

    bench-env/bin/python bench/panel/measure.py DATA [--runs 5]

DATA is a folder with your own copies, laid out as files.py says. Each peer runs in a process of its own, reads the same
files and writes Parquet packed with Zstandard (dplyr reads CSV and writes nothing). Peers are timed from the first read
to the last write, without the start of their interpreter; servanda is timed as a whole process. All must have the same
rows and the same sums. The middle of the runs counts, and the most memory of any.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import files

HERE = Path(__file__).resolve().parent
SERVANDA = HERE.parent.parent / "target/release/servanda"


def run(command):
    """Wall seconds of a process, its output, and the most memory it held, in MB."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE) as process:
        words = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return time.perf_counter() - begun, words, usage.ru_maxrss / 1024


def sums(path):
    import polars

    frame = polars.read_parquet(path)
    names = ["atop_" + flag for flag in files.FLAGS] + ["conttype", "cowmidongoing", "cowmidonset"]
    counts = [frame.height] + [int(frame[name].cast(polars.Int64).sum() or 0) for name in names]
    return counts + [round(float(frame[name].sum()), 6) for name in ["cinc1", "cinc2"]]


def for_r(data, folder):
    """The inputs as CSV, which R reads by itself."""
    import polars

    polars.read_csv(data.states).write_csv(folder / "states.csv")
    polars.read_csv(data.atop, infer_schema_length=10000).write_csv(folder / "atop.csv")
    for name, path in [("nmc", data.nmc), ("contiguity", data.contiguity), ("mids", data.mids)]:
        polars.read_parquet(path).write_csv(folder / f"{name}.csv")
    false = polars.read_csv(data.states.parent / "false_cow_dyads.csv").select("ccode1", "ccode2", "year")
    turned = false.select(ccode1="ccode2", ccode2="ccode1", year="year")
    polars.concat([false, turned]).unique().write_csv(folder / "false.csv")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    data = files.Files(asked.data)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        own = folder / "servanda.parquet"
        command = [SERVANDA, "panel", "directed-dyad-year", "--system", "cow", "--from", str(files.FIRST)]
        command += ["--to", str(files.LAST), "-o", own]
        sources = {"atop": data.atop, "nmc": data.nmc, "contiguity": data.contiguity, "cow-mid": data.mids}
        for name, path in sources.items():
            command += ["--add", f"{name}={path}"]
        # The same columns as the peers, and where each source speaks.
        flags = ["atop_" + flag for flag in files.FLAGS]
        columns = flags + ["cinc1", "cinc2", "conttype", "cowmidongoing", "cowmidonset"]
        command += ["--only", ",".join(columns)]
        peers = {"servanda": command}
        for name in ["polars", "duckdb", "pandas"]:
            peers[name] = [sys.executable, f"with_{name}.py", asked.data, folder / f"{name}.parquet"]
        if shutil.which("Rscript"):
            for_r(data, folder)
            peers["dplyr"] = ["Rscript", "with_dplyr.R", folder]
        times, memory, said = {name: [] for name in peers}, {}, {}
        for _ in range(asked.runs):
            for name, command in peers.items():
                wall, words, most = run(command)
                times[name].append(wall if name == "servanda" else float(words.split()[0]))
                memory[name] = max(most, memory.get(name, 0))
                said[name] = words
        middle = {name: statistics.median(walls) for name, walls in times.items()}
        expected = sums(own)
        print("rows and sums:", expected)
        for name in peers:
            if name == "dplyr":
                print("dplyr:", said[name].split("sum")[1].strip())
            elif sums(folder / f"{name}.parquet") != expected:
                print(f"{name} differs: {sums(folder / f'{name}.parquet')}")
        print(f"{'':10} {'seconds':>8} {'ratio':>7} {'MB':>6} {'file MB':>8}")
        for name, wall in middle.items():
            path = folder / f"{name}.parquet"
            size = path.stat().st_size / 1e6 if path.exists() else 0
            print(f"{name:10} {wall:8.3f} {wall / middle['servanda']:7.1f} {memory[name]:6.0f} {size:8.2f}")


if __name__ == "__main__":
    main()
