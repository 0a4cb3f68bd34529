"""The directed dyad-year frame in pandas."""

import time

import numpy as np
import pandas as pd
from files import FIRST, FLAGS, LAST, arguments

files, out = arguments()
begun = time.perf_counter()
KEY = ["ccode1", "ccode2", "year"]


def years(frame, start, end):
    """One row for each year of a span of days."""
    first = np.maximum(frame[start].dt.year.to_numpy(), FIRST)
    last = np.minimum(frame[end].dt.year.to_numpy(), LAST)
    counts = np.maximum(last - first + 1, 0)
    rows = np.repeat(np.arange(len(frame)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    spread = frame.iloc[rows].copy()
    spread["year"] = (np.repeat(first, counts) + within).astype("int32")
    return spread


def overlap(frame):
    frame["start"] = np.maximum(frame["start_x"], frame["start_y"])
    frame["end"] = np.minimum(frame["end_x"], frame["end_y"])
    return frame[frame["start"] <= frame["end"]]


states = pd.read_csv(files.states, parse_dates=["start", "end"])[["ccode", "start", "end"]]
states["ccode"] = states["ccode"].astype("int32")
pairs = states.merge(states, how="cross")
pairs = overlap(pairs[pairs["ccode_x"] != pairs["ccode_y"]].copy())
frame = years(pairs, "start", "end").rename(columns={"ccode_x": "ccode1", "ccode_y": "ccode2"})
frame = frame[KEY].drop_duplicates()

names = ["atopid", "phase", "member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit"]
atop = pd.read_csv(files.atop, usecols=names + FLAGS, low_memory=False)
for suffix, name, year, month, dom in [("ent", "start", 2018, 1, 1), ("exit", "end", 2018, 12, 28)]:
    # A month or day that is 0 or missing widens the date; an exit without a year is the end of the data.
    parts = {
        part: atop[column + suffix].replace(0, np.nan).fillna(wide).astype(int)
        for part, column, wide in [("year", "yr", year), ("month", "mo", month), ("day", "day", dom)]
    }
    atop[name] = pd.to_datetime(pd.DataFrame(parts))
allies = atop[["atopid", "phase", "member", "start", "end"] + FLAGS].merge(
    atop[["atopid", "phase", "member", "start", "end"]], on=["atopid", "phase"]
)
allies = overlap(allies[allies["member_x"] != allies["member_y"]].copy())
allies = years(allies, "start", "end").rename(columns={"member_x": "ccode1", "member_y": "ccode2"})
allies = allies.groupby(KEY)[FLAGS].max().add_prefix("atop_").reset_index()

nmc = pd.read_parquet(files.nmc)[["ccode", "year", "cinc"]].astype({"ccode": "int32", "year": "int32"})
near = pd.read_parquet(files.contiguity).astype({"ccode1": "int32", "ccode2": "int32"})
near = near[near["conttype"] > 0].copy()
near["stdate"], near["enddate"] = pd.to_datetime(near["stdate"]), pd.to_datetime(near["enddate"])
contiguity = years(near, "stdate", "enddate").groupby(KEY)["conttype"].min().reset_index()
mids = pd.read_parquet(files.mids).astype({"ccode1": "int32", "ccode2": "int32", "year": "int32"})
mids = mids.groupby(KEY)[["dispongoing", "disponset"]].max().reset_index()
mids = mids.rename(columns={"dispongoing": "cowmidongoing", "disponset": "cowmidonset"})

frame = frame.merge(allies, how="left", on=KEY)
for side in "12":
    own = nmc.rename(columns={"ccode": "ccode" + side, "cinc": "cinc" + side})
    frame = frame.merge(own, how="left", on=["ccode" + side, "year"])
frame = frame.merge(contiguity, how="left", on=KEY).merge(mids, how="left", on=KEY)
zeros = ["atop_" + flag for flag in FLAGS] + ["conttype", "cowmidongoing", "cowmidonset"]
frame[zeros] = frame[zeros].fillna(0).astype("int8")
frame.sort_values(KEY).to_parquet(out, compression="zstd", index=False)
print(time.perf_counter() - begun)
