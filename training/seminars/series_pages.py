"""What planning a series would make, date by date, as frozen values in the reader's language."""

from dataclasses import dataclass

from training.seminars.plan_queries import SeminarRow
from training.seminars.series import Looked, Occasion
from training.seminars.times import place_name
from training.web.language import clock, day_year
from training.web.request import local, translated
from training.web.words import _, ngettext


@dataclass(frozen=True)
class DateLine:
    when: str
    times: str
    problem: str
    note: str


@dataclass(frozen=True)
class SeriesPreview:
    slug: str
    title: str
    statement: str
    rest: str
    lines: tuple[DateLine, ...]
    problems: bool
    hidden: tuple[tuple[str, str], ...]


def series_preview(about: SeminarRow, looked: Looked, hidden: tuple[tuple[str, str], ...]) -> SeriesPreview:
    """Build the preview of a series."""
    good = sum(1 for one in looked.occasions if one.problem is None)
    wrong = len(looked.occasions) - good
    rest = ngettext("%(Word)s day cannot be.", "%(Word)s days cannot be.", wrong) if wrong else ""
    statement = ngettext("%(Word)s date can be planned.", "%(Word)s dates can be planned.", good)
    return SeriesPreview(
        about.slug, about.title, statement, rest,
        tuple(_line(one) for one in looked.occasions), wrong > 0, hidden,
    )  # fmt: skip


def _line(one: Occasion) -> DateLine:
    when = day_year(one.aim.local_start.date())
    problem = translated(one.problem) if one.problem is not None else ""
    if one.spot is None:
        return DateLine(when, f"{one.aim.local_start:%H:%M}", problem, "")
    zone = one.spot.zone
    times = _(
        "%(start)s to %(end)s, %(place)s time", start=clock(one.spot.starts_at, zone),
        end=clock(one.spot.ends_at, zone), place=place_name(zone),
    )  # fmt: skip
    away = local(one.spot.starts_at, zone).strftime("%z")
    offset = _("UTC%(offset)s", offset=f"{away[:3]}:{away[3:]}")
    note = _("That clock time comes twice on that day: the first of the two is meant.") if one.spot.twice else offset
    return DateLine(when, times, problem, note)


def planned_words(number: int) -> str:
    """Say that a series is planned."""
    return ngettext("%(Word)s date is planned.", "%(Word)s dates are planned.", number)
