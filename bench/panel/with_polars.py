"""The directed dyad-year frame in polars, lazily."""

import time

import polars as pl
from files import FIRST, FLAGS, LAST, arguments

files, out = arguments()
begun = time.perf_counter()


def years(frame, start, end):
    """One row for each year of a span of days."""
    first = pl.col(start).dt.year().clip(lower_bound=FIRST)
    last = pl.col(end).dt.year().clip(upper_bound=LAST)
    spans = frame.with_columns(year=pl.int_ranges(first, last + 1))
    return spans.filter(pl.col("year").list.len() > 0).explode("year").with_columns(pl.col("year").cast(pl.Int32))


states = pl.scan_csv(files.states, try_parse_dates=True).select(
    pl.col("ccode").cast(pl.Int32), "start", "end"
)
pairs = (
    states.join(states, how="cross", suffix="2")
    .filter(pl.col("ccode") != pl.col("ccode2"))
    .with_columns(
        start=pl.max_horizontal("start", "start2"), end=pl.min_horizontal("end", "end2")
    )
    .filter(pl.col("start") <= pl.col("end"))
)
frame = years(pairs, "start", "end").select(ccode1="ccode", ccode2="ccode2", year="year").unique()


def day(prefix, name, month, dom):
    """A date; a month or day that is 0 or missing widens it."""
    year = pl.col("yr" + prefix)
    known = [pl.when(pl.col(part + prefix) > 0).then(pl.col(part + prefix)) for part in ["mo", "day"]]
    date = pl.date(year, known[0].fill_null(month), known[1].fill_null(dom))
    return pl.when(year > 0).then(date).otherwise(pl.date(2018, 12, 31)).alias(name)


atop = pl.read_csv(
    files.atop,
    infer_schema_length=10000,
    columns=["atopid", "phase", "member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit"] + FLAGS,
).lazy()
atop = atop.with_columns(day("ent", "start", 1, 1), day("exit", "end", 12, 28))
partners = atop.select("atopid", "phase", "member", "start", "end")
allies = (
    atop.join(partners, on=["atopid", "phase"], suffix="2")
    .filter(pl.col("member") != pl.col("member2"))
    .with_columns(
        start=pl.max_horizontal("start", "start2"), end=pl.min_horizontal("end", "end2")
    )
    .filter(pl.col("start") <= pl.col("end"))
)
allies = (
    years(allies, "start", "end")
    .group_by(
        ccode1=pl.col("member").cast(pl.Int32), ccode2=pl.col("member2").cast(pl.Int32), year="year"
    )
    .agg(pl.col(flag).max().cast(pl.Int8).alias("atop_" + flag) for flag in FLAGS)
)
keys = [pl.col("ccode1").cast(pl.Int32), pl.col("ccode2").cast(pl.Int32)]
nmc = pl.scan_parquet(files.nmc).select(
    pl.col("ccode").cast(pl.Int32), pl.col("year").cast(pl.Int32), "cinc"
)
contiguity = (
    years(pl.scan_parquet(files.contiguity).filter(pl.col("conttype") > 0).with_columns(keys), "stdate", "enddate")
    .group_by("ccode1", "ccode2", "year")
    .agg(pl.col("conttype").min().cast(pl.Int8))
)
mids = (
    pl.scan_parquet(files.mids)
    .group_by(keys + [pl.col("year").cast(pl.Int32)])
    .agg(
        cowmidongoing=pl.col("dispongoing").max().cast(pl.Int8),
        cowmidonset=pl.col("disponset").max().cast(pl.Int8),
    )
)
key = ["ccode1", "ccode2", "year"]
zeros = ["atop_" + flag for flag in FLAGS] + ["conttype", "cowmidongoing", "cowmidonset"]
frame = (
    frame.join(allies, on=key, how="left")
    .join(nmc.rename({"ccode": "ccode1", "cinc": "cinc1"}), on=["ccode1", "year"], how="left")
    .join(nmc.rename({"ccode": "ccode2", "cinc": "cinc2"}), on=["ccode2", "year"], how="left")
    .join(contiguity, on=key, how="left")
    .join(mids, on=key, how="left")
    .with_columns(pl.col(zeros).fill_null(0))
    .sort(key)
    .collect()
)
frame.write_parquet(out, compression="zstd")
print(time.perf_counter() - begun)
