#!/usr/bin/env python3
"""Runs a conformance pack against a program that answers questions of treaty law.

    servanda test --export pack.json
    python3 scenarios/conformance.py pack.json                 # asks `servanda`
    python3 scenarios/conformance.py pack.json target/release/servanda

Reads the pack and nothing else: its treaties are written to an empty folder, and each question is asked of
that folder alone. Another implementation is put to the same test by another `answer` below. Python 3 with its
standard library is enough. Exit status: 0 all as expected, 1 some not, 2 the pack is not understood.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

SCHEMA = "servanda/conformance/1"
ROW = ["party", "verdict", "act", "toward", "treaty", "article", "norm", "depends_on", "why_not"]


def unpack(pack, folder):
    """Writes every text of the pack into a folder."""
    for text in pack["treaties"]:
        path = os.path.join(folder, text["file"])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(text["text"], file)


def words(asked):
    """The command line that asks a question given as data."""
    event = asked["kind"].replace("_", " ").replace("-", " ")
    line = [event if asked["target"] is None else f"{event} against {asked['target']}"]
    options = {"--by": "+".join(asked["actors"]), "--place": asked["place"], "--on": asked["on"],
               "--known": asked["known"], "--known-to": asked["known_to"]}
    for name, value in options.items():
        line += [name, value] if value else []
    for given in asked["given"]:
        line += ["--found" if given["found"] else "--denied", given["finding"]]
    for name, list_ in [("--assuming", "assuming"), ("--reading", "readings"), ("--prefer", "prefer")]:
        for value in asked[list_]:
            line += [name, value]
    return line + (["--follow"] if asked["follow"] else [])


def answer(program, folder, asked):
    """The whole answer of servanda: rows, conflicts, and why the question lies outside the data."""
    line = [program, "ask", *words(asked), "--corpus", folder, "-f", "json"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(line)}\n{done.stderr}")
    found = json.loads(done.stdout)
    return found["answers"], found["conflicts"], found["data"]["outside"]


def counts(row, only):
    """Whether a row of an answer counts."""
    return all(not only[of] or row[key] in only[of]
               for of, key in [("parties", "party"), ("acts", "act"), ("treaties", "treaty")])


def differences(expected, only, found):
    """What is missing and what is too much, in the pack's own terms."""
    rows, conflicts, outside = found
    kept = [row for row in rows if counts(row, only)]
    have = [{**{key: row[key] for key in ROW}, "round": row.get("round") or 0} for row in kept]
    norms = {(row["party"], row["treaty"], row["norm"]) for row in kept}

    def stands(conflict):
        sides = [conflict["one"], conflict["other"]]
        return all((conflict["party"], side["treaty"], side["norm"]) in norms for side in sides)

    pairs = [("row", expected["rows"], have),
             ("conflict", expected["conflicts"], [one for one in conflicts if stands(one)])]
    for what, want, got in pairs:
        yield from (f"missing {what} {json.dumps(one)}" for one in want if one not in got)
        yield from (f"unexpected {what} {json.dumps(one)}" for one in got if one not in want)
    if expected["outside"] != outside:
        yield f"outside the data: expected {expected['outside']}, found {outside}"


def main(path, program="servanda"):
    with open(path, encoding="utf-8") as file:
        pack = json.load(file)
    if pack.get("schema") != SCHEMA:
        print(f"{path} is no conformance pack `{SCHEMA}`", file=sys.stderr)
        return 2
    asked = [(case, question) for case in pack["cases"] for question in case["questions"]]
    failed = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        unpack(pack, folder)
        replies = pool.map(lambda pair: answer(program, folder, pair[1]["question"]), asked)
        for (case, question), found in zip(asked, replies):
            wrong = list(differences(question["expected"], question["only"], found))
            if wrong:
                failed += 1
                print(f"{case['id']} {case['page']}:{question['line']} {question['question']['text']}")
                print("".join(f"  {line}\n" for line in wrong), end="")
    print(f"{len(pack['cases'])} cases, {len(asked) - failed} questions as expected, {failed} not")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
