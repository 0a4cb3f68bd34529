"""The package as such: what it needs, what it says of itself, and its documentation."""

import ast
import doctest
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

import servanda
from servanda import _servanda

MODULES = ["servanda", "servanda._error", "servanda._missing", "servanda.table", "servanda.answer"]
MODULES += ["servanda.panel"]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_docstrings_hold(name):
    found = doctest.testmod(importlib.import_module(name))
    assert found.failed == 0
    assert found.attempted > 0 or name in ("servanda.table",)


def test_the_examples_of_the_page_hold():
    found = doctest.testfile(str(ROOT / "docs/src/python.md"), module_relative=False)
    assert found.attempted > 5 and found.failed == 0


def test_everything_public_is_documented_with_an_example():
    for name in servanda.__all__:
        thing = getattr(servanda, name)
        if not callable(thing) or inspect.isclass(thing) and issubclass(thing, tuple):
            continue
        assert thing.__doc__, name
        if inspect.isfunction(thing):
            assert ">>>" in thing.__doc__, f"{name} has no example"
    for class_ in (servanda.Panel, servanda.Answer, servanda.Table):
        for name, member in inspect.getmembers(class_):
            if not name.startswith("_") and (callable(member) or isinstance(member, property)):
                assert inspect.getdoc(member), f"{class_.__name__}.{name}"


def test_every_source_has_a_method_and_its_type():
    text = Path(inspect.getfile(sys.modules["servanda.panel"])).read_text()
    named = {
        node.name: len(node.args.args) - len(node.args.defaults)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("add_")
    }
    known = {
        "add_" + name.replace("-", "_"): 2 if file else 1 for name, _, file in _servanda.known()
    }
    assert named == known, "python/servanda/panel.py: the list under TYPE_CHECKING is not that of the core"
    for name in known:
        assert callable(getattr(servanda.Panel, name))


def test_the_stub_has_what_the_native_half_has():
    text = Path(_servanda.__file__).with_name("_servanda.pyi").read_text()
    names = {
        getattr(node, "name", None) or node.target.id
        for node in ast.parse(text).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AnnAssign))
    }
    there = {name for name in dir(_servanda) if name == "__version__" or not name.startswith("_")}
    assert names == there
    assert Path(_servanda.__file__).with_name("py.typed").exists()


NO_PYARROW = """
import sys
from importlib.machinery import PathFinder
found = PathFinder.find_spec
hidden = lambda name, *rest: None if name.split(".")[0] == "pyarrow" else found(name, *rest)
PathFinder.find_spec = hidden
import servanda
panel = servanda.dyad_years(start=2000, end=2000).add_servanda()
import polars
assert polars.DataFrame(panel).height == panel.rows
assert panel.to_polars().height == panel.rows
assert servanda.ask("attack on Norway on 2024-01-01").to_polars().height > 0
import duckdb
aided = duckdb.sql("select count(*) from panel where servanda_aid = 'depends'").fetchall()[0][0]
assert 0 < aided < panel.rows, aided
try:
    panel.to_pandas()
except ImportError as error:
    assert "pip install" in str(error), error
else:
    raise AssertionError("pandas read Arrow without pyarrow")
assert "pyarrow" not in sys.modules
"""


def test_pyarrow_is_not_needed():
    subprocess.run([sys.executable, "-c", NO_PYARROW], check=True)


def test_importing_it_imports_no_reader():
    code = "import servanda, sys; print([m for m in ('pandas','polars','pyarrow','duckdb','numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
