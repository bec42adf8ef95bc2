"""What the pages of one block show: who is named, what can be changed, and what was pasted before anything is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from training.seminars.colleagues import Line, Problem
from training.seminars.contact_pages import OPEN, seats_kept, when
from training.seminars.contact_queries import BlockRow, Member
from training.seminars.organisation_rules import last_day
from training.seminars.pages import Fact
from training.seminars.rules import DEAD, BlockState, SessionStatus, State
from training.web.language import day_full
from training.web.words import _, ngettext


@dataclass(frozen=True)
class MemberLine:
    name: str
    state: str
    change_href: str


@dataclass(frozen=True)
class BlockPage:
    title: str
    over: str
    statement: str
    rest: str
    facts: tuple[Fact, ...]
    members: tuple[MemberLine, ...]
    gone: tuple[MemberLine, ...]
    block: str
    can_name: bool
    can_keep_fewer: bool
    fewer_hint: str
    give_back: str
    attended_href: str


def block_page(token: str, one: BlockRow, members: Sequence[Member], now: datetime) -> BlockPage:
    """Build the page of a block: what is kept, who is named, what can be changed."""
    held = one.state is BlockState.HELD and one.starts_at > now
    left = one.seats - one.named
    lines = [(member, _member(token, member, before=one.starts_at > now)) for member in members]
    begun = url_for("seminars.contact_attended", token=token, session_id=one.session)
    return BlockPage(
        title=one.title, over=when(one), statement=_block_words(one, now), rest=_block_rest(one, now),
        facts=_block_facts(one),
        members=tuple(line for member, line in lines if member.state not in DEAD),
        gone=tuple(line for member, line in lines if member.state in DEAD), block=one.block,
        can_name=held and left > 0, can_keep_fewer=held and one.seats > max(one.named, 1),
        fewer_hint=_("From %(low)d to %(high)d. Who is named keeps their seat.", low=max(one.named, 1),
                     high=one.seats),
        give_back=_give_back_words(one, left) if one.starts_at > now else "",
        attended_href=begun if one.starts_at <= now else "",
    )  # fmt: skip


def _block_words(one: BlockRow, now: datetime) -> str:
    if one.status is SessionStatus.CANCELLED:
        return _("This date was called off.")
    if one.starts_at <= now:
        return ngettext("%(Word)s seat had a name.", "%(Word)s seats had a name.", one.used + one.seated)
    return {
        BlockState.HELD: seats_kept([one]) if one.state is BlockState.HELD else "",
        BlockState.WAITING: ngettext("%(Word)s seat is waited for.", "%(Word)s seats are waited for.", one.seats),
        BlockState.RETURNED: ngettext("%(Word)s colleague has a seat.", "%(Word)s colleagues have a seat.",
                                      one.used + one.seated),
        BlockState.GIVEN_UP: _("These seats are no longer waited for."),
    }[one.state]  # fmt: skip


def _block_rest(one: BlockRow, now: datetime) -> str:
    if one.starts_at <= now:
        return ""
    if one.state is BlockState.WAITING:
        return _("We write to you as soon as they come free.")
    back = _("The others went back to everybody.") if one.state is BlockState.RETURNED else ""
    waits = ngettext("%(Word)s colleague waits for a seat among everybody.",
                     "%(Word)s colleagues wait for a seat among everybody.", one.queued)  # fmt: skip
    return f"{back} {waits if one.queued else ''}".strip()


def _block_facts(one: BlockRow) -> tuple[Fact, ...]:
    until = day_full(last_day(one.release_at, one.zone))
    confirmed = str(one.used + one.seated + one.queued)
    facts = [Fact(label=_("Named"), value=str(one.people)), Fact(label=_("Confirmed"), value=confirmed)]
    if one.state in OPEN:
        facts.append(Fact(label=_("Name them by"), value=until))
    if one.state is BlockState.WAITING and one.least < one.seats:
        facts.append(Fact(label=_("Content with"), value=str(one.least)))
    return tuple(facts)


def _give_back_words(one: BlockRow, left: int) -> str:
    if one.state is BlockState.WAITING:
        return _("Wait no longer")
    if one.state is not BlockState.HELD or left <= 0:
        return ""
    return ngettext("Give %(num)d seat back", "Give %(num)d seats back", left)


def _member(token: str, one: Member, *, before: bool) -> MemberLine:
    change = url_for("seminars.swap_form", token=token, registration_id=one.registration)
    can = before and one.of_block and one.state in {State.UNVERIFIED, State.BOOKED}
    words = member_words(one.state)
    if one.state is State.WAITLISTED and before:
        words = _("Waits for a seat, place %(place)d of %(of)d", place=one.place, of=one.waiting)
    return MemberLine(one.name or _("(erased)"), words, change if can else "")


def member_words(state: State) -> str:
    """Say what a colleague has, as their contact is told it."""
    return {
        State.UNVERIFIED: _("Has not confirmed yet"), State.PENDING: _("Waits for an answer"),
        State.WAITLISTED: _("Waits for a seat"), State.OFFERED: _("Has an offer"), State.BOOKED: _("Has a seat"),
        State.ATTENDED: _("Was there"), State.PARTIAL: _("Was there for a part"), State.ABSENT: _("Was not there"),
        State.EXCUSED: _("Was excused"), State.CANCELLED: _("Given up or taken back"),
        State.DECLINED: _("Not agreed"), State.EXPIRED: _("Did not answer"),
    }[state]  # fmt: skip


@dataclass(frozen=True)
class SwapPage:
    name: str
    state: str
    title: str
    registration: str
    block: str


def swap_page(member: Member, block: BlockRow) -> SwapPage:
    """Build the page on which somebody is swapped or taken back."""
    return SwapPage(member.name, member_words(member.state), block.title, member.registration, block.block)


# --- what was pasted --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PreviewLine:
    number: str
    name: str
    email: str
    why: str


@dataclass(frozen=True)
class PreviewPage:
    title: str
    block: str
    statement: str
    rest: str
    ready: tuple[PreviewLine, ...]
    wrong: tuple[PreviewLine, ...]
    strangers: bool
    send: str


def preview_page(block: BlockRow, lines: Sequence[Line]) -> PreviewPage:
    """Build what pressing the button will send, and what is wrong with the rest."""
    ready = [one for one in lines if one.problem is None]
    wrong = [one for one in lines if one.problem is not None]
    return PreviewPage(
        title=block.title, block=block.block,
        statement=ngettext("%(Word)s person can be named.", "%(Word)s people can be named.", len(ready))
        if ready else _("Nobody can be named yet."),
        rest=ngettext("%(Word)s line needs a look.", "%(Word)s lines need a look.", len(wrong)) if wrong else "",
        ready=tuple(_preview(one) for one in ready), wrong=tuple(_preview(one) for one in wrong),
        strangers=any(one.problem is Problem.OTHER_DOMAIN for one in wrong),
        send=ngettext("Send %(num)d mail", "Send %(num)d mails", len(ready)) if ready else "",
    )  # fmt: skip


def _preview(one: Line) -> PreviewLine:
    why = "" if one.problem is None else problem_words(one.problem)
    written = one.who.email if one.problem is not Problem.NO_ADDRESS else one.written
    return PreviewLine(_("Line %(n)d", n=one.number), one.who.name, written[:200], why)


def problem_words(problem: Problem) -> str:
    """Say what is wrong with a line."""
    return {
        Problem.NO_ADDRESS: _("There is no address with an @ in it."),
        Problem.NOT_AN_ADDRESS: _("This is no mail address. Compare it letter by letter."),
        Problem.TWICE: _("This address stands further up already."),
        Problem.REGISTERED: _("This person is registered for the date already."),
        Problem.OTHER_DOMAIN: _("This is not a domain of your organisation. Is it typed right?"),
        Problem.TOO_MANY: _("There are no more seats than people above."),
    }[problem]
