#!/usr/bin/env python3
"""Checks the gold annotations of news/ and prints counts for each kind.

    python3 news/check.py                 check both parts; print counts, never a word of an article
    python3 news/check.py tuning          the same for one part
    python3 news/check.py tuning --spans  print every annotation with its span, one JSON object a line

A gold file stores no offsets. A span follows from `exact` and `occurrence`: it is the place where
`exact` begins for the n-th time in the text, counting overlapping places too, from 1. `start` and
`end` are counted in Unicode code points, `end` exclusive.
"""
import csv, datetime, hashlib, json, pathlib, re, sys, unicodedata

NEWS = pathlib.Path(__file__).resolve().parent
ROOT = NEWS.parent
PARTS = ("tuning", "held-out")

FIELDS = {  # kind -> its fields besides kind, exact and occurrence; `?` may be left out
    "state": ("id",),
    "organization": ("id", "name?"),
    "date": ("value",),
    "membership": ("party", "of", "of_name?", "as", "date"),
    "withdrawal": ("party", "of", "of_name?", "manner", "date"),
    "decision": ("by", "what", "status", "date"),
    "pledge": ("under", "act", "trigger"),
    "claim": ("speaker", "role", "says", "quoted", "stance"),
    "event": ("event", "target", "actor", "date"),
}
WORDS = {
    ("membership", "as"): {"member", "acceded", "founding", "observer"},
    ("withdrawal", "manner"): {"withdrew", "not-renewed", "suspended", "expelled"},
    ("decision", "status"): {"agreed", "postponed", "rejected", "signed", "proposed"},
    ("pledge", "act"): {"aid", "consult", "not_attack", "stay_neutral", "grant_base"},
    ("pledge", "trigger"): {"attack", "threat", None},
    ("claim", "stance"): {"affirms", "denies", "doubts", "predicts"},
    ("claim", "quoted"): {True, False},
    ("event", "event"): {"attack", "invasion", "threat", "coup", "terrorism"},
}


def column(file, name):
    with open(ROOT / "states" / file, encoding="utf-8", newline="") as f:
        return {row[name] for row in csv.DictReader(f)}


def ids():
    states = column("states.csv", "id")
    others = column("entities.csv", "id")
    for file in (ROOT / "treaties").glob("*.treaty.md"):
        text = file.read_text(encoding="utf-8")
        others |= set(re.findall(r"^treaty (\S+) \"", text, re.M))
    return states, others


def places(text, exact):
    at, found = -1, []
    while exact and (at := text.find(exact, at + 1)) >= 0:
        found.append(at)
    return found


def one_day(value):
    if re.fullmatch(r"\d{4}", value):
        return True
    if re.fullmatch(r"\d{4}-\d\d", value):
        return 1 <= int(value[5:]) <= 12
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and bool(datetime.date.fromisoformat(value))
    except ValueError:
        return False


def is_date(value):
    if not isinstance(value, str):
        return False
    ends = value.split("/")
    return len(ends) in (1, 2) and all(one_day(e) for e in ends) and ends == sorted(ends)


def held_out(name):
    return int(hashlib.sha256(name.encode()).hexdigest()[0], 16) % 3 == 0


def check_one(a, text, body_words, states, others, problem):
    """Checks one annotation, returns its span or None."""
    kind = a.get("kind")
    if kind not in FIELDS:
        return problem(f"unknown kind {kind!r}")
    must = {f for f in FIELDS[kind] if not f.endswith("?")} | {"kind", "exact", "occurrence"}
    may = {f[:-1] for f in FIELDS[kind] if f.endswith("?")}
    if not must <= set(a) <= must | may:
        problem(f"{kind}: fields missing {sorted(must - set(a))} or unknown {sorted(set(a) - must - may)}")
        return None
    for (k, field), allowed in WORDS.items():
        if k == kind and a[field] not in allowed:
            problem(f"{kind}: {field} is {a[field]!r}")
    party = lambda i: i in states or i in others
    if kind == "state" and a["id"] not in states:
        problem(f"unknown state {a['id']!r}")
    if kind == "organization":
        if a["id"] is None and not a.get("name"):
            problem("an organization without id needs a name")
        if a["id"] is not None and ("name" in a or a["id"] not in others):
            problem(f"unknown organization or a needless name: {a['id']!r}")
    if kind == "date" and not is_date(a["value"]):
        problem(f"no date: {a['value']!r}")
    if kind in ("membership", "withdrawal"):
        if not party(a["party"]):
            problem(f"unknown party {a['party']!r}")
        if (a["of"] is None) != bool(a.get("of_name")) or (a["of"] is not None and a["of"] not in others):
            problem(f"unknown treaty or organization {a['of']!r}")
    if kind == "decision":
        if not isinstance(a["by"], list) or not all(party(b) for b in a["by"]) or len(set(a["by"])) < len(a["by"]):
            problem(f"decision by {a['by']!r}")
        if not a["what"] or not isinstance(a["what"], str):
            problem("decision without what")
    if kind == "pledge" and a["under"] is not None and a["under"] not in others:
        problem(f"pledge under {a['under']!r}")
    if kind == "claim":
        if a["says"] != a["exact"]:
            problem("claim: says differs from exact")
        for field in ("speaker", "role"):
            if a[field] is not None and a[field] not in body_words:
                problem(f"claim: {field} not in the text")
    if kind == "event":
        actors = a["actor"] if isinstance(a["actor"], list) else [a["actor"]]
        if not all(p is None or party(p) for p in [a["target"], *actors]):
            problem(f"event: unknown target or actor")
    if kind not in ("state", "organization", "date", "claim", "pledge"):
        if a["date"] is not None and not is_date(a["date"]):
            problem(f"{kind}: no date {a['date']!r}")
    found = places(text, a["exact"])
    n = a["occurrence"]
    if not isinstance(n, int) or isinstance(n, bool) or not 1 <= n <= len(found):
        problem(f"{kind}: exact has {len(found)} places, occurrence is {n}")
        return None
    start, end = found[n - 1], found[n - 1] + len(a["exact"])
    if a["exact"] != a["exact"].strip():
        problem(f"{kind}: space at an end of exact")
    word = lambda i: 0 <= i < len(text) and text[i].isalnum()
    if (word(start - 1) and word(start)) or (word(end - 1) and word(end)):
        problem(f"{kind}: span cuts a word at {start}")
    if kind == "claim":
        before, after = text[start - 1 : start], text[end : end + 1]
        if a["quoted"] != (before in '"“' and after in '"”' and bool(before)):
            problem(f"claim: quoted is {a['quoted']} at {start}")
    return start, end


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("-")]
    spans = "--spans" in sys.argv
    if any(a not in PARTS for a in args):
        sys.exit(f"parts are {', '.join(PARTS)}")
    states, others = ids()
    with open(NEWS / "equivalents.csv", encoding="utf-8", newline="") as f:
        groups = [row["ids"].split() for row in csv.DictReader(f)]
    same = {}
    problems = []
    for group in groups:
        for i in group:
            if i not in others or i in same:
                problems.append(f"equivalents.csv: {i}")
            same[i] = group[0]
    numbers = {}
    for part in args or PARTS:
        counts = dict.fromkeys(FIELDS, 0)
        texts = sorted((NEWS / part).glob("*.txt"))
        golds = sorted((NEWS / part).glob("*.gold.json"))
        if [t.name[:-4] for t in texts] != [g.name[:-10] for g in golds]:
            problems.append(f"{part}: an article without gold or gold without an article")
        for file in texts:
            problem = lambda what, file=file: problems.append(f"{part}/{file.name}: {what}")
            raw = file.read_bytes()
            text = raw.decode("utf-8")
            gold = json.loads((file.parent / (file.name[:-4] + ".gold.json")).read_text(encoding="utf-8"))
            if text != unicodedata.normalize("NFC", text) or "\r" in text or not text.endswith("\n"):
                problem("not NFC, or a line does not end in LF")
            lines = text.split("\n")
            if not lines[0].strip() or lines[1] != "":
                problem("no headline with a blank line after it")
            if not re.fullmatch(r"\d{3}-[a-z0-9-]+\.txt", file.name):
                problem("name")
            numbers.setdefault(file.name[:3], []).append(file.name)
            if held_out(file.name) != (part == "held-out"):
                problem("in the wrong part")
            if not 120 <= len(text.split()) <= 350:
                problem(f"{len(text.split())} words")
            if set(gold) != {"article", "published", "annotations"} or gold["article"] != file.name:
                problem("head of the gold file")
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", gold["published"]) or not one_day(gold["published"]):
                problem("published")
            seen, mentioned = set(), set()
            for a in gold["annotations"]:
                span = check_one(a, text, text, states, others, problem)
                if span is None:
                    continue
                kind = a["kind"]
                counts[kind] += 1
                rest = {k: v for k, v in a.items() if k not in ("exact", "occurrence", "says")}
                once = (span, kind) if kind in ("state", "organization", "date") else (span, json.dumps(rest, sort_keys=True))
                if once in seen:
                    problem(f"{kind}: span {span} stored twice")
                seen.add(once)
                if kind in ("state", "organization"):
                    thing = (kind, same.get(a["id"], a["id"]) or a.get("name"))
                    if thing in mentioned:
                        problem(f"{kind} {thing[1]} annotated twice")
                    mentioned.add(thing)
                if spans:
                    print(json.dumps({"article": file.name, "start": span[0], "end": span[1], **a}, ensure_ascii=False))
        if not spans:
            print(f"{part}: {len(texts)} articles, {sum(counts.values())} annotations")
            for kind, n in counts.items():
                print(f"  {kind:13}{n:5}")
    for number, names in numbers.items():
        if len(names) > 1:
            problems.append(f"number {number} used twice")
    for p in problems:
        print("PROBLEM", p, file=sys.stderr)
    sys.exit(1 if problems else 0)


main()
