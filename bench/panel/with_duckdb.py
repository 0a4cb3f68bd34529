"""The directed dyad-year frame in DuckDB, as one query."""

import time

import duckdb
from files import FIRST, FLAGS, LAST, arguments

files, out = arguments()
begun = time.perf_counter()
maxima = ", ".join(f"max(a.{flag})::tinyint as atop_{flag}" for flag in FLAGS)
zeros = ", ".join(
    f"coalesce({name}, 0)::tinyint as {name}"
    for name in ["atop_" + flag for flag in FLAGS] + ["conttype", "cowmidongoing", "cowmidonset"]
)
duckdb.sql(f"""
copy (
  with states as (select ccode::int as ccode, "start" as s, "end" as e from read_csv('{files.states}')),
  pairs as (
    select a.ccode as ccode1, b.ccode as ccode2, greatest(a.s, b.s) as s, least(a.e, b.e) as e
    from states a, states b where a.ccode <> b.ccode and a.s <= b.e and b.s <= a.e),
  frame as (
    select distinct ccode1, ccode2,
      unnest(range(greatest(year(s), {FIRST}), least(year(e), {LAST}) + 1))::int as year from pairs),
  members as (
    select *, make_date(yrent, coalesce(nullif(moent, 0), 1), coalesce(nullif(dayent, 0), 1)) as s,
      case when yrexit > 0 then make_date(yrexit, coalesce(nullif(moexit, 0), 12), coalesce(nullif(dayexit, 0), 28))
        else date '2018-12-31' end as e
    from read_csv('{files.atop}', sample_size = -1)),
  shared as (
    select a.*, b.member as member2, greatest(a.s, b.s) as first, least(a.e, b.e) as last
    from members a join members b on a.atopid = b.atopid and a.phase = b.phase
    where a.member <> b.member and a.s <= b.e and b.s <= a.e),
  years as (select *, unnest(range(year(first), year(last) + 1))::int as year from shared),
  allies as (
    select a.member::int as ccode1, a.member2::int as ccode2, a.year, {maxima} from years a group by all),
  nmc as (select ccode::int as ccode, year::int as year, cinc from read_parquet('{files.nmc}')),
  near as (
    select ccode1::int as ccode1, ccode2::int as ccode2, conttype,
      unnest(range(year(stdate), year(enddate) + 1))::int as year from read_parquet('{files.contiguity}')
    where conttype > 0),
  contiguity as (select ccode1, ccode2, year, min(conttype) as conttype from near group by all),
  mids as (
    select ccode1::int as ccode1, ccode2::int as ccode2, year::int as year,
      max(dispongoing) as cowmidongoing, max(disponset) as cowmidonset
    from read_parquet('{files.mids}') group by all)
  select frame.ccode1, frame.ccode2, frame.year, one.cinc as cinc1, two.cinc as cinc2, {zeros}
  from frame
  left join allies using (ccode1, ccode2, year)
  left join nmc one on one.ccode = frame.ccode1 and one.year = frame.year
  left join nmc two on two.ccode = frame.ccode2 and two.year = frame.year
  left join contiguity using (ccode1, ccode2, year)
  left join mids using (ccode1, ccode2, year)
  order by 1, 2, 3
) to '{out}' (format parquet, compression zstd)
""")
print(time.perf_counter() - begun)
