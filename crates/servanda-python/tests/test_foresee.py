"""What the prospects of an alliance are is what the command says."""

import datetime

import pytest
from conftest import data

import servanda

SPAN = ["--from", "2002-05-14", "--to", "2012-05-14"]
YEARS = {"start": "2002-05-14", "end": datetime.date(2012, 5, 14)}


def test_prospects_are_the_commands_in_every_form(command):
    prospects = servanda.foresee("CST", **YEARS, draws=500, seed=7)
    asked = ["foresee", "CST", *SPAN, "--draws", "500", "--seed", "7"]
    assert prospects.to_json() == command(*asked, "-f", "json")
    assert str(prospects) == command(*asked)
    assert prospects.brief == command(*asked, "-f", "md")
    assert prospects.svg == command(*asked, "-f", "svg")
    assert prospects["schema"] == "servanda/foresee/1" and len(prospects["missing"]) == 4
    shown = prospects._repr_html_()
    assert "<svg" in shown and "<?xml" not in shown and prospects["warnings"][1] in shown


def test_figures_are_a_table():
    figures = servanda.foresee("CST", **YEARS, draws=100).figures
    rows = figures.head(figures.rows)
    chances = [row["value"] for row in rows if row["figure"] == "share honored"]
    assert 0.745 in chances and all(0 <= chance <= 1 for chance in chances)
    assert {row["section"] for row in rows} >= {"honored", "cascade", "factor"}


def test_two_organizations_on_the_same_terms(command):
    prospects = servanda.foresee("CST", **YEARS, against="NATO", by="China", draws=200)
    asked = ["foresee", "CST", *SPAN, "--against", "NATO", "--by", "China", "--draws", "200"]
    assert prospects.to_json() == command(*asked, "-f", "json")
    assert [one["treaty"] for one in prospects["organizations"]] == ["CST", "NATO"]


def test_files_of_data_add_to_it(command):
    files = {
        "atop": data("alliances/atop5.1_member.csv.gz"),
        "alliances": data("alliances/atop5.1_alliance.csv.gz"),
        "wars": data("wars/cow_interstate_war.csv"),
        "nmc": data("panels/nmc7.0_state_year.parquet"),
    }
    prospects = servanda.foresee("CST", **YEARS, draws=100, **files)
    asked = [part for name, path in files.items() for part in (f"--{name}", path)]
    assert prospects.to_json() == command("foresee", "CST", *SPAN, "--draws", "100", *asked, "-f", "json")
    assert prospects["missing"] == [] and prospects["organizations"][0]["hazard"]


def test_wars_and_capabilities_are_the_same_in_every_form_of_table(tmp_path):
    parquet, csv, feather = (pytest.importorskip(f"pyarrow.{name}") for name in ["parquet", "csv", "feather"])
    wars = data("wars/cow_interstate_war.csv")
    nmc = data("panels/nmc7.0_state_year.parquet")
    parquet.write_table(csv.read_csv(wars), tmp_path / "wars.parquet")
    feather.write_feather(csv.read_csv(wars), tmp_path / "wars.arrow")
    columns = ["ccode", "year", "cinc"]
    csv.write_csv(parquet.read_table(nmc, columns=columns), tmp_path / "nmc.csv")
    texts = servanda.foresee("CST", **YEARS, draws=100, wars=wars, nmc=tmp_path / "nmc.csv")
    for name in ["wars.parquet", "wars.arrow"]:
        columnar = servanda.foresee("CST", **YEARS, draws=100, wars=tmp_path / name, nmc=nmc)
        assert columnar == texts
    assert texts["organizations"][0]["members"][0]["capability"] > 0


def test_rows_that_cannot_be_used_are_told(tmp_path):
    file = tmp_path / "nmc.csv"
    file.write_text("ccode,year,cinc\n365,2001,.05\n365,x,.05\n")
    with pytest.warns(servanda.ServandaWarning, match="line 3, column `year`"):
        servanda.foresee("CST", **YEARS, draws=10, nmc=file)


def test_a_backtest_is_the_commands(command):
    alliances = data("alliances/atop5.1_alliance.csv.gz")
    backtest = servanda.backtest(alliances)
    assert backtest.to_json() == command("foresee", "backtest", "--alliances", alliances, "-f", "json")
    assert str(backtest) == command("foresee", "backtest", "--alliances", alliances)
    assert backtest.brief.startswith("# ") and backtest.svg is None
    row = backtest.figures.head(1)[0]
    assert isinstance(row["brier"], float) and isinstance(row["events"], int)


def test_faults_have_their_codes(tmp_path):
    with pytest.raises(servanda.ServandaError, match="SV0920"):
        servanda.foresee("CST", **YEARS, draws=0)
    with pytest.raises(servanda.ServandaError, match="SV0920"):
        servanda.foresee("CST", **YEARS, seed=2**64)
    with pytest.raises(servanda.ServandaError, match="no treaty"):
        servanda.foresee("NOWHERE", **YEARS)
    with pytest.raises(servanda.ServandaError, match="cannot read"):
        servanda.backtest(tmp_path / "missing.csv")
