"""Geometry of shares over time: numbers in, finished places out; templates compute nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """So many of so many at one moment; both are 0 where nothing is known of it. `short` stands below the picture."""

    short: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class TrendMark:
    """A moment of the picture, in whole units of its box; `y` and `share` are None where it has a gap.

    `named`: its step is written below it; there is not room for all of them.
    """

    short: str
    x: int
    y: int | None
    share: int | None
    named: bool


@dataclass(frozen=True, slots=True)
class TrendLabel:
    """A share that is written, in whole per cent."""

    x: int
    y: int
    share: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Shares over time on a scale from nought (below) to all (above); neighbours that are both known are joined."""

    marks: tuple[TrendMark, ...]
    lines: tuple[str, ...]
    labels: tuple[TrendLabel, ...]
    """Beside the first and the last that are known, on the side to which no line goes."""
    goal: int | None
    goal_y: int
    floor_y: int
    width: int
    height: int


_TREND_WIDTH, _TREND_HEIGHT, _TREND_SIDE = 320, 230, 24
_TREND_TOP, _TREND_FLOOR = 28, 196
_NAMED_EVERY = 3
_ABOVE, _BELOW = 10, 21


def trend(points: Sequence[TrendPoint], goal: int | None = None) -> Trend:
    """Draw shares over time, the last moment at the right; *goal* is in whole per cent."""
    room = (_TREND_WIDTH - 2 * _TREND_SIDE) / max(1, len(points) - 1)
    last = len(points) - 1
    marks = tuple(
        TrendMark(
            short=point.short,
            x=round(_TREND_SIDE + place * room),
            y=_trend_y(point.done, point.of) if point.of else None,
            share=100 * point.done // point.of if point.of else None,
            named=(last - place) % _NAMED_EVERY == 0,
        )
        for place, point in enumerate(points)
    )
    return Trend(
        marks=marks,
        lines=tuple(
            f"M{one.x} {one.y}L{two.x} {two.y}"
            for one, two in pairwise(marks)
            if one.y is not None and two.y is not None
        ),
        labels=tuple(_labels([mark for mark in marks if mark.y is not None])),
        goal=goal,
        goal_y=_trend_y(goal or 0, 100),
        floor_y=_TREND_FLOOR,
        width=_TREND_WIDTH,
        height=_TREND_HEIGHT,
    )


def _labels(known: Sequence[TrendMark]) -> Iterator[TrendLabel]:
    for mark, neighbour in ((known[0], known[1]), (known[-1], known[-2])) if len(known) > 1 else ():
        if mark.y is not None and mark.share is not None and neighbour.y is not None:
            yield TrendLabel(mark.x, mark.y + (_BELOW if neighbour.y < mark.y else -_ABOVE), mark.share)


def _trend_y(part: int, whole: int) -> int:
    return round(_TREND_FLOOR - (_TREND_FLOOR - _TREND_TOP) * part / whole)
