"""The verbs of a manager about the people of their departments: more time, leave and its end, reminders."""

from datetime import date, datetime

from training.completion import excusing, reminder_service, team_queries
from training.completion.excusing import NewExemption, NewExtension
from training.completion.rules import ExemptionKind
from training.completion.team_queries import MOST_DAYS, MOST_REMINDED, Group, Leave
from training.core.errors import NotFound, Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.people.team_queries import team_member


def extend(viewer: Viewer, public_id: str, until: date, reason: str, *, now: datetime, today: date) -> None:
    """Let somebody do one duty later: never earlier than it is due now, and for a manager at most a fortnight.

    Raises NotFound and Forbidden as `duty_in_hand` does, Conflict where it is done, Refused at the field to mend.
    """
    duty = team_queries.duty_in_hand(viewer, public_id, today)
    if duty.is_without_day:
        raise Refused("until", text("Nothing has set its due day yet, so there is nothing to move."))
    bounded = duty.last_day(viewer) is not None
    if bounded and until <= duty.due:
        raise Refused("until", text("It is due on %(day)s anyway. Choose a later day.", day=duty.due))
    new = NewExtension(duty.person_id, duty.requirement_id, duty.cycle, until, reason, viewer.person_id)
    most = MOST_DAYS if bounded else None
    excusing.extend(new, by_person_id=viewer.person_id, now=now, today=today, most_days=most)


def put_on_leave(
    viewer: Viewer, person: str, days: tuple[date, date], reason: str, *, now: datetime, today: date
) -> None:
    """Note that somebody is away: from the first day until the second, on which they are back.

    All their duties wait meanwhile. Raises NotFound, Forbidden for oneself, Refused at the field to mend.
    """
    member = team_member(viewer, person)
    since, until = days
    if until <= today:
        raise Refused("until", text("This leave would be over already. Choose a day after today."))
    other = _overlapping(team_queries.leaves(member.id, today), since, until)
    if other is not None and other.until is None:
        raise Refused("since", text("They are on leave from %(since)s on. Change its end instead.", since=other.since))
    if other is not None:
        told = text("There is leave until %(until)s. Change its end instead.", until=other.until)
        raise Refused("since", told)
    new = NewExemption(member.id, None, ExemptionKind.LEAVE, since, until, reason, viewer.person_id)
    excusing.exempt(new, by_person_id=viewer.person_id, now=now, today=today)


def _overlapping(leaves: list[Leave], since: date, until: date) -> Leave | None:
    return next((one for one in leaves if one.since < until and (one.until is None or since < one.until)), None)


def end_leave(viewer: Viewer, person: str, until: date, reason: str, *, now: datetime, today: date) -> None:
    """Let the leave that somebody is on, or the next one, end on another day. Raises NotFound where there is none."""
    member = team_member(viewer, person)
    leaves = team_queries.leaves(member.id, today)
    if not leaves:
        raise NotFound
    excusing.end_exemption(leaves[0].id, until, reason, by_person_id=viewer.person_id, now=now, today=today)


def remind(viewer: Viewer, group: Group, *, now: datetime, today: date) -> int:
    """Have everybody of a group reminded in their next mail; return how many people that is.

    Raises Refused where they are too many to be pressed for at once.
    """
    ids = team_queries.to_remind(viewer, group, today)
    if len(ids) > MOST_REMINDED:
        raise Refused("", text("These are too many people for one press. Open a smaller department."))
    return reminder_service.ask(ids, asked_by_id=viewer.person_id or 0, now=now, today=today) if ids else 0
