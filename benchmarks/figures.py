"""Figures: medians, tables, verdicts on budgets, and the JSON that is kept of a run."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
BUDGETS: dict[str, Any] = tomllib.loads((HERE / "budgets.toml").read_text(encoding="utf-8"))
RESULTS = HERE / "results"


class Gate(StrEnum):
    """When a missed budget fails the run: beyond the slack, at once, or never (what depends on the machine)."""

    RATIO = "ratio"
    EXACT = "exact"
    TOLD = "told"


@dataclass(frozen=True)
class Verdict:
    """One value against its budget."""

    what: str
    value: float
    must: float
    gate: Gate
    aim: float | None = None
    unit: str | None = None
    """The unit of work whose profile explains it."""

    @property
    def kept(self) -> bool:
        return self.value <= self.must

    @property
    def fails(self) -> bool:
        slack = {Gate.RATIO: BUDGETS["slack"], Gate.EXACT: 1.0}.get(self.gate)
        return slack is not None and self.value > self.must * slack

    @property
    def word(self) -> str:
        if self.kept:
            return "aim reached" if self.aim is not None and self.value <= self.aim else "kept"
        return "FAILS" if self.fails else "missed"


@dataclass
class Report:
    """What a run found. Lines are printed as they come."""

    data: dict[str, Any] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    profiles: dict[str, str] = field(default_factory=dict)

    def say(self, line: str = "") -> None:
        print(line, flush=True)

    def table(self, title: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Print a table, numbers to the right."""
        texts = [[str(cell) for cell in row] for row in rows]
        widths = [max(len(row[place]) for row in [list(head), *texts]) for place in range(len(head))]
        self.say(f"\n{title}")
        for row in [list(head), *texts]:
            cells = (
                cell.ljust(width) if place == 0 else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            self.say("  " + "  ".join(cells))

    def judge(self, what: str, value: float, budget: dict[str, Any], gate: Gate, unit: str | None = None) -> None:
        self.verdicts.append(Verdict(what, value, budget["must"], gate, budget.get("aim"), unit))

    def missed_units(self) -> list[str]:
        return sorted({verdict.unit for verdict in self.verdicts if not verdict.kept and verdict.unit})

    def close(self, name: str) -> int:
        """Print the verdicts, keep everything in results/ and return the exit code."""
        rows = [(one.what, number(one.value), number(one.must), number(one.aim), one.word) for one in self.verdicts]
        self.table("Budgets", ("", "value", "must", "aim", ""), rows)
        for unit, told in self.profiles.items():
            self.say(f"\nWhere {unit} spends its time (in one process, under the profiler)\n{told}")
        RESULTS.mkdir(exist_ok=True)
        kept = self.data | {
            "verdicts": [vars(one) | {"word": one.word} for one in self.verdicts],
            "profiles": self.profiles,
        }
        path = RESULTS / f"{name}.json"
        path.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        self.say(f"\nKept in {path}")
        return int(any(one.fails for one in self.verdicts))


def number(value: object, digits: int = 2) -> str:
    """Return a number as a table shows it; nothing for None."""
    if value is None:
        return ""
    return f"{value:.{digits}f}" if isinstance(value, float) else str(value)


def spread(values: Sequence[float]) -> float:
    """Return how far the values lie apart, as a part of their median."""
    middle = median(values)
    return (max(values) - min(values)) / middle if middle else 0.0


def percentile(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
