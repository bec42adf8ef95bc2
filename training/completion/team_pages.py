"""What the pages say on which a manager gives more time, notes leave or its end: one question each."""

from dataclasses import dataclass
from datetime import date

from flask import url_for

from training.completion.team_queries import DutyInHand, Leave
from training.core.permissions import Viewer
from training.people.team_queries import TeamMember
from training.web.language import day_full
from training.web.words import _, ngettext


@dataclass(frozen=True)
class ActingPage:
    """One question about one person. `stop` says why it cannot be done now; then there is no form."""

    title: str
    name: str
    person_href: str
    question: str
    lede: str
    first: str
    last: str
    """The days between which a choice lies, as an input of HTML takes them; empty for any."""
    back: str
    stop: str = ""


def extend_page(duty: DutyInHand, viewer: Viewer, back: str, today: date) -> ActingPage:
    """Build the page that asks until when."""
    last = duty.last_day(viewer)
    if duty.is_without_day:
        return _extend(
            duty, duty.title, ("", ""), back, _("Nothing has set its due day yet, so there is nothing to move.")
        )
    lede = _("%(title)s is due on %(day)s by the rule.", title=duty.title, day=day_full(duty.due_by_rule))
    if duty.due_before:
        lede = lede + " " + _("It was extended before, until %(day)s.", day=day_full(duty.due))
    if last:
        lede = lede + " " + _(
            "You can give time until %(day)s; the security team can give more.", day=day_full(last)
        )  # fmt: skip
    first = max(date.fromordinal(duty.due.toordinal() + 1), today)
    days = (first.isoformat(), last.isoformat() if last else "")
    return _extend(duty, lede, days, back, _stop(duty, last, first))


def _extend(duty: DutyInHand, lede: str, days: tuple[str, str], back: str, stop: str) -> ActingPage:
    person = url_for("reports.person", person_id=duty.person)
    return ActingPage(
        title=_("More time"), name=duty.name, person_href=person,
        question=_("Until when may %(name)s do it?", name=duty.name), lede=lede, first=days[0], last=days[1],
        back=back or person, stop=stop,
    )  # fmt: skip


def _stop(duty: DutyInHand, last: date | None, first: date) -> str:
    if duty.done_on:
        return _("It was done on %(day)s, so no more time is needed.", day=day_full(duty.done_on))
    if last and first > last:
        return _("That day has passed, or has been given already. Ask the security team for more.")
    return ""


def leave_page(member: TeamMember, back: str) -> ActingPage:
    """Build the page that asks from when until when somebody is away."""
    person = url_for("reports.person", person_id=member.public_id)
    return ActingPage(
        title=_("On leave"), name=member.name, person_href=person,
        question=_("From when until when is %(name)s away?", name=member.name),
        lede=_("Meanwhile nothing is due and no mail goes out. What is open then waits for the first day back."),
        first="", last="", back=back or person,
    )  # fmt: skip


def leave_end_page(member: TeamMember, leaves: list[Leave], back: str) -> ActingPage:
    """Build the page that asks when somebody comes back."""
    person = url_for("reports.person", person_id=member.public_id)
    lede, first = "", ""
    if leaves:
        since, until = day_full(leaves[0].since), day_full(leaves[0].until) if leaves[0].until else ""
        first = leaves[0].since.isoformat()
        lede = (
            _("On leave from %(since)s; back on %(until)s.", since=since, until=until)
            if until
            else _("On leave from %(since)s on, without an end.", since=since)
        ) + " " + _("The first day of the leave takes it back as a whole.")  # fmt: skip
    return ActingPage(
        title=_("Back from leave"), name=member.name, person_href=person,
        question=_("When is %(name)s back?", name=member.name), lede=lede, first=first, last="", back=back or person,
        stop="" if leaves else _("%(name)s is not on leave, and no leave is to come.", name=member.name),
    )  # fmt: skip


def reminded(people: int) -> str:
    """Say how many people get a reminder."""
    if not people:
        return _("Nobody was left to be reminded: whoever has it open hears of it with the next mail.")
    return ngettext(
        "%(num)d person is reminded with the next mail.",
        "%(num)d people are reminded, each with the next mail.",
        people,
    )
