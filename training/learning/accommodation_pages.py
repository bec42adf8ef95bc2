"""What the pages of accommodations show."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from training.learning.accommodation_queries import Arrangement
from training.web.language import day_year
from training.web.words import _


@dataclass(frozen=True)
class ArrangementLine:
    name: str
    what: tuple[str, ...]
    reason: str
    since: str
    until: str
    end_href: str


def arrangement_line(one: Arrangement) -> ArrangementLine:
    """Say what was arranged, for those who arrange it and for the person."""
    return ArrangementLine(
        name=f"{one.family}, {one.given}", what=tuple(_what(one)), reason=one.reason, since=day_year(one.since),
        until=day_year(one.until) if one.until else "",
        end_href=url_for("learning.end_accommodation", accommodation_id=one.public_id),
    )  # fmt: skip


def arrangement_lines(rows: Sequence[Arrangement]) -> tuple[ArrangementLine, ...]:
    """Say it of several."""
    return tuple(arrangement_line(one) for one in rows)


def _what(one: Arrangement) -> list[str]:
    lines = []
    if one.time_percent is None:
        lines.append(_("No limit of time"))
    elif one.time_percent > 100:  # noqa: PLR2004  per cent
        lines.append(_("%(percent)d %% more time", percent=one.time_percent - 100))
    if one.without_pause:
        lines.append(_("No pause after three tries"))
    if one.plain_questions:
        lines.append(_("Questions answered by choosing from a list"))
    return lines
