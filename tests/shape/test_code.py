"""The shape of the code: short views, SELECTs and transactions in their homes, nothing hidden in functions."""

import ast

import pytest

from tests.shape.sources import PROGRAM, ROOT, body_lines, calls, functions, is_views, modules

LONGEST_VIEW = 12
LONGEST_FILE = 400
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}

# Modules that hold SELECTs: a room's queries, and its further query modules by their telling names.
QUERY_MODULES = {
    "core/site.py", "core/files.py",            # the two tables of the ground
    "core/mailbox.py",                          # IMAP has a SELECT too
    "jobs/service.py",                          # a claim is an UPDATE of one selected row
    "people/departments.py", "people/sites.py",
    "completion/corrections.py", "completion/unsettled.py", "reports/departments.py",
}  # fmt: skip
# Modules that open a write transaction: the doors of web, worker and command line, and verbs in phases.
WRITERS = {
    "core/db.py",
    "web/blueprint.py",
    "jobs/worker.py",
    "people/entry.py",
    "seminars/asking.py",
    "seminars/mail_checking.py",
    "seminars/code_asking.py",
    "seminars/contacts.py",
    "reports/checking.py",
    "people/importing.py",
    "reports/evidence_work.py",
    "completion/history_importing.py",
    "completion/history_work.py",
}


def may_select(name: str) -> bool:
    return name.endswith("queries.py") or name in QUERY_MODULES


def may_write(name: str) -> bool:
    return (
        name in WRITERS
        or name.endswith(("/work.py", "_work.py"))
        or name.startswith(("cli/", "demo/"))
        or is_views(name)
    )


@pytest.mark.parametrize("name", [name for name in modules() if is_views(name)])
def test_views_are_short_and_alone(name: str) -> None:
    tree = modules()[name]
    for function in functions(tree):
        assert body_lines(function) <= LONGEST_VIEW, f"{function.name} has {body_lines(function)} lines"
        decorated = {
            part.attr
            for part in (d.func for d in function.decorator_list if isinstance(d, ast.Call))
            if isinstance(part, ast.Attribute)
        }
        assert decorated & {"page", "action", "phased_action"}, f"{function.name} is no view: its place is behind one"
        assert function.args.args, f"{function.name} takes the viewer first"
        assert function.args.args[0].arg in {"viewer", "_viewer"}


@pytest.mark.parametrize("name", modules())
def test_selects_have_one_home(name: str) -> None:
    if may_select(name):
        return
    for called, node in calls(modules()[name]):
        assert called != "select", f"{name}:{node.lineno} selects: its place is the room's queries"


@pytest.mark.parametrize("name", modules())
def test_transactions_have_one_home(name: str) -> None:
    for called, node in calls(modules()[name]):
        assert called != "commit" or name in {"core/db.py"}, f"{name}:{node.lineno} commits"
        assert called != "writing" or may_write(name), f"{name}:{node.lineno} opens a transaction"


@pytest.mark.parametrize("name", modules())
def test_nothing_is_imported_inside_a_function(name: str) -> None:
    for function in functions(modules()[name]):
        hidden = [node.lineno for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert not hidden, f"{name}:{hidden}"


def test_files_are_short_and_named() -> None:
    for path in [
        *PROGRAM.rglob("*.py"),
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "static/css").glob("*.css"),
        *(ROOT / "tests").rglob("*.py"),
    ]:
        assert len(path.read_text().splitlines()) <= LONGEST_FILE, f"{path} is asking to be two"
        assert path.suffix != ".py" or path.stem not in DRAWERS, f"{path} is a drawer, not a name"


def test_every_module_says_what_it_is_for() -> None:
    for name, tree in modules().items():
        assert ast.get_docstring(tree), f"{name} has no docstring"
