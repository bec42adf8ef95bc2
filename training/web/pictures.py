"""Geometry of the drawn parts: numbers in, finished SVG attribute texts out; templates compute nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["done", "late", "exempt", "open", "overdue"]
KINDS: tuple[Kind, ...] = ("done", "late", "exempt", "open", "overdue")

# The four calm parts stand between 9 % and 91 % of the height; overdue stands proud over the whole of it.
_CALM_Y, _CALM_HEIGHT = "9%", "82%"
_PROUD_Y, _PROUD_HEIGHT = "0", "100%"
_PALE = frozenset({"exempt", "open"})

_RECALL_FROM, _RECALL_TO = 40, 100
_RECALL_LEFT, _RECALL_RIGHT = 1.0, 71.0

_CELL_WIDTH, _CELL_HEIGHT = 68, 62
_STROKES_IN_GROUP = 5


def _percent(part: float, whole: float) -> str:
    """Return *part* of *whole* as an SVG length such as ``12.500%``."""
    return f"{100 * part / whole:.3f}%"


@dataclass(frozen=True, slots=True)
class Part:
    """How many duties are in one of the five states."""

    kind: Kind
    count: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the bar; every length is a text for an SVG attribute."""

    kind: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Border:
    """A vertical line between two parts; *kind* is the suffix of its stroke class: cut, edge or over."""

    kind: str
    x: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of five parts: the counts, and the geometry that draws them from back to front."""

    parts: tuple[Part, ...]
    segments: tuple[Box, ...]
    outlines: tuple[Box, ...]
    borders: tuple[Border, ...]

    @property
    def total(self) -> int:
        """All duties together."""
        return sum(part.count for part in self.parts)

    @property
    def done(self) -> int:
        """Done in time."""
        return self.parts[0].count

    @property
    def late(self) -> int:
        """Done after the due date."""
        return self.parts[1].count

    @property
    def exempt(self) -> int:
        """Excused: these do not count in a share."""
        return self.parts[2].count

    @property
    def open(self) -> int:
        """Not yet done and not yet due."""
        return self.parts[3].count

    @property
    def overdue(self) -> int:
        """Not done and past the due date."""
        return self.parts[4].count


def five_part_bar(done: int, late: int, exempt: int, open: int, overdue: int) -> Bar:  # noqa: A002 the field's word
    """Draw five counts, each 0 or more, as one bar whose widths are shares of their sum.

    A sum of nought gives an empty outline. Raises ValueError when a count is negative.
    """
    parts = tuple(Part(kind, count) for kind, count in zip(KINDS, (done, late, exempt, open, overdue), strict=True))
    if any(part.count < 0 for part in parts):
        message = f"a count of the bar is negative: {parts}"
        raise ValueError(message)
    return Bar(parts, _segments(parts), _outlines(parts), _borders(parts))


def _starts(parts: tuple[Part, ...]) -> tuple[int, ...]:
    """Return how many duties stand left of each part."""
    return tuple(sum(part.count for part in parts[:index]) for index in range(len(parts)))


def _segments(parts: tuple[Part, ...]) -> tuple[Box, ...]:
    total = sum(part.count for part in parts)
    return tuple(
        Box(
            part.kind,
            _percent(start, total),
            _PROUD_Y if part.kind == "overdue" else _CALM_Y,
            _percent(part.count, total),
            _PROUD_HEIGHT if part.kind == "overdue" else _CALM_HEIGHT,
        )
        for part, start in zip(parts, _starts(parts), strict=True)
        if part.count
    )


def _outlines(parts: tuple[Part, ...]) -> tuple[Box, ...]:
    """Return the outline of the calm parts and, round what is overdue, its own."""
    total = sum(part.count for part in parts)
    overdue = parts[-1].count
    if not total:
        return (Box("edge", "0", _CALM_Y, "100%", _CALM_HEIGHT),)
    calm = Box("edge", "0", _CALM_Y, _percent(total - overdue, total), _CALM_HEIGHT)
    proud = Box("over", _percent(total - overdue, total), _PROUD_Y, _percent(overdue, total), _PROUD_HEIGHT)
    return ((calm,) if overdue < total else ()) + ((proud,) if overdue else ())


def _borders(parts: tuple[Part, ...]) -> tuple[Border, ...]:
    """Return the lines between neighbours; the outline of what is overdue is its own border."""
    total = sum(part.count for part in parts)
    drawn = [(part, start) for part, start in zip(parts, _starts(parts), strict=True) if part.count]
    return tuple(
        Border("edge" if _PALE & {left.kind, right.kind} else "cut", _percent(start, total))
        for (left, _), (right, start) in pairwise(drawn)
        if right.kind != "overdue"
    )


@dataclass(frozen=True, slots=True)
class CoverageInput:
    """One row of a coverage chart: *done* of *of* duties that count; *href* leads to its people."""

    label: str
    done: int
    of: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One drawn row; *share* is in whole per cent, rounded down so that 100 means all."""

    label: str
    href: str
    done: int
    of: int
    share: int
    width: str
    reached: bool


@dataclass(frozen=True, slots=True)
class CoverageChart:
    """Rows with one goal line; *goal* is in whole per cent, None when there is none."""

    rows: tuple[CoverageRow, ...]
    goal: int | None
    goal_x: str


def coverage_rows(rows: Iterable[CoverageInput], goal: int | None = None) -> CoverageChart:
    """Draw shares as bars on a scale from 0 to 100 with a line at *goal* (whole per cent)."""
    return CoverageChart(
        rows=tuple(_coverage_row(row, goal) for row in rows),
        goal=goal,
        goal_x="" if goal is None else _percent(goal, 100),
    )


def _coverage_row(row: CoverageInput, goal: int | None) -> CoverageRow:
    return CoverageRow(
        label=row.label,
        href=row.href,
        done=row.done,
        of=row.of,
        share=100 * row.done // row.of if row.of else 0,
        width=_percent(row.done, row.of) if row.of else "0%",
        # Compared as whole numbers: a rounded share must not reach a goal that the people have not.
        reached=goal is not None and bool(row.of) and 100 * row.done >= goal * row.of,
    )


@dataclass(frozen=True, slots=True)
class RecallCell:
    """One cell of the recall table; *side* is empty unless the whole interval lies on one side of the target."""

    share: int
    low: int
    high: int
    answers: int
    side: Literal["above", "below", ""]
    share_x: str
    low_x: str
    high_x: str
    target_x: str


def recall_cell(share: int, low: int, high: int, answers: int, target: int = 80) -> RecallCell:
    """Draw a share right with its 95 % interval (all in whole per cent) on a scale from 40 to 100."""
    side: Literal["above", "below", ""] = "above" if low >= target else "below" if high < target else ""
    return RecallCell(
        share=share,
        low=low,
        high=high,
        answers=answers,
        side=side,
        share_x=_recall_x(share),
        low_x=_recall_x(low),
        high_x=_recall_x(high),
        target_x=_recall_x(target),
    )


def _recall_x(value: int) -> str:
    """Return the place of a per cent value on the scale; what lies outside stands at its end."""
    inside = min(max(value, _RECALL_FROM), _RECALL_TO)
    share = (inside - _RECALL_FROM) / (_RECALL_TO - _RECALL_FROM)
    return f"{_RECALL_LEFT + share * (_RECALL_RIGHT - _RECALL_LEFT):.1f}"


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """So many of so many, at one step; `label` says which, `short` in two words below the picture."""

    label: str
    short: str
    right: int
    of: int


@dataclass(frozen=True, slots=True)
class CurveMark:
    """A point of the picture, in whole units of its box, with what it says."""

    label: str
    short: str
    x: int
    y: int | None
    right: int
    of: int
    share: int | None


@dataclass(frozen=True, slots=True)
class Curve:
    """Shares at a few steps joined by a line; where nothing was counted the line has a gap."""

    marks: tuple[CurveMark, ...]
    lines: tuple[str, ...]
    width: int
    height: int


_CURVE_WIDTH, _CURVE_HEIGHT, _CURVE_EDGE = 320, 150, 32


def curve(points: Sequence[CurvePoint]) -> Curve:
    """Draw shares from nought (below) to all (above), with equal room for each step."""
    room = (_CURVE_WIDTH - 2 * _CURVE_EDGE) / max(1, len(points) - 1)
    inner = _CURVE_HEIGHT - 2 * _CURVE_EDGE
    marks = tuple(
        CurveMark(
            label=point.label,
            short=point.short,
            x=round(_CURVE_EDGE + place * room),
            y=round(_CURVE_EDGE + inner * (1 - point.right / point.of)) if point.of else None,
            right=point.right,
            of=point.of,
            share=round(100 * point.right / point.of) if point.of else None,
        )
        for place, point in enumerate(points)
    )
    lines = tuple(
        f"M{one.x} {one.y}L{two.x} {two.y}" for one, two in pairwise(marks) if one.y is not None and two.y is not None
    )
    return Curve(marks, lines, _CURVE_WIDTH, _CURVE_HEIGHT)


@dataclass(frozen=True, slots=True)
class Stroke:
    """One counting stroke as an SVG path."""

    path: str
    gold: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Counting strokes in fives, drawn by a hand that trembles the same way each time."""

    strokes: tuple[Stroke, ...]
    view_box: str


def tally(count: int, gold: int = 0, columns: int = 8) -> Tally:
    """Draw *count* strokes, *columns* groups of five in a row; number *gold* is the reader's own, 0 for none.

    Raises ValueError when *count* is negative or *columns* is not positive.
    """
    if count < 0 or columns < 1:
        message = f"a tally of {count} strokes in {columns} columns cannot be drawn"
        raise ValueError(message)
    groups = -(-count // _STROKES_IN_GROUP)
    rows = -(-groups // columns)
    strokes = tuple(Stroke(_stroke(index, columns), index + 1 == gold) for index in range(count))
    return Tally(strokes, f"0 0 {min(max(groups, 1), columns) * _CELL_WIDTH} {max(rows, 1) * _CELL_HEIGHT}")


def _stroke(index: int, columns: int) -> str:
    """Return the path of one stroke: four stand, the fifth crosses them."""
    group, place = divmod(index, _STROKES_IN_GROUP)
    left = (group % columns) * _CELL_WIDTH
    top = (group // columns) * _CELL_HEIGHT
    start_x, start_y, end_x, end_y = _tremble(index)
    if place == _STROKES_IN_GROUP - 1:
        points = (left + 5 + start_x, top + 43 + start_y, left + 58 + end_x, top + 18 + end_y)
    else:
        across = left + 13 + place * 12
        # A standing stroke leans less than it varies in height.
        points = (across + start_x * 0.6, top + 12 + start_y, across + end_x * 0.6, top + 51 + end_y)
    return "M{:.1f} {:.1f}L{:.1f} {:.1f}".format(*points)


def _tremble(index: int) -> Sequence[float]:
    """Return four small offsets between -2 and 2 that depend on the number of the stroke alone."""
    # One step of a multiplicative hash per offset: no state, no randomness, the same picture on every page.
    mixed = ((index * 4 + turn + 1) * 2654435761 % 2**32 for turn in range(4))
    return tuple((value >> 16) / 2**16 * 4 - 2 for value in mixed)
