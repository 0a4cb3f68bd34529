"""Questions: the answer is the command's, in every form."""

import csv
import datetime
import io
import json
import pickle

import polars
import pytest

import servanda

QUESTION = "attack on Tajikistan by Afghanistan on 2002-05-14"


@pytest.fixture(scope="module")
def answer():
    return servanda.ask(QUESTION)


def test_the_contract_is_the_commands(answer, command):
    assert answer.json() == json.loads(command("ask", QUESTION, "-f", "json"))
    assert answer.to_json() == command("ask", QUESTION, "-f", "json")
    assert dict(answer) == answer.json() and answer["schema"] == "servanda/answer/1"


def test_the_text_is_the_commands_table(answer, command):
    assert str(answer) == command("ask", QUESTION)


def test_the_rows_are_the_commands_table_cell_for_cell(answer, command):
    lines = list(csv.DictReader(io.StringIO(command("ask", QUESTION, "-f", "csv"))))
    rows = polars.DataFrame(answer).to_dicts()
    assert len(rows) == len(lines) > 5
    for row, line in zip(rows, lines):
        assert {name: "" if cell is None else str(cell) for name, cell in row.items()} == line
    assert rows[0]["on"] == datetime.date(2002, 5, 14)
    assert rows[0]["ccode"] == int(lines[0]["ccode"])


def test_options_mean_what_they_mean_to_the_command(command):
    asked = servanda.ask(
        "attack on Tajikistan", on=datetime.date(2002, 5, 14), by="Afghanistan", follow=True
    )
    words = ["ask", "attack on Tajikistan", "--on", "2002-05-14", "--by", "Afghanistan"]
    assert asked.json() == json.loads(command(*words, "--follow", "-f", "json"))
    assert asked["rounds"]


def test_treaties_of_ones_own(tmp_path):
    pact = tmp_path / "pact.treaty"
    pact.write_text(
        'treaty PACT "Pact of two"\n  signed 1852-03-01\n  in force 1852-03-01\n'
        '  source text "invented"\n\nmembers\n  TUS MOD signed 1852-03-01 in force 1852-03-01\n\n'
        "article 1\n  norm aid\n    when A attacks V\n    where V is party\n"
        "    each other party must aid V\n"
    )
    asked = servanda.ask("attack on Tuscany on 1853-05-01", corpus=pact)
    assert asked.parties("must") == ["Modena"]
    beside = servanda.ask("attack on Tuscany on 1853-05-01", add=[pact])
    assert beside.parties("must") == ["Modena"]


REFUSED = [
    (["attack on Tajikistan"], "SV0603"),
    (["attack on Korea on 2000-01-01"], "SV0302"),
    (["dance on Tajikistan on 2002-05-14"], None),
    (["attack on Atlantis on 2002-05-14"], None),
    (["attack on Tajikistan on 2002-02-30"], None),
    ([""], None),
]


@pytest.mark.parametrize("words, code", REFUSED)
def test_what_is_refused_is_told_in_the_commands_words(words, code, command):
    with pytest.raises(servanda.ServandaError) as refused:
        servanda.ask(*words)
    told = command("ask", *words, fails=True)
    error = refused.value
    assert error.code == code or code is None
    assert error.code.startswith("SV") and error.help and error.message
    # The command's lines are as wide as COLUMNS says, and pipes are wider: the words are the same.
    assert " ".join(str(error).split()) in " ".join(told.split())
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.faults) == (str(error), error.faults)


def test_a_name_of_several_states_is_refused_with_the_choices():
    with pytest.raises(servanda.ServandaError) as refused:
        servanda.ask("attack on Korea on 2000-01-01")
    assert "North Korea" in str(refused.value) and "South Korea" in str(refused.value)


def test_a_claim_or_reading_that_is_not_there():
    with pytest.raises(servanda.ServandaError) as refused:
        servanda.ask(QUESTION, assuming=["no-such-claim"])
    assert refused.value.code == "SV0502"
    with pytest.raises(servanda.ServandaError):
        servanda.ask(QUESTION, reading="NATO/none")
    with pytest.raises(servanda.ServandaError) as refused:
        servanda.ask(QUESTION, corpus="no/such/folder")
    assert refused.value.code == "SV0704"


def test_a_finding_that_nothing_asks_for_is_told():
    with pytest.warns(servanda.ServandaWarning, match="changes no answer"):
        servanda.ask(QUESTION, found="future-attack")


def test_a_question_outside_the_data():
    asked = servanda.ask("attack on Korea by the United States on 1871-06-10")
    assert asked.outside and asked.rows == 0
    assert polars.DataFrame(asked).height == 0
    assert "Outside the data" in asked._repr_html_()
    assert servanda.ask(QUESTION).outside is None


def test_html_has_the_verdicts_in_groups(answer):
    page = answer._repr_html_()
    assert page.index('id="must">Must<') < page.index("Not bound, though often thought so")
    assert "Armenia" in page and "CST art. 4" in page and "href" not in page.replace('href="#', "")
    assert "<script" not in page and page.count("<details") == page.count("</details>")


def test_pledges_are_the_commands(command):
    table = servanda.pledges("aid", to="Norway", on="1986-08-14")
    lines = list(
        csv.DictReader(
            io.StringIO(command("pledges", "--to", "Norway", "--on", "1986-08-14", "-f", "csv"))
        )
    )
    rows = polars.DataFrame(table).to_dicts()
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows] == lines
    assert len(rows) > 10 and isinstance(rows[0]["from"], datetime.date)
    with pytest.raises(servanda.ServandaError) as refused:
        servanda.pledges("dance")
    assert refused.value.code == "SV0604"


def test_treaties_are_the_commands(command):
    lines = list(csv.DictReader(io.StringIO(command("treaty", "-f", "csv"))))
    rows = polars.DataFrame(servanda.treaties()).to_dicts()
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows] == lines
    assert servanda.treaties(on="1914-07-01").rows < servanda.treaties().rows
