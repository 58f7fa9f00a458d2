"""The bundle's PySide6 loads what it knows of signatures when somebody asks, and knows it all."""

import importlib.machinery
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import PySide6
import pytest
import shiboken6

RECIPE = Path(__file__).resolve().parents[2] / "packaging" / "pyinstaller"

ASKED = """
import json, sys
sys.path[:0] = [{recipe!r}, {site!r}]
if {lazily}:
    import lazily
    lazily.install()
from PySide6 import QtCore
support = vars(sys.modules["shibokensupport.signature.parser"])
told = {{"early": "pyside_type_init" in support}}
try:
    QtCore.QPoint("one", "two", "three")
except TypeError as error:
    told["error"] = str(error)
from shibokensupport.signature import get_signature
told["signature"] = str(get_signature(QtCore.QObject.setObjectName))
told["doc"] = QtCore.QObject.setObjectName.__doc__
import tempfile, zipfile
told["others"] = [tempfile.gettempprefix(), zipfile.is_zipfile({recipe!r} + "/lazily.py")]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A PySide6 that has written its modules beside its library, as the bundle's has."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(Path(shiboken6.__file__).parent, folder / "shiboken6")
    (folder / "PySide6").symlink_to(Path(PySide6.__file__).parent)
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); import shiboken6"
    env = os.environ | {"SBK_EMBED": "0"}
    subprocess.run([sys.executable, "-I", "-c", code], env=env, check=True)
    assert (folder / "shiboken6" / "files.dir" / "shibokensupport").is_dir()
    return folder


def asked(site, *, lazily):
    code = ASKED.format(recipe=str(RECIPE), site=str(site), lazily=lazily)
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], check=False, capture_output=True, text=True
    )
    assert not done.stderr
    return json.loads(done.stdout)


def test_what_is_loaded_lazily_says_the_same_as_what_is_loaded_at_once(site):
    at_once, lazily = asked(site, lazily=False), asked(site, lazily=True)
    assert at_once.pop("early") is True
    assert lazily.pop("early") is False
    assert lazily == at_once
    assert "QPoint" in lazily["error"]
    assert "name" in lazily["signature"]


STARTED = """
import json, sys
sys.path[:0] = [{recipe!r}, {site!r}]
import lazily
lazily.install()
import dataclasses
@dataclasses.dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0
from PySide6 import QtCore
import wave  # neither loaded until now, nor by anything above
from PySide6.support.feature import pyside_feature_dict
told = {{"early": "signature" in vars(sys.modules["inspect"]), "name": Point.__doc__}}
told["point"] = repr(dataclasses.replace(Point(1), y=2))
told["wave"] = pyside_feature_dict["wave"]
import inspect
told["signature"] = str(inspect.signature(Point))
print(json.dumps(told))
"""


def test_neither_pyside6_nor_a_dataclass_loads_what_tools_look_into_code_with(site):
    code = STARTED.format(recipe=str(RECIPE), site=str(site))
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], check=False, capture_output=True, text=True
    )
    assert not done.stderr
    told = json.loads(done.stdout)
    assert told.pop("early") is False
    assert told == {
        "name": "Point",
        "point": "Point(x=1, y=2)",
        "wave": -1,  # what PySide6 writes down for one that has no word of it
        "signature": "(x: int, y: int = 0) -> None",
    }


@pytest.fixture
def lazily(monkeypatch):
    monkeypatch.syspath_prepend(RECIPE)
    import lazily

    return lazily


def made(lazily, path):
    loader = lazily.Lazily(importlib.machinery.SourceFileLoader("later", str(path)))
    module = importlib.util.module_from_spec(importlib.machinery.ModuleSpec("later", loader))
    loader.exec_module(module)
    return module


def test_a_module_that_many_threads_ask_at_once_is_loaded_once(lazily, tmp_path):
    (tmp_path / "runs").touch()
    source = tmp_path / "later.py"
    source.write_text(
        f"with open({str(tmp_path / 'runs')!r}, 'a') as file:\n    file.write('x')\nanswer = 42\n"
    )
    module = made(lazily, source)
    assert (tmp_path / "runs").read_text() == ""
    start, answers = threading.Barrier(8), []

    def ask():
        start.wait()
        answers.append(module.answer)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [42] * 8
    assert (tmp_path / "runs").read_text() == "x"


def test_what_python_asks_of_any_module_loads_none(lazily, tmp_path):
    source = tmp_path / "later.py"
    source.write_text("raise RuntimeError\n")
    module = made(lazily, source)
    assert not hasattr(module, "__path__")
    assert not hasattr(module, "__wrapped__")
    with pytest.raises(RuntimeError):
        _ = module.anything


def test_what_a_module_has_not_is_an_attribute_error(lazily, tmp_path):
    source = tmp_path / "later.py"
    source.write_text("answer = 42\n")
    module = made(lazily, source)
    with pytest.raises(AttributeError, match="'later' has no attribute 'question'"):
        _ = module.question
    assert module.answer == 42
