"""What the pages of the desk about outside organisations show, as frozen values in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from training.seminars.contact_pages import mark_words, when
from training.seminars.contact_queries import Attended, BlockRow, OpenDate
from training.seminars.holding import Held
from training.seminars.organisation_forms import BlockForm
from training.seminars.organisation_queries import PAGE, ContactRow, Ending, Listed, One
from training.seminars.organisation_rules import last_day
from training.seminars.pages import Fact
from training.seminars.rules import BlockState, Mark
from training.web.language import day_long, day_year
from training.web.request import local
from training.web.words import _, ngettext

SHOWN = 100
"""How many lines of who attended stand on the page; the file has them all."""


@dataclass(frozen=True)
class Line:
    name: str
    href: str
    domains: str
    contacts: str
    blocks: str
    attended: str


@dataclass(frozen=True)
class Pages:
    words: str
    previous_href: str
    next_href: str
    previous_label: str = ""
    next_label: str = ""


@dataclass(frozen=True)
class ListPage:
    statement: str
    find: str
    lines: tuple[Line, ...]
    pages: Pages | None


def list_page(found: Sequence[Listed], number: int, find: str, passed: int) -> ListPage:
    """Build the list of organisations."""
    lines = tuple(
        Line(
            one.name, url_for("seminars.organisation", organisation_id=one.public_id), ", ".join(one.domains),
            str(one.contacts), str(one.open_blocks), str(one.attended),
        )
        for one in found
    )  # fmt: skip
    return ListPage(_statement(number, find), find, lines, _pages(len(found), number, find, passed))


def _statement(number: int, find: str) -> str:
    if find:
        return ngettext(
            "%(Word)s organisation has this in its name.", "%(Word)s organisations have this in their name.", number
        )
    return ngettext("%(Word)s organisation sends people.", "%(Word)s organisations send people.", number)


def _pages(shown: int, number: int, find: str, passed: int) -> Pages | None:
    if number <= PAGE and not passed:
        return None
    more = url_for("seminars.organisations", find=find or None, after=passed + PAGE)
    back = url_for("seminars.organisations", find=find or None, after=max(passed - PAGE, 0))
    words = _("%(first)d to %(last)d of %(all)d", first=passed + 1, last=passed + shown, all=number)
    return Pages(words, back if passed else "", more if passed + shown < number else "")


# --- one organisation -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ContactLine:
    name: str
    email: str
    state: str
    end_href: str


@dataclass(frozen=True)
class BlockLine:
    title: str
    href: str
    when: str
    state: str
    seats: str


@dataclass(frozen=True)
class AttendedLine:
    name: str
    title: str
    when: str
    mark: str


@dataclass(frozen=True)
class OnePage:
    public_id: str
    name: str
    statement: str
    facts: tuple[Fact, ...]
    contacts: tuple[ContactLine, ...]
    blocks: tuple[BlockLine, ...]
    attended: tuple[AttendedLine, ...]
    more_attended: str


def one_page(
    one: One, contacts: Sequence[ContactRow], blocks: Sequence[BlockRow], attended: Sequence[Attended]
) -> OnePage:
    """Build the page of an organisation."""
    until = day_long(one.agreement_until) if one.agreement_until else _("without end")
    people = len({row.name for row in attended if row.mark in {Mark.HERE, Mark.PARTLY}})
    facts = (
        Fact(label=_("Agreement until"), value=until),
        Fact(label=_("Domains"), value=", ".join(one.domains) or _("any")),
        Fact(label=_("Seats kept now"), value=str(sum(b.seats for b in blocks if b.state is BlockState.HELD))),
    )
    return OnePage(
        public_id=one.public_id, name=one.name, facts=facts, contacts=tuple(_contact(row) for row in contacts),
        statement=ngettext("%(Word)s person of %(name)s attended.", "%(Word)s people of %(name)s attended.", people,
                           name=one.name),
        blocks=tuple(_block(row) for row in reversed(blocks)),
        attended=tuple(_attended(row) for row in attended[:SHOWN]),
        more_attended=_("The file has all %(n)d lines.", n=len(attended)) if len(attended) > SHOWN else "",
    )  # fmt: skip


def _contact(row: ContactRow) -> ContactLine:
    href = url_for("seminars.end_contact_form", contact_id=row.public_id)
    return ContactLine(
        row.name or _("(erased)"), row.email or "", contact_state(row), "" if row.ended_at is not None else href
    )


def contact_state(row: ContactRow) -> str:
    """Say whether somebody may act for an organisation."""
    if row.ended_at is not None:
        return _("Ended %(day)s", day=day_year(local(row.ended_at).date()))
    if row.confirmed_at is not None:
        return _("Acts since %(day)s", day=day_year(local(row.confirmed_at).date()))
    return _("Invited %(day)s, not opened yet", day=day_year(local(row.invited_at).date()))


def _block(row: BlockRow) -> BlockLine:
    href = url_for("seminars.desk_session", session_id=row.session)
    return BlockLine(row.title, href, when(row), block_state(row), _("%(n)d of %(all)d named", n=row.named,
                     all=row.seats))  # fmt: skip


def block_state(row: BlockRow) -> str:
    """Say what became of a block."""
    return {
        BlockState.WAITING: _("Waits"),
        BlockState.HELD: _("Kept until %(day)s", day=day_year(last_day(row.release_at, row.zone))),
        BlockState.RETURNED: _("Given back"), BlockState.GIVEN_UP: _("Given up"),
    }[row.state]  # fmt: skip


def _attended(row: Attended) -> AttendedLine:
    minutes = f", {_('%(n)d minutes', n=row.minutes or 0)}" if row.mark is Mark.PARTLY else ""
    return AttendedLine(
        row.name or _("(erased)"), row.title, day_year(local(row.starts_at, row.zone).date()),
        f"{mark_words(row.mark)}{minutes}",
    )  # fmt: skip


def offering(form: BlockForm, dates: Sequence[OpenDate], contacts: Sequence[ContactRow]) -> BlockForm:
    """Let a form offer these dates, and those of the contacts who act now."""
    acts = [one for one in contacts if one.ended_at is None and one.confirmed_at is not None]
    return form.among(
        [(one.session, f"{one.title}: {when(one)}") for one in dates],
        [(one.public_id, f"{one.name}, {one.email}") for one in acts],
    )


def kept_words(held: Held) -> str:
    """Say what came of keeping seats for an organisation, whose contact is told."""
    if not held.seats:
        return _("Not enough seats are free. The organisation waits as one, and its contact gets a mail.")
    return ngettext("%(num)d seat is kept. The contact gets a mail.",
                    "%(num)d seats are kept. The contact gets a mail.", held.seats)  # fmt: skip


@dataclass(frozen=True)
class EndingPage:
    name: str
    organisation: str


def ending_page(one: Ending) -> EndingPage:
    """Build the question whether somebody is to act no longer."""
    return EndingPage(one.name, one.organisation)
