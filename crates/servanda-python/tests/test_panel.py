"""Panels: rows and columns are the command's, missing cells stay what they are, and every reader of
Arrow sees the same table."""

import datetime
import gzip
import pickle
import threading
import time

import duckdb
import pandas
import polars
import pyarrow.parquet
import pytest
from conftest import data

import servanda


def directed(start=2000, end=2001, **options):
    return servanda.directed_dyad_years(start=start, end=end, **options)


def test_the_frame_is_the_commands_byte_for_byte(command, tmp_path):
    panel = directed().add_servanda()
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    words = ["panel", "directed-dyad-year", "--from", "2000", "--to", "2001", "--add", "servanda"]
    for ending in ["parquet", "arrow", "csv"]:
        rows = panel.write(f"{ours}.{ending}")
        command(*words, "-o", f"{theirs}.{ending}")
        assert rows == panel.rows
        one, two = (path.with_suffix(f".{ending}").read_bytes() for path in (ours, theirs))
        # The metadata of an Arrow file stand in no order.
        assert one == two or ending != "csv"
    one, two = (polars.read_parquet(f"{path}.parquet") for path in (ours, theirs))
    assert one.equals(two) and one.height == panel.rows
    assert polars.DataFrame(panel).select(two.columns).equals(one, null_equal=True)
    assert pyarrow.parquet.read_schema(f"{ours}.parquet").metadata == pyarrow.parquet.read_schema(
        f"{theirs}.parquet"
    ).metadata


def test_frames_of_real_files_are_the_commands(command, tmp_path):
    atop, nmc = data("alliances/atop5.1_member.csv.gz"), data("panels/nmc7.0_state_year.parquet")
    panel = servanda.dyad_years(system="cow", start=1930, end=1940).add_atop(atop).add_similarity(atop)
    theirs = tmp_path / "theirs.parquet"
    words = ["panel", "dyad-year", "--from", "1930", "--to", "1940", "-o", theirs]
    command(*words, "--add", f"atop={atop}", "--add", "similarity")
    frame = polars.DataFrame(panel)
    assert frame.equals(polars.read_parquet(theirs), null_equal=True) and frame.width > 10
    command(*words, "--add", f"atop={atop}", "--add", f"nmc={nmc}", "--add", "similarity")
    weighed = servanda.dyad_years(start=1930, end=1940).add_atop(atop).add_nmc(nmc).add_similarity()
    assert polars.DataFrame(weighed).equals(polars.read_parquet(theirs), null_equal=True)
    alone = servanda.dyad_years(start=1930, end=1940).add_similarity(atop)
    assert alone.added == panel.added


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path):
    panel = servanda.state_years(start=2000, end=2000)
    with pytest.raises(servanda.ServandaError) as refused:
        panel.write(tmp_path / "no" / "frame.parquet")
    assert refused.value.code == "SV0704"
    with pytest.raises(servanda.ServandaError, match="xlsx"):
        panel.write(tmp_path / "frame.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_three_readers_see_the_same_rows():
    panel = servanda.dyad_years(system="cow", start=1816, end=2016)
    frame = polars.DataFrame(panel)
    table = panel.to_pandas()
    rows = duckdb.sql("select count(*), min(year), max(year), sum(ccode2) from panel").fetchall()[0]
    assert frame.height == len(table) == rows[0] == panel.rows == len(panel) > 900_000
    assert rows[1:] == (1816, 2016, frame["ccode2"].cast(polars.Int64).sum())
    assert int(table["ccode2"].sum()) == rows[3]
    twice = servanda.dyad_years(system="cow", start=1816, end=2016, directed=True)
    assert twice.rows == 2 * panel.rows


def test_types_are_kept():
    frame = polars.DataFrame(directed().add_servanda())
    assert frame.schema["ccode1"] == polars.Int32
    assert frame.schema["servanda_covered"] == polars.Boolean
    days = polars.DataFrame(servanda.panel("state-day", start="2000-02-28", end="2000-03-01"))
    assert days["date"].unique().sort().to_list() == [
        datetime.date(2000, 2, 28),
        datetime.date(2000, 2, 29),
        datetime.date(2000, 3, 1),
    ]


def address(column):
    """Where the values of a column lie in memory."""
    return column.to_numpy(allow_copy=False).ctypes.data


def test_a_collected_table_is_read_without_a_copy():
    table = directed(2000, 2000).add_servanda().collect()
    one, two = polars.DataFrame(table), polars.DataFrame(table)
    for name in ["ccode1", "year", "servanda_aid_pledges", "servanda_aid_days"]:
        assert address(one[name]) == address(two[name]), name
    arrow = pyarrow.table(table)
    assert arrow["ccode1"].chunk(0).buffers()[1].address == address(one["ccode1"])
    del table, arrow
    assert one["year"].unique().to_list() == [2000]


def test_builders_do_not_change():
    bare = directed()
    added = bare.add_servanda()
    assert len(added.columns) > len(bare.columns) == 3
    assert bare.added == () and added.added == (("servanda", None),)
    again = pickle.loads(pickle.dumps(added))
    assert again.rows == added.rows and again.added == added.added


def test_columns_say_what_they_mean():
    columns = {column.name: column for column in directed().add_servanda().columns}
    assert columns["ccode1"].source is None
    aid = columns["servanda_aid"]
    assert aid.source == "servanda" and "pledged" in aid.meaning
    assert aid.covered_by == "servanda_covered"
    about = directed().add_servanda().about
    assert about["schema"] == "servanda/panel/1" and about["unit"] == "directed-dyad-year"
    assert about["sources"][0]["name"] == "servanda"


REFUSED = [
    (lambda: servanda.panel("dyadyear"), "is no unit"),
    (lambda: servanda.panel("dyad-year", system="ksg"), "is no list of states"),
    (lambda: servanda.panel("dyad-year", partial="some"), "is no rule"),
    (lambda: servanda.panel("dyad-year", start="lately"), "is no time"),
    (lambda: servanda.state_years(end=2100), "2016"),
    (lambda: servanda.alliance_years(), "needs a list of alliances"),
    (lambda: directed().add("moonlight"), "moonlight"),
    (lambda: directed().add("atop"), "needs the user's own file"),
    (lambda: directed().add_servanda().add_servanda(), "there already"),
]


@pytest.mark.parametrize("make, words", REFUSED)
def test_what_is_refused_says_what_to_do(make, words):
    with pytest.raises(servanda.ServandaError, match=words) as refused:
        make().rows
    assert refused.value.code == "SV0709" and refused.value.help


def test_a_file_that_is_not_there_is_told_at_once(tmp_path):
    with pytest.raises(servanda.ServandaError) as refused:
        directed().add_atop(tmp_path / "nothing.csv")
    assert refused.value.code == "SV0704"
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    panel = directed().add_atop(other)
    with pytest.raises(servanda.ServandaError, match="other.csv"):
        panel.rows


def test_a_cell_is_a_value_or_one_of_two_kinds_of_nothing():
    panel = directed(2002, 2002).add_servanda()
    keys = {"ccode1": 365, "ccode2": 702, "year": 2002}
    assert panel.cell("servanda_aid", **keys) == "depends"
    assert panel.cell("servanda_aid_pledges", **keys) >= 1
    assert panel.cell("servanda_covered", **keys) is True
    assert panel.cell("year", **keys) == 2002
    for column, keys, words in [
        ("moon", keys, "no column"),
        ("year", {**keys, "year": 1999}, "no row"),
        ("year", {"ccode1": 365}, "named by ccode1, ccode2, year"),
        ("year", {**keys, "ccode1": "365"}, "no row"),
    ]:
        with pytest.raises(KeyError, match=words):
            panel.cell(column, **keys)
    day = servanda.panel("state-day", start="2000-01-01", end="2000-01-02")
    assert day.cell("ccode", ccode=2, date=datetime.date(2000, 1, 2)) == 2
    with pytest.raises(TypeError):
        bool(servanda.UNKNOWN)
    with pytest.raises(TypeError):
        servanda.OUTSIDE + 1
    assert servanda.UNKNOWN != servanda.OUTSIDE
    assert pickle.loads(pickle.dumps(servanda.OUTSIDE)) is servanda.OUTSIDE


def test_missing_cells_of_a_real_file_stay_apart():
    atop = data("alliances/atop5.1_member.csv.gz")
    panel = servanda.directed_dyad_years(start=2000, end=2020, beyond_list=True).add_atop(atop)
    keys = {"ccode1": 2, "ccode2": 20}
    assert panel.cell("atop_defense", **keys, year=2000) == 1
    assert panel.cell("atop_defense", **{**keys, "ccode2": 40}, year=2000) in (0, 1)
    assert panel.cell("atop_defense", **keys, year=2020) is servanda.OUTSIDE
    frame = polars.DataFrame(panel)
    outside = frame.filter(~polars.col("atop_covered"))
    assert outside["atop_defense"].null_count() == outside.height > 0
    assert frame.filter(polars.col("atop_covered"))["atop_defense"].null_count() == 0
    table = panel.to_pandas()
    assert table["atop_defense"].isna().sum() == outside.height
    nulls = duckdb.sql("select count(*) from panel where atop_defense is null").fetchall()[0]
    assert nulls == (outside.height,)
    assert "outside" in servanda.panel(
        "directed-dyad-year", start=2020, end=2020, beyond_list=True
    ).add_atop(atop)._repr_html_()


def test_rows_that_cannot_be_used_are_told(tmp_path):
    lines = gzip.decompress(data("alliances/atop5.1_member.csv.gz").read_bytes()).split(b"\n")
    at = lines[0].replace(b'"', b"").split(b",").index(b"yrent")
    broken = lines[1].split(b",")
    broken[at] = b"moon"
    path = tmp_path / "members.csv"
    path.write_bytes(b"\n".join([lines[0], b",".join(broken), *lines[2:200]]))
    panel = directed().add_atop(path)
    with pytest.warns(servanda.ServandaWarning, match="left out: `members.csv`, line 2") as told:
        panel.rows
    assert told[0].filename == __file__
    assert panel.left_out[0].file == "members.csv" and panel.left_out[0].line == 2
    assert "rows of files left out" in panel._repr_html_()


def test_html_is_readable():
    page = directed().add_servanda()._repr_html_()
    assert "<th" in page and "ccode1" in page and "What the columns mean" in page
    assert "directed-dyad-year" in page and "<script" not in page
    assert repr(directed().add_servanda()).startswith("<servanda.Panel of directed-dyad-year")


def ticks_during(work):
    """How long some work took, and how often another thread ran meanwhile."""
    ticks, stop = [], threading.Event()

    def tick():
        while not stop.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    start = time.perf_counter()
    work()
    end = time.perf_counter()
    stop.set()
    thread.join()
    return end - start, sum(start < at < end for at in ticks)


def test_other_threads_run_while_a_panel_is_made(tmp_path):
    panel = servanda.directed_dyad_years(start=1900, end=1990).add_servanda()
    works = [lambda: panel.rows, panel.collect]
    works += [lambda: panel.write(tmp_path / "frame.parquet")]
    for work in works:
        took, ticks = ticks_during(work)
        # Held the lock, the other thread would run once or not at all.
        assert ticks >= min(20, took * 100), (took, ticks)


def test_pandas_keeps_what_is_missing():
    table = directed().add_servanda().to_pandas()
    assert isinstance(table, pandas.DataFrame)
    assert table["servanda_aid_days"].dtype == "float64"
