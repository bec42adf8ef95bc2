"""What the list of a department says and offers beside its rows: reminders, actions in place, filters."""

from dataclasses import dataclass
from datetime import date

from flask import url_for

from training.core.permissions import Permission, Viewer
from training.people.departments import sees
from training.reports.departments import PersonRow
from training.reports.parts import Way
from training.reports.remark_queries import Beside, Remark
from training.reports.wishes import Wish
from training.web.language import day, day_short, day_year, weekday
from training.web.returning import query
from training.web.words import _, ngettext

WEEK = 7


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to, in words, and the way to take that off."""

    words: str
    off_href: str


def acts(one: PersonRow, viewer: Viewer, back: str) -> tuple[Way, ...]:
    """Return what the viewer may do about an open duty: nothing about their own, or beside their departments."""
    if viewer.public_id == one.person or not sees(viewer, one.path, permission=Permission.TEAM_ACT):
        return ()
    person, way = url_for("reports.person", person_id=one.person), query(back=back)
    return (
        Way(_("Give more time"), f"{url_for('reports.duties')}{one.mark}/extend{way}"),
        Way(_("Mark on leave"), f"{person}/leave{way}"),
        Way(_("Not in my team"), f"{person}/doubt{way}"),
        Way(_("View"), person),
    )


def below(one: PersonRow, remark: Remark, viewer: Viewer) -> str:
    """Return the second line of a row: the team, and what is out of the ordinary."""
    said = [one.team]
    if one.person == viewer.public_id:
        said.append(_("you"))
    if one.due_before:
        said.append(_("was due %(day)s", day=day_short(one.due_before)))
    if remark.doubted_at:
        said.append(_("said not to be in the team on %(day)s", day=day_short(remark.doubted_at)))
    return " · ".join(said)


def exempt_words(one: PersonRow, remark: Remark) -> str:
    """Say until when somebody need not do it."""
    until = day_year(one.exempt_until) if one.exempt_until else ""
    if remark.on_leave:
        return _("On leave until %(day)s", day=until) if until else _("On leave")
    return _("Until %(day)s", day=until) if until else _("Without an end")


def reminded(remark: Remark) -> str:
    """Say when a person was last reminded of an open duty, or that it comes with their next mail."""
    if remark.waits:
        return _("with the next mail")
    return day(remark.reminded_on) if remark.reminded_on else _("not yet")


@dataclass(frozen=True)
class RemindBar:
    """The one act of the page: what it does, and whom it means. Without a label it only says how things are."""

    sentence: str
    label: str
    action: str
    hidden: dict[str, str]


def remind_bar(beside: Beside, wish: Wish, back: str, today: date) -> RemindBar | None:
    """Build it where anybody can be reminded, or say that they are too many for one press."""
    if beside.too_many:
        return RemindBar(_("To have people reminded, open a department with fewer open duties."), "", "", {})
    if not beside.to_remind:
        return None
    label = ngettext("Remind %(num)d person", "Remind %(num)d people", beside.to_remind)
    hidden = {"part": wish.part.value if wish.part else "", "back": back, **wish.cut.asked()}
    return RemindBar(_mail_sentence(beside.mail_days, today), label, f"{back.partition('?')[0]}/remind", hidden)


def _mail_sentence(days: tuple[date, ...], today: date) -> str:
    if not days:
        return _("A reminder joins the next mail that each person gets. Nobody gets two.")
    when = weekday(days[0]) if (days[0] - today).days < WEEK else day(days[0])
    if len(days) == 1:
        return _("A reminder joins the mail that each person gets on %(day)s at 08:00. Nobody gets two.", day=when)
    return _(
        "A reminder joins the next mail that each person gets, the first on %(day)s at 08:00. Nobody gets two.",
        day=when,
    )


def filters(wish: Wish, site: str, here: str) -> tuple[Filter, ...]:
    """Say what a list is narrowed to, each with the way to take it off."""
    words = {
        "site": _("Site: %(site)s", site=site),
        "attribute": _("Attribute: %(attribute)s", attribute=wish.cut.attribute),
        "title": _("Job title: %(title)s", title=wish.cut.title),
    }
    part = wish.part.value if wish.part else ""
    return tuple(
        Filter(words[kind], f"{here}{query(part=part, **wish.cut.without(kind).asked())}") for kind in wish.cut.asked()
    )
