"""Who comes through the door of a date, and how: the rules of admission where verbs need them, the manager first."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from training.core.errors import NotFound, Refused
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.notices.service import NewMessage
from training.seminars import admission_mailing, approval_queries, queries
from training.seminars.admission import Asker, hindrance, hindrance_to_confirm, registered, terms
from training.seminars.approval_queries import Approver
from training.seminars.letters import About, Host
from training.seminars.rules import Audience, SessionStatus, State, audiences
from training.seminars.seat_queries import Recipient
from training.seminars.seats import Door

DUTY = "because it is a duty"
"""Why nobody was asked, as the history says it."""


def admit_employee(door: Door, viewer: Viewer, *, knows: bool) -> None:
    """Let the viewer in. Raises NotFound for a date that they cannot see, and Refused, at `knows` for two at once."""
    runs = viewer.may(Permission.SEMINAR_RUN)
    # Who had a seat, or gives the date, is told the reason that its page tells them.
    seen = door.session.audience in audiences(staff=True, runs=runs) or queries.knows(viewer, door.session.id)
    _admit(door, Asker(staff=True, registered=door.row.has), seen=seen, runs=runs)
    if door.row.busy and not knows:
        words = text("You have a seat in another seminar at that time. Tick the box, or give the other seat up.")
        raise Refused("knows", words)


def admit_guest(door: Door, *, invited: bool = False) -> None:
    """Let somebody from outside in. Raises NotFound for a date that they cannot see, and Refused."""
    seen = invited or door.session.audience in audiences(staff=False, runs=False)
    _admit(door, Asker(staff=False, invited=invited), seen=seen, runs=False)


def _admit(door: Door, asker: Asker, *, seen: bool, runs: bool) -> None:
    found = hindrance(terms(door.session), asker, door.now)
    if not seen or (door.session.status is SessionStatus.DRAFT and not runs):
        raise NotFound
    if found is not None:
        raise Refused("", found.words)


def admit_confirmed(door: Door) -> None:
    """Let a guest confirm who asked in time. Raises NotFound and Refused."""
    if door.session.audience is Audience.STAFF:
        raise NotFound
    found = hindrance_to_confirm(terms(door.session), door.now)
    if found is not None:
        raise Refused("", found.words)


def refuse_twice() -> Refused:
    """Return what is told to somebody who is registered already."""
    return Refused("", registered().words)


@dataclass(frozen=True)
class FirstStep:
    """In which state somebody begins, who decides where somebody has to, and why nobody has to."""

    state: State = State.WAITLISTED
    approver: Approver | None = None
    reason: str | None = None

    @property
    def approver_id(self) -> int | None:
        """Who decides; None for the security team, and for nobody."""
        return self.approver.person_id if self.approver else None


def first_step(door: Door, person_id: int) -> FirstStep:
    """Return how an employee begins: with the manager where the date wants one, unless it is a duty of theirs."""
    if not door.session.needs_approval:
        return FirstStep()
    today = door.now.date()
    if approval_queries.has_open_duty(person_id, door.row.subject_id, today):
        return FirstStep(reason=DUTY)
    return FirstStep(State.PENDING, approval_queries.manager_of(person_id, today))


def to_decide(
    about: About, host: Host, who: Recipient, approver: Approver | None, *, again: bool = False
) -> NewMessage:
    """Return the mail that asks whoever decides, with who of the team is away on that day."""
    start = about.starts_at.astimezone(ZoneInfo(about.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    since, until = start, start + timedelta(days=1)
    team = approval_queries.team_that_day(approver.person_id if approver else None, who.person_id, since, until)
    return admission_mailing.to_approver(about, host, who, approver, team, again=again)
