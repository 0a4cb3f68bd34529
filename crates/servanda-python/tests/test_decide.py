"""What a meeting may decide is what the command says."""

import json

import pytest

import servanda

MOSCOW = "MOSCOW-2002-05-14"


def test_a_summit_is_the_commands(command):
    decision = servanda.decide(MOSCOW, draws=20, seed=7)
    assert decision.to_json() == command("decide", MOSCOW, "--draws", "20", "--seed", "7", "-f", "json")
    assert decision["schema"] == "servanda/decide/1"
    assert "weighted mean" in str(decision) and decision.svg.startswith("<?xml")


def test_a_table_is_the_commands(command, tmp_path):
    file = tmp_path / "three.csv"
    file.write_text("Actor,Capability,Position,Salience\nA,1,4,0.8\nB,2,7,0.4\nC,1,10,0.9\n")
    decision = servanda.decide(file, model="eu", rounds=3)
    assert decision == json.loads(command("decide", str(file), "--rounds", "3", "-f", "json"))
    assert len(decision["rounds"]) == 4 and decision.svg is None


def test_power():
    council = servanda.power([4, 4, 4, 2, 2, 1], 12)
    assert council["shapley_shubik"] == pytest.approx([7 / 30] * 3 + [3 / 20] * 2 + [0])


def test_faults_have_their_codes():
    with pytest.raises(servanda.ServandaError, match="SV1006"):
        servanda.power([1, 2], 9)
    with pytest.raises(servanda.ServandaError, match="SV1005"):
        servanda.decide(MOSCOW, preset="by-heart")
