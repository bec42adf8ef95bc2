"""Forms of the desk, filled with what there is: rooms and zones to choose from, the people of a register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from training.core.permissions import Viewer
from training.seminars import desk_pages, kit_pages, kit_queries, plan_queries, register_pages
from training.seminars.attendance import Marked
from training.seminars.forms import Person, RegisterForm, RoomForm, SeminarForm, SessionForm, register_form
from training.seminars.roster_queries import Comer
from training.web.words import _


def seminar_form(kit_slug: str, language: str) -> SeminarForm:
    """Return the form for a new seminar, filled from a kit where one is named. Raises NotFound."""
    if not kit_slug:
        return SeminarForm(language=language)
    kit = kit_queries.kit(kit_slug)
    return SeminarForm(
        kit=kit.slug, title=kit.title, summary=kit.content["summary"], minutes=kit.content["minutes"],
        language=kit.content["language"], agenda=kit_pages.agenda_text(kit),
    )  # fmt: skip


def session_form(viewer: Viewer, own_zone: str, **values: Any) -> SessionForm:
    """Return an empty form for a new date."""
    return _with_choices(SessionForm(**values), viewer, own_zone)


def sent_session_form(viewer: Viewer, own_zone: str) -> SessionForm:
    """Return the form for a new date as it was sent."""
    return _with_choices(SessionForm.read(), viewer, own_zone)


def _with_choices(form: SessionForm, viewer: Viewer, own_zone: str) -> SessionForm:
    form.venue.choices = [SelectChoice(*one) for one in desk_pages.room_choices(plan_queries.venues(viewer))]
    form.zone.choices = [SelectChoice(*one) for one in desk_pages.zone_choices(plan_queries.zones(viewer), own_zone)]
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
