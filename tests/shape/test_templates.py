"""Templates compute nothing, and say nothing that cannot be translated."""

from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.shape.sources import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORBIDDEN = {"current_user", "session", "g", "config", "request", "Permission"}
PARSER = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_computes_nothing(path: Path) -> None:
    tree = PARSER.parse(path.read_text())
    assert not list(tree.find_all((nodes.Assign, nodes.AssignBlock))), "a set belongs into the view"
    assert not [found for found in tree.find_all(nodes.Filter) if found.name == "safe"]
    assert not {name.name for name in tree.find_all(nodes.Name)} & FORBIDDEN


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_inline(path: Path) -> None:
    text = path.read_text().lower()
    assert " style=" not in text
    assert "<script>" not in text
    assert "hx-on" not in text
    assert "javascript:" not in text
