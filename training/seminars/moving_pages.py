"""What moving a date or taking seats from it would do, and who has answered since: frozen, in the reader's language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from training.seminars.desk_pages import name_in_list
from training.seminars.moving import BlockMove, Impact, Then
from training.seminars.pages import Fact
from training.seminars.plan_pages import clash_words, standing_words
from training.seminars.rules import State, takes_people
from training.seminars.shrinking import Seats, Shrinking
from training.seminars.standing_queries import Answer, Standing
from training.seminars.times import place_name
from training.web.language import clock, day, day_year
from training.web.request import local
from training.web.words import _, ngettext


@dataclass(frozen=True)
class MovePage:
    """The head of the form."""

    title: str
    over: str
    public_id: str


def move_page(one: Standing) -> MovePage:
    """Build the head of the form."""
    return MovePage(one.title, standing_words(one), one.public_id)


@dataclass(frozen=True)
class MovePreview:
    """What moving would do, before it is done."""

    title: str
    public_id: str
    statement: str
    before: str
    after: str
    facts: tuple[Fact, ...]
    consequences: tuple[str, ...]
    warnings: tuple[str, ...]
    clashes: tuple[str, ...]
    blocks: tuple[str, ...]
    shifts: tuple[Fact, ...]
    hidden: tuple[tuple[str, str], ...]
    stamp: str
    asks: bool


def move_preview(one: Standing, impact: Impact, hidden: tuple[tuple[str, str], ...]) -> MovePreview:
    """Build the preview of a move."""
    numbers = impact.numbers
    seats = numbers.get(State.BOOKED, 0) + numbers.get(State.OFFERED, 0)
    return MovePreview(
        title=one.title, public_id=one.public_id,
        statement=ngettext("%(Word)s person keeps a seat.", "%(Word)s people keep their seats.", seats)
        if seats else _("Nobody has a seat yet."),
        before=_then(impact.old), after=_then(impact.new),
        facts=(
            Fact(label=_("Have a seat"), value=str(seats)),
            Fact(label=_("Wait"), value=str(numbers.get(State.WAITLISTED, 0) + numbers.get(State.PENDING, 0))),
            Fact(label=_("Not confirmed yet"), value=str(numbers.get(State.UNVERIFIED, 0)), note=_("not written to")),
            Fact(label=_("Are elsewhere then"), value=str(len({(c.given, c.family) for c in impact.clashes}))),
        ),
        consequences=tuple(_consequences(impact)), warnings=tuple(_warnings(impact)),
        clashes=tuple(clash_words(clash) for clash in impact.clashes),
        blocks=tuple(_block(block, impact.new) for block in impact.blocks), shifts=tuple(_shifts(impact)),
        hidden=hidden, stamp=impact.stamp, asks=numbers.get(State.BOOKED, 0) > 0,
    )  # fmt: skip


def _consequences(impact: Impact) -> Iterator[str]:
    yield ngettext("%(num)d mail goes out", "%(num)d mails go out", impact.mails)
    yield ngettext("%(num)d entry in a calendar is moved", "%(num)d entries in calendars are moved", impact.updates)
    if impact.contacts:
        yield ngettext(
            "%(num)d contact of an organisation is told", "%(num)d contacts of organisations are told", impact.contacts
        )  # fmt: skip
    yield _("The room is free then.") if impact.new.place else _("It is online: no room is needed.")
    if not impact.trainers:
        yield _("Nobody who gives it is elsewhere then.")


def _warnings(impact: Impact) -> Iterator[str]:
    yield from (clash_words(clash) for clash in impact.trainers)
    if impact.twice:
        yield _("That clock time comes twice on that day: the first of the two is meant.")


def _block(one: BlockMove, new: Then) -> str:
    until = day_year(local(one.release_at, new.zone).date())
    name, seats = one.block.organisation, one.block.seats
    if one.hurried:
        return _(
            "%(name)s, %(n)d seats: its release date would be past. It gets until %(day)s.", name=name, n=seats,
            day=until,
        )  # fmt: skip
    return _("%(name)s, %(n)d seats: unnamed seats go back on %(day)s.", name=name, n=seats, day=until)


def _shifts(impact: Impact) -> Iterator[Fact]:
    old, new = impact.old, impact.new
    for label, before, after in (
        (_("Registration opens"), old.opens_at, new.opens_at), (_("Registration ends"), old.closes_at, new.closes_at),
        (_("Seats can be given back until"), old.cancel_until, new.cancel_until),
    ):  # fmt: skip
        if before and after:
            yield Fact(label=label, value=_at(after, new.zone), note=_("was %(at)s", at=_at(before, old.zone)))


def _at(moment: datetime, place: str) -> str:
    return f"{day(local(moment, place).date())}, {clock(moment, place)}"


def _then(one: Then) -> str:
    start = local(one.starts_at, one.zone).date()
    words = _(
        "%(day)s, %(start)s to %(end)s, %(place)s time", day=day_year(start), start=clock(one.starts_at, one.zone),
        end=clock(one.ends_at, one.zone), place=place_name(one.zone),
    )  # fmt: skip
    return f"{words}, {one.place or _('online')}"


def moved_words(impact: Impact) -> str:
    """Say that a date was moved."""
    return _("The date is moved. Mails on their way: %(n)d.", n=impact.mails)


def stale_words() -> str:
    """Say that what had been seen is no longer so."""
    return _("Something has changed since you looked. This is what it would do now.")


# --- who has answered -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AnswerLine:
    name: str
    answer: str
    since: str


@dataclass(frozen=True)
class AnswersPage:
    title: str
    public_id: str
    statement: str
    lines: tuple[AnswerLine, ...]


def answers_page(date: Standing, answers: Sequence[Answer]) -> AnswersPage:
    """Build the list of who was asked whether the new date suits, those without an answer first."""
    missing = sum(1 for answer in answers if answer_words(answer) == _("No answer yet"))
    words = ngettext("%(Word)s person has not answered.", "%(Word)s people have not answered.", missing)
    statement = words if missing else _("Everybody has answered.")
    return AnswersPage(
        date.title, date.public_id, statement if answers else _("Nobody was asked."),
        tuple(AnswerLine(answer_name(one), answer_words(one), day(local(one.answered_at or one.asked_at).date()))
              for one in answers),
    )  # fmt: skip


def answer_name(one: Answer) -> str:
    """Name who was asked."""
    return name_in_list(one.family, one.given)


def answer_words(one: Answer) -> str:
    """Say what somebody answered."""
    if one.state is State.CANCELLED:
        return _("Gave the seat back")
    return _("Comes") if one.answered_at else _("No answer yet")


def answer_rows(answers: Sequence[Answer]) -> Iterator[tuple[object, ...]]:
    """Yield who was asked as the rows of a file, the head first."""
    yield _("Person"), _("Answer"), _("Asked"), _("Answered")
    for one in answers:
        yield (
            answer_name(one),
            answer_words(one),
            local(one.asked_at),
            one.answered_at and local(one.answered_at),
        )


# --- fewer seats ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShrinkPage:
    """Who goes back to the list, before they do."""

    title: str
    over: str
    public_id: str
    statement: str
    people: tuple[str, ...]
    capacity: int
    stamp: str


def seats_of(one: Standing, now: datetime) -> Seats:
    """Return the seats of a date as they are."""
    return Seats(one.id, one.public_id, one.capacity, one.taken, takes_people(one.status, one.starts_at, now))


def shrink_page(one: Standing, shrinking: Shrinking) -> ShrinkPage:
    """Build the preview of fewer seats."""
    people = tuple(name_in_list(last.family, last.given) for last in shrinking.back)
    statement = ngettext(
        "%(Word)s person goes back to the waiting list.", "%(Word)s people go back to the waiting list.", len(people)
    )  # fmt: skip
    return ShrinkPage(
        one.title, standing_words(one), one.public_id, statement, people, shrinking.capacity, shrinking.stamp
    )  # fmt: skip
