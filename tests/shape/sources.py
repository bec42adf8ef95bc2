"""The sources of the program, parsed once for the tests of its shape."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "training"


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module of the program: path below training/ → its tree."""
    return {path.relative_to(PROGRAM).as_posix(): ast.parse(path.read_text()) for path in sorted(PROGRAM.rglob("*.py"))}


def is_views(name: str) -> bool:
    return name.endswith(("/views.py", "_views.py", "/api.py"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield (name called, node), the last part of a dotted name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            target = node.func
            yield (
                target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else "",
                node,
            )


def body_lines(function: ast.FunctionDef) -> int:
    """Return how many lines the statements of a function span, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
