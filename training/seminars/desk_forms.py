"""Forms of the desk, filled with what there is: rooms and zones to choose from, the people of a register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.core.permissions import Viewer
from training.seminars import (
    desk_pages,
    kit_pages,
    kit_queries,
    plan_pages,
    plan_queries,
    register_pages,
    standing_queries,
)
from training.seminars.attendance import Marked
from training.seminars.forms import Person, RegisterForm, RoomForm, SeminarForm, register_form
from training.seminars.plan_forms import MoveForm, PlaceForm, SeriesForm, SessionForm, TermsForm
from training.seminars.roster_queries import Comer
from training.web.request import local
from training.web.words import _


def seminar_form(kit_slug: str, language: str) -> SeminarForm:
    """Return the form for a new seminar, filled from a kit where one is named. Raises NotFound."""
    if not kit_slug:
        return with_topics(SeminarForm(language=language))
    kit = kit_queries.kit(kit_slug)
    return with_topics(SeminarForm(
        kit=kit.slug, title=kit.title, summary=kit.content["summary"], minutes=kit.content["minutes"],
        language=kit.content["language"], agenda=kit_pages.agenda_text(kit),
    ))  # fmt: skip


def with_topics(form: SeminarForm) -> SeminarForm:
    """Return a form of a seminar with the topics to choose from."""
    form.topic.choices = [SelectChoice(*one) for one in plan_pages.topic_choices(standing_queries.topics())]
    return form


def described_form(viewer: Viewer, slug: str) -> SeminarForm:
    """Return the form of a seminar, filled with what it is. Raises NotFound."""
    row = standing_queries.described(viewer, slug)
    agenda = "\n".join(_agenda_line(part) for part in row.agenda)
    return with_topics(SeminarForm(**(row._asdict() | {"agenda": agenda})))


def sent_described_form(viewer: Viewer, slug: str) -> SeminarForm:
    """Return the same as it was sent; its address, length and language stay as they are. Raises NotFound."""
    row, form = standing_queries.described(viewer, slug), with_topics(SeminarForm.read())
    form.minutes.data, form.minutes.raw_data = row.minutes, [str(row.minutes)]
    form.language.data, form.kit.data = row.language, ""
    return form


def _agenda_line(part: dict[str, Any]) -> str:
    parts = (str(part["after"]), part["title"], part["text"])
    return "; ".join(one for one in parts if one)


def session_form(viewer: Viewer, own_zone: str, **values: Any) -> SessionForm:
    """Return an empty form for a new date."""
    return _with_choices(SessionForm(**values), viewer, own_zone)


def sent_session_form(viewer: Viewer, own_zone: str) -> SessionForm:
    """Return the form for a new date as it was sent."""
    return _with_choices(SessionForm.read(), viewer, own_zone)


def series_form(viewer: Viewer, own_zone: str, **values: Any) -> SeriesForm:
    """Return an empty form for several dates."""
    return _with_choices(SeriesForm(**values), viewer, own_zone)


def sent_series_form(viewer: Viewer, own_zone: str) -> SeriesForm:
    """Return the form for several dates as it was sent."""
    return _with_choices(SeriesForm.read(), viewer, own_zone)


def move_form(viewer: Viewer, own_zone: str, one: standing_queries.Standing) -> MoveForm:
    """Return the form for another time or place, filled with the present ones."""
    form = MoveForm(
        starts=datetime.fromisoformat(one.local_start), minutes=one.minutes, venue=one.venue, join_url=one.join_url,
        zone="" if one.zone == one.venue_zone else one.zone,
    )  # fmt: skip
    return _with_choices(form, viewer, own_zone)


def sent_move_form(viewer: Viewer, own_zone: str) -> MoveForm:
    """Return the same as it was sent."""
    return _with_choices(MoveForm.read(), viewer, own_zone)


def terms_form(one: standing_queries.Standing) -> TermsForm:
    """Return the form of a date's terms, filled with what they are, by the clock there."""
    moments = {"opens": one.opens_at, "closes": one.closes_at, "cancel_until": one.cancel_until}
    shown: dict[str, Any] = {
        name: moment and local(moment, one.zone).replace(tzinfo=None) for name, moment in moments.items()
    }
    return TermsForm(
        audience=one.audience, join_url=one.join_url, needs_approval=one.needs_approval, offer_hours=one.offer_hours,
        arrival=one.arrival, **shown,
    )  # fmt: skip


AnyPlaceForm = TypeVar("AnyPlaceForm", bound=PlaceForm)


def _with_choices(form: AnyPlaceForm, viewer: Viewer, own_zone: str) -> AnyPlaceForm:
    form.venue.choices = [SelectChoice(*one) for one in plan_pages.room_choices(plan_queries.venues(viewer))]
    form.zone.choices = [SelectChoice(*one) for one in plan_pages.zone_choices(plan_queries.zones(viewer), own_zone)]
    return form


def room_form(viewer: Viewer, form: RoomForm) -> RoomForm:
    """Return a form for a new room, with the sites to choose from."""
    form.site.choices = [SelectChoice(*one) for one in plan_queries.sites(viewer)]
    return form


@dataclass(frozen=True)
class RegisterLine:
    """One person in the register: the field of the mark, the field of the minutes, what was shown, the house."""

    mark: Any
    minutes: Any
    was: Any
    house: str


@dataclass(frozen=True)
class Group:
    title: str
    lines: tuple[RegisterLine, ...]


@dataclass(frozen=True)
class Register:
    """The form of a register and its fields in the order of the page."""

    form: RegisterForm
    groups: tuple[Group, ...]
    registrations: tuple[str, ...]

    @property
    def marks(self) -> dict[str, Marked]:
        """The ticks, by registration."""
        return self.form.marks(self.registrations)


def register(comers: Sequence[Comer], find: str) -> Register:
    """Return the register of who has a seat, unmarked first, limited to the names looked for."""
    shown = register_pages.seats_of(comers, find)
    return _register(_form_of(shown)(), shown)


def sent_register(comers: Sequence[Comer], find: str) -> Register:
    """Return the register as it was sent."""
    shown = register_pages.seats_of(comers, find)
    return _register(_form_of(shown).read(), shown)


def _form_of(shown: Sequence[Comer]) -> type[RegisterForm]:
    return register_form(
        [Person(one.registration, desk_pages.listed_name(one), one.mark, one.minutes) for one in shown]
    )


def _register(form: RegisterForm, shown: Sequence[Comer]) -> Register:
    groups = (
        (_("Not marked yet"), [one for one in shown if one.mark is None]),
        (_("Marked"), [one for one in shown if one.mark is not None]),
    )
    return Register(
        form, tuple(Group(title, tuple(_line(form, one) for one in people)) for title, people in groups if people),
        tuple(one.registration for one in shown),
    )  # fmt: skip


def _line(form: RegisterForm, one: Comer) -> RegisterLine:
    mark, minutes, was = (form[f"{one.registration}-{field}"] for field in ("mark", "minutes", "was"))
    return RegisterLine(mark, minutes, was, one.house)
