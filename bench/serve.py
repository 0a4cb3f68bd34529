"""Figures of the server: see serve.sh. Every figure comes from this one run; nothing is kept from another."""

import asyncio
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND, DATASETTE = sys.argv[1:3]
RATE, SECONDS = 200, 12
QUESTIONS = [
    "attack on Tajikistan by Afghanistan on 2002-05-14",
    "attack on Poland by Russia on 2020-01-01",
    "attack on Serbia by Austria-Hungary on 1914-07-28",
    "attack on France by Germany on 1938-09-01",
    "attack on South Korea by North Korea on 1960-06-25",
]


class Server:
    """A process that serves, and where."""

    def __init__(self, words, port, path):
        """Starts it and waits for the first answer."""
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            if subprocess.run(["curl", "-sf", "-o", "/dev/null", self.address + path]).returncode == 0:
                return
            time.sleep(0.1)
        raise SystemExit(f"{words[0]} does not answer")

    def memory(self):
        """Resident memory in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def stop(self):
        """Ends it."""
        self.process.terminate()
        self.process.wait(10)


async def one(port, queue, spent, failed):
    """A connection that asks what comes in; the time counts from when it was due."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while True:
        due, target = await queue.get()
        if target is None:
            writer.close()
            return
        writer.write(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            failed.append(head)
        length = re.search(rb"content-length: (\d+)", head, re.I)
        if length:
            await reader.readexactly(int(length[1]))
        else:
            while True:
                size = int(await reader.readline(), 16)
                await reader.readexactly(size + 2)
                if not size:
                    break
        spent.append(time.perf_counter() - due)


async def steady(port, targets, rate, seconds):
    """So many requests a second, each sent when it is due, whether or not those before it were answered."""
    queue, spent, failed = asyncio.Queue(), [], []
    workers = [asyncio.create_task(one(port, queue, spent, failed)) for _ in range(32)]
    begin = time.perf_counter()
    for number in range(rate * seconds):
        due = begin + number / rate
        await asyncio.sleep(max(0, due - time.perf_counter()))
        queue.put_nowait((due, targets[number % len(targets)]))
    for _ in workers:
        queue.put_nowait((0, None))
    await asyncio.gather(*workers)
    spent.sort()
    at = lambda part: spent[min(len(spent) - 1, int(len(spent) * part))] * 1000
    return at(0.5), at(0.9), at(0.99), spent[-1] * 1000, len(failed)


def wrk(address, script, seconds=6):
    """Requests a second that wrk gets with 16 connections from one thread, and how many failed."""
    done = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", "-s", str(script), address], capture_output=True, text=True, check=True
    ).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", done)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1]), int(bad[1]) if bad else 0


def members(address):
    """The membership table as the server gives it, page by page."""
    rows = []
    while True:
        page = f"{address}/api/v1/members?limit=1000&offset={len(rows)}"
        given = json.loads(subprocess.run(["curl", "-sf", page], capture_output=True, check=True).stdout)
        rows += given["members"]
        if len(rows) == given["total"]:
            return rows


def table(folder, rows):
    """The same table in SQLite, with an index on each column that is asked for: lists and objects as JSON."""
    path = Path(folder) / "treaties.db"
    database = sqlite3.connect(path)
    names = sorted({name for row in rows for name in row})
    columns = ", ".join(f'"{name}"' for name in names)
    database.execute(f"create table members ({columns})")
    cell = lambda value: json.dumps(value) if isinstance(value, (dict, list)) else value
    values = [[cell(row.get(name)) for name in names] for row in rows]
    database.executemany(f"insert into members values ({', '.join('?' * len(names))})", values)
    database.execute("create index members_party on members (party)")
    database.commit()
    database.close()
    return path


# Every request of a run asks for other rows, so that no answer is at hand.
TURNING = """
local number = 0
function request()
  number = number + 1
  return wrk.format("GET", string.format("%s", (wrk.path:gsub("NUMBER", tostring(number % 1400)))))
end
"""


def main():
    """All figures, as lines of Markdown."""
    from urllib.parse import quote

    import uvloop

    server = Server([COMMAND, "serve", "--port", "18104", "--rate", "0"], 18104, "/")
    targets = [f"/ask?q={quote(text)}" for text in QUESTIONS]
    # Days that nobody asked about before, so that no answer is at hand.
    fresh = [f"/ask?q={quote(f'attack on Poland by Russia on {year}-{month:02}-{day:02}')}"
             for year in range(1994, 2021) for month in range(1, 13) for day in range(1, 15)]
    uvloop.run(steady(18104, targets, 20, 1))
    print(f"| Ask page, {RATE} a second for {SECONDS} s | p50 ms | p90 ms | p99 ms | most ms | failed | memory after it, MB |")
    print("|---|---|---|---|---|---|---|")
    for name, list_ in [("five questions in turn", targets), ("each question once", fresh)]:
        figures = uvloop.run(steady(18104, list_, RATE, SECONDS))
        print(f"| {name} | " + " | ".join(f"{figure:.1f}" for figure in figures[:4]) + f" | {figures[4]} | {server.memory():.0f} |", flush=True)
    rows = members(server.address)
    assert len(rows) > 2000, len(rows)
    with tempfile.TemporaryDirectory() as folder:
        words = [DATASETTE, str(table(folder, rows)), "--port", "18105", "--setting", "max_returned_rows", "1000"]
        other = Server(words, 18105, "/")
        script = Path(folder) / "turning.lua"
        script.write_text(TURNING)
        print(f"\nThe membership table of {len(rows)} rows as JSON, requests a second:\n")
        print("| what | servanda | Datasette | times |\n|---|---|---|---|")
        for name, ours, theirs in [
            ("1,000 rows from a row that changes", "?limit=1000&offset=NUMBER",
             "_size=1000&_next=NUMBER"),
            ("100 rows from a row that changes", "?limit=100&offset=NUMBER", "_size=100&_next=NUMBER"),
            ("the same 1,000 rows each time", "?limit=1000", "_size=1000"),
        ]:
            ours = f"{server.address}/api/v1/members{ours}"
            theirs = f"{other.address}/treaties/members.json?_shape=array&{theirs}"
            given = [json.loads(subprocess.run(["curl", "-sf", address.replace("NUMBER", "100")], capture_output=True).stdout)
                     for address in (ours, theirs)]
            assert len(given[0]["members"]) == len(given[1]), (len(given[0]["members"]), len(given[1]))
            firsts = [given[0]["members"][0]["treaty"], given[1][0]["treaty"]]
            assert firsts[0] == firsts[1], firsts
            (their, bad), (our, worse) = wrk(theirs, script), wrk(ours, script)
            assert not bad and not worse, (bad, worse)
            print(f"| {name} | {our:.0f} | {their:.0f} | {our / their:.1f} |", flush=True)
        other.stop()
    print(f"\nMemory after all of it: {server.memory():.0f} MB.")
    server.stop()


main()
