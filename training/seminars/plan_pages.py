"""What the pages of planning show: choices of a form, a date's life and siblings, the preview of calling it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from training.core.permissions import Viewer
from training.seminars import impact_queries, organisation_queries, publishing_queries, trainer_queries
from training.seminars.calling_off import CallingOff
from training.seminars.desk_pages import Entry, Link, entry, name_in_list, when_words
from training.seminars.impact_queries import Clash
from training.seminars.plan_models import TrainerRole
from training.seminars.plan_queries import Choice
from training.seminars.planning import Planned
from training.seminars.publishing import Step, steps
from training.seminars.publishing_queries import Kept, Sibling
from training.seminars.roster_queries import DeskSession
from training.seminars.rules import BlockState, SessionStatus
from training.seminars.standing_queries import Standing
from training.seminars.times import place_name
from training.seminars.trainer_queries import Trainer
from training.web.language import clock, day, day_year
from training.web.request import local
from training.web.words import _, ngettext


def room_choices(venues: Sequence[Choice]) -> list[tuple[str, str]]:
    """Return the rooms for the form, beginning with none."""
    rooms = [(one.public_id, _room(one)) for one in venues]
    return [("", _("No room: online only")), *rooms]


def _room(one: Choice) -> str:
    return (
        f"{one.site}: {one.name}"
        if one.seats is None
        else _("%(site)s: %(name)s, %(n)d seats", site=one.site, name=one.name, n=one.seats)
    )


def zone_choices(zones: Sequence[str], own: str) -> list[tuple[str, str]]:
    """Return the zones for the form: the room's, then all that our sites have."""
    names = sorted({*zones, own, "UTC"})
    return [("", _("The zone of the room")), *((name, f"{place_name(name)} ({name})") for name in names)]


def topic_choices(topics: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the topics for the form, beginning with none."""
    return [("", _("No topic")), *topics]


def planned_words(planned: Planned) -> str:
    """Say that a date is planned, and what is meant where its clock time comes twice."""
    if planned.twice:
        return _("The date is planned. That clock time comes twice on that day: the first of the two is meant.")
    return _("The date is planned.")


# --- one date on the desk ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Button:
    """A step in the life of a date."""

    label: str
    step: str
    primary: bool = False


@dataclass(frozen=True)
class DeskPart:
    """What planning adds to the page of a date: next steps, who gives it, siblings, blocks, seats on the way out."""

    public_id: str
    buttons: tuple[Button, ...]
    trainers: tuple[str, ...]
    elsewhere: tuple[str, ...]
    """Who gives it and is elsewhere then."""
    siblings: tuple[Link, ...]
    blocks: tuple[Link, ...]
    shrink_href: str


def desk_part(viewer: Viewer, one: DeskSession, now: datetime, capacity: int | None = None) -> DeskPart:
    """Build planning's part of the page of a date; `capacity` is a number of seats that was refused as too low."""
    ahead = one.status in {SessionStatus.OPEN, SessionStatus.CLOSED} and one.starts_at > now
    fewer = ahead and capacity is not None and 0 < capacity < one.taken
    place = url_for("seminars.shrink_form", session_id=one.public_id, capacity=capacity) if fewer else ""
    trainers = trainer_queries.trainers(one.public_id)
    return DeskPart(
        public_id=one.public_id,
        buttons=tuple(_button(step) for step in steps(one.status, one.starts_at, now)),
        trainers=trainer_words(trainers),
        elsewhere=_elsewhere(viewer, one) if trainers and one.ends_at > now else (),
        siblings=tuple(_sibling(other) for other in publishing_queries.siblings(viewer, one.public_id)),
        blocks=tuple(_kept(block) for block in publishing_queries.kept(viewer, one.public_id)),
        shrink_href=place,
    )


def _kept(one: Kept) -> Link:
    words = (
        _("%(kept)d kept, %(named)d with a seat", kept=one.seats, named=one.named)
        if one.state is BlockState.HELD
        else ngettext("waits for %(num)d seat", "waits for %(num)d seats", one.seats)
    )
    return Link(one.organisation, url_for("seminars.organisation", organisation_id=one.organisation_id), words)


def _elsewhere(viewer: Viewer, one: DeskSession) -> tuple[str, ...]:
    if one.status not in impact_queries.PLANNED:
        return ()
    number = organisation_queries.session_id(viewer, one.public_id)
    return tuple(map(clash_words, impact_queries.busy_trainers(number, one.starts_at, one.ends_at)))


def _button(step: Step) -> Button:
    labels = {
        Step.PUBLISH: _("Publish the date"), Step.CLOSE: _("Take nobody new"), Step.REOPEN: _("Take people again"),
        Step.ARCHIVE: _("Put it into the archive"), Step.DISCARD: _("Throw the draft away"),
    }  # fmt: skip
    return Button(labels[step], str(step), primary=step is Step.PUBLISH)


def step_words(step: Step) -> str:
    """Say what a step has done."""
    return {
        Step.PUBLISH: _("The date is published."), Step.CLOSE: _("The date takes nobody new."),
        Step.REOPEN: _("The date takes people again."), Step.ARCHIVE: _("The date is in the archive."),
        Step.DISCARD: _("The draft is thrown away."),
    }[step]  # fmt: skip


def role_words(role: TrainerRole) -> str:
    """Say what somebody does at a date."""
    return {
        TrainerRole.TRAINER: _("Trainer"), TrainerRole.HOST: _("Host"), TrainerRole.HELPER: _("Helper"),
    }[role]  # fmt: skip


def trainer_words(trainers: Sequence[Trainer]) -> tuple[str, ...]:
    """Say who gives a date, as "Ines Duarte (Trainer)"."""
    return tuple(f"{_full_name(one)} ({role_words(one.role)})" for one in trainers)


def clash_words(clash: Clash) -> str:
    """Say who is elsewhere."""
    name = name_in_list(clash.family, clash.given)
    at = f"{day(local(clash.starts_at, clash.zone).date())}, {clock(clash.starts_at, clash.zone)}"
    if clash.duty:
        return _("%(name)s gives “%(title)s” (%(at)s)", name=name, title=clash.title, at=at)
    return _("%(name)s has a seat in “%(title)s” (%(at)s)", name=name, title=clash.title, at=at)


def _full_name(one: Trainer) -> str:
    return f"{one.given} {one.family}".strip()


def _sibling(one: Sibling) -> Link:
    words = {SessionStatus.CANCELLED: _("called off"), SessionStatus.DRAFT: _("draft")}.get(one.status, "")
    start = local(one.starts_at, one.zone)
    label = f"{day_year(start.date())}, {clock(one.starts_at, one.zone)}"
    return Link(label, url_for("seminars.desk_session", session_id=one.public_id), words)


@dataclass(frozen=True)
class ArchivePage:
    statement: str
    entries: tuple[Entry, ...]


def archive_page(dates: Sequence[DeskSession], now: datetime) -> ArchivePage:
    """Build the list of dates that were put away."""
    words = ngettext("%(Word)s date in the archive.", "%(Word)s dates in the archive.", len(dates))
    return ArchivePage(words, tuple(entry(one, now) for one in dates))


# --- calling off ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CallOffPage:
    """What calling a date off will do."""

    title: str
    over: str
    public_id: str
    consequences: tuple[str, ...]


def call_off_page(one: DeskSession, would: CallingOff) -> CallOffPage:
    """Build the preview of calling a date off: its people, its blocks with their contacts, its invitations."""
    counted = (
        _told(would.people), _entries(would.entries), _unconfirmed(would.unconfirmed),
        _seats(would.seats, would.blocks), _contacts(would.contacts), _invitations(would.invitations),
    )  # fmt: skip
    return CallOffPage(one.title, when_words(one), one.public_id, tuple(words for words in counted if words))


def _told(number: int) -> str:
    words = ngettext(
        "%(num)d person gets a mail with your reason", "%(num)d people get a mail with your reason", number
    )  # fmt: skip
    return words if number else ""


def _entries(number: int) -> str:
    words = ngettext(
        "%(num)d entry is taken out of a calendar", "%(num)d entries are taken out of calendars", number
    )  # fmt: skip
    return words if number else ""


def _unconfirmed(number: int) -> str:
    words = ngettext(
        "%(num)d request that was not confirmed ends without a mail",
        "%(num)d requests that were not confirmed end without a mail", number,
    )  # fmt: skip
    return words if number else ""


def _seats(seats: int, blocks: int) -> str:
    words = ngettext(
        "%(num)d block of an organisation ends, %(seats)d seats in all",
        "%(num)d blocks of organisations end, %(seats)d seats in all", blocks, seats=seats,
    )  # fmt: skip
    return words if blocks else ""


def _contacts(number: int) -> str:
    words = ngettext(
        "%(num)d contact of an organisation gets a mail", "%(num)d contacts of organisations get a mail", number
    )  # fmt: skip
    return words if number else ""


def _invitations(number: int) -> str:
    words = ngettext(
        "%(num)d invitation lets nobody in any more", "%(num)d invitations let nobody in any more", number
    )  # fmt: skip
    return words if number else ""


def standing_words(one: Standing) -> str:
    """Say when a date is to be: "Tue 15 Dec 2026, 09:00 to 12:00, Chicago time"."""
    start = local(one.starts_at, one.zone).date()
    return _(
        "%(day)s, %(start)s to %(end)s, %(place)s time", day=day_year(start), start=clock(one.starts_at, one.zone),
        end=clock(one.ends_at, one.zone), place=place_name(one.zone),
    )  # fmt: skip
