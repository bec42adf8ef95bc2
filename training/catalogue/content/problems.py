"""What is wrong with a written file: one line that says where, what and how to put it right."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding. `line` counts from 1; `path` begins with the folder that was handed to the reader."""

    path: str
    line: int
    code: str
    what: str
    fix: str
    severity: Severity = "error"

    def __str__(self) -> str:
        """`file:line: CODE: what. Fix: how`."""
        return f"{self.path}:{self.line}: {self.code}: {self.what}. Fix: {self.fix}"


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, from which problems are made."""

    path: str
    line: int

    def error(self, code: str, what: str, fix: str) -> Problem:
        """Make a problem that stops publishing."""
        return Problem(self.path, self.line, code, what, fix)

    def warning(self, code: str, what: str, fix: str) -> Problem:
        """Make a problem that an author should look at."""
        return Problem(self.path, self.line, code, what, fix, "warning")


def nearest(word: str, known: Iterable[str]) -> str:
    """Begin a fix: "did you mean 'minutes'?", or the empty string when no known word is near."""
    found = get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return f"did you mean '{found[0]}'?" if found else ""


def shown(text: object, limit: int = 60) -> str:
    """Hostile or long text made fit for one line of a report."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in str(text)[: limit + 1])
    return plain if len(plain) <= limit else plain[:limit] + "…"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether anything stops publishing."""
    return any(problem.severity == "error" for problem in problems)


def report(problems: Iterable[Problem]) -> str:
    """All problems in order of file and line, and a last line that counts them."""
    ordered = sorted(problems)
    count = Counter(problem.severity for problem in ordered)
    lines = [str(problem) if problem.severity == "error" else f"{problem} (warning)" for problem in ordered]
    lines.append(f"{_counted(count['error'], 'error')}, {_counted(count['warning'], 'warning')}")
    return "\n".join(lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
