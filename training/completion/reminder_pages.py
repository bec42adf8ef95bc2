"""What the pages of reminders show, as frozen values in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask import url_for

from training.completion.outlook_queries import (
    PAGE,
    Addressee,
    DayOfMail,
    Effect,
    Failed,
    HeldMails,
    LadderRow,
    Outlook,
    Reason,
)
from training.completion.reminding import MORNING, Ladder
from training.completion.rules import DigestState, ReminderKind
from training.core.permissions import Viewer
from training.web.language import day, day_full, day_short, day_year, in_days, moment, number
from training.web.words import _, count_word, ngettext

FEW = 3
"""Reasons that are written out for one person."""


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class DayLine:
    """One day with mail, as an entry of a roll."""

    when: str
    distance: str
    title: str
    href: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class HeldLine:
    """Mails that the brake holds, and the one act that the viewer may take."""

    words: str
    note: str
    act: str
    act_href: str
    day_href: str


@dataclass(frozen=True)
class FailedLine:
    name: str
    address: str
    why: str
    cure: str
    when: str
    href: str


@dataclass(frozen=True)
class RemindersPage:
    statement: str
    rest: str
    held: tuple[HeldLine, ...]
    days: tuple[DayLine, ...]
    facts: tuple[Fact, ...]
    holds_since: str
    failed: tuple[FailedLine, ...]


def reminders_page(found: Outlook, viewer: Viewer) -> RemindersPage:
    """Build the first page: what is held or goes out next, in a sentence; then the days, the ladder, what failed."""
    first, rest = _statement(found)
    return RemindersPage(
        statement=first, rest=rest, held=tuple(_held(one, viewer) for one in found.held),
        days=tuple(_line(one, found.today.day) for one in days_ahead(found)),
        facts=ladder_facts(found.ladder.ladder), holds_since=_since(found.ladder),
        failed=tuple(_failed(one) for one in found.failed),
    )  # fmt: skip


def _statement(found: Outlook) -> tuple[str, str]:
    held = sum(one.mails for one in found.held)
    if held:
        words = ngettext("%(word)s mail is held.", "%(word)s mails are held.", held, word=_capital(count_word(held)))
        return words, _("It is more than one day usually has: two people have to let them go.")
    coming = {when: len(mails) for when, mails in found.mails.items()}
    if not coming:
        return _("Nobody will be reminded in the next 14 days."), _("Nothing that is not done reaches a step.")
    when, mails = next(iter(sorted(coming.items())))
    words = ngettext(
        "%(word)s mail goes out on %(day)s.", "%(word)s mails go out on %(day)s.", mails,
        word=_capital(count_word(mails)), day=day(when),
    )  # fmt: skip
    people = len({person_id for each in found.mails.values() for person_id in each})
    rest = ngettext(
        "In 14 days one person is written to.", "In 14 days %(n)s people are written to.", people, n=number(people)
    )
    return words, rest


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


class DayAhead(NamedTuple):
    """The mails of one day: how many in each state, how many tell of a team (None: today), whether the brake waits."""

    day: date
    went_out: int
    to_come: int
    held: int
    dropped: int
    managers: int | None
    braked: bool

    @property
    def mails(self) -> int:
        """Those that are not needed any more do not count."""
        return self.went_out + self.to_come + self.held


def days_ahead(found: Outlook) -> Sequence[DayAhead]:
    """Return the days with mail, today first."""
    today = found.today.day
    now = [_today(found)] if any(found.today.states.values()) or today in found.mails else []
    return now + [_ahead(found, when) for when in sorted(found.mails) if when > today]


def _today(found: Outlook) -> DayAhead:
    states, today = found.today.states, found.today.day
    waits = len(found.mails.get(today, ())) + states.get(DigestState.PLANNED, 0)
    written, held, dropped = (
        states.get(state, 0) for state in (DigestState.WRITTEN, DigestState.HELD, DigestState.DROPPED)
    )
    return DayAhead(today, written, waits, held, dropped, managers=None, braked=False)


def _ahead(found: Outlook, when: date) -> DayAhead:
    mails = len(found.mails[when])
    return DayAhead(when, 0, mails, 0, 0, found.managers.get(when, 0), braked=mails > found.ladder.ladder.brake)


def _line(one: DayAhead, today: date) -> DayLine:
    href = url_for("completion.reminders_of_day", day=one.day.isoformat())
    facts = _facts_of_today(one) if one.day == today else (_to_managers(one.managers or 0), brake_words(one))
    told = tuple(fact for fact in facts if fact)
    return DayLine(day(one.day), in_days((one.day - today).days), _mails(one.mails), href, told)


def _facts_of_today(one: DayAhead) -> tuple[str, ...]:
    return (
        _("%(n)s went out", n=number(one.went_out)) if one.went_out else "",
        _("%(n)s to come", n=number(one.to_come)) if one.to_come else "",
        _("%(n)s held", n=number(one.held)) if one.held else "",
        _("%(n)s not needed any more", n=number(one.dropped)) if one.dropped else "",
    )


def brake_words(one: DayAhead) -> str:
    """Say that the brake will hold the mails of a day, or nothing."""
    return _("more than the brake lets pass: they wait for two people") if one.braked else ""


def _mails(count: int) -> str:
    return ngettext("%(n)s mail", "%(n)s mails", count, n=number(count))


def _to_managers(count: int) -> str:
    return ngettext("one tells of a team", "%(n)s tell of a team", count, n=number(count)) if count else ""


def _held(one: HeldMails, viewer: Viewer) -> HeldLine:
    words = _("%(mails)s for %(day)s are held.", mails=_mails(one.mails), day=day_full(one.day))
    href = url_for("completion.reminders_of_day", day=one.day.isoformat())
    if one.released_by_id is None:
        note = _("Let them go, and a second person confirms it. Before that nothing goes out.")
        act, to = _("Let them go"), url_for("completion.release_digests", day=one.day.isoformat())
    elif one.released_by_id == viewer.person_id:
        note, act, to = _("You have let them go. Somebody else has to confirm it."), "", ""
    else:
        note = _("%(name)s has let them go. As soon as you confirm it, they go out.", name=one.released_by)
        act, to = _("Confirm, and send them"), url_for("completion.confirm_digests", day=one.day.isoformat())
    return HeldLine(words, note, act, to, href)


def _failed(one: Failed) -> FailedLine:
    href = url_for("notices.message", message_id=one.public_id)
    return FailedLine(one.name, one.recipient, one.error, cure_words(one), moment(one.at), href)


def cure_words(one: Failed) -> str:
    """Say what helps where a mail was refused."""
    if one.now and one.now != one.recipient:
        return _("The roster has another address since: the next mail goes there.")
    return _("Put the address right in the roster; the next mail goes there.")


# --- the ladder -------------------------------------------------------------------------------------------------------


def ladder_facts(ladder: Ladder) -> tuple[Fact, ...]:
    """Say what a ladder is, for people."""
    return (
        Fact(_("People are told"), _listed([step_words(step) for step in ladder.steps])),
        Fact(_("Line managers"), _("from %(step)s", step=step_words(ladder.manager_from))),
        Fact(_("Whoever leads the department above"), _("from %(step)s", step=step_words(ladder.director_from))),
        Fact(
            _("Mails to one person"),
            ngettext("at most one in seven days", "at most %(num)d in seven days", ladder.most_a_week),
            _("one mail for everything, on working days, at %(hour)02d:00 in their zone", hour=MORNING),
        ),
        Fact(_("The brake"), _("more than %(n)s mails on one day wait for two people", n=number(ladder.brake))),
    )


def step_words(step: int) -> str:
    """Say a step: "3 working days before", "on the day", "3 working days after"."""
    if step == 0:
        return _("on the day")
    if step < 0:
        return ngettext("%(num)d working day before", "%(num)d working days before", -step)
    return ngettext("%(num)d working day after", "%(num)d working days after", step)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else _("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1])


def _since(row: LadderRow) -> str:
    if row.since is None:
        return _("This is the usual ladder; nobody has changed it yet.")
    return _("Since %(day)s, by %(name)s: %(reason)s", day=day_year(row.since), name=row.by, reason=row.reason)


@dataclass(frozen=True)
class LadderPage:
    facts: tuple[Fact, ...]
    since: str
    effect: str
    """What the ladder that was entered would do; empty where none was."""
    would: tuple[Fact, ...]
    """That ladder."""
    same: bool
    """Whether it is the one that holds."""


def ladder_page(holds: LadderRow, effect: Effect | None = None) -> LadderPage:
    """Build the page of the ladder, with the effect of another one where that was asked for."""
    same = effect is not None and effect.ladder == holds.ladder
    words, would = (_effect(effect), ladder_facts(effect.ladder)) if effect else ("", ())
    return LadderPage(ladder_facts(holds.ladder), _since(holds), words, would, same)


def _effect(effect: Effect) -> str:
    if effect.day is None:
        return _("Nobody would be written to in the next seven days, as now.")
    if effect.before == effect.after:
        return _("On %(day)s this would mail %(n)s, as many as now.", day=day(effect.day), n=_people(effect.after))
    return _(
        "On %(day)s this would mail %(after)s instead of %(before)s.", day=day(effect.day),
        after=_people(effect.after), before=number(effect.before),
    )  # fmt: skip


def _people(count: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", count, n=number(count))


# --- one day ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonLine:
    name: str
    state: str
    tone: str
    reasons: tuple[str, ...]
    more: str


@dataclass(frozen=True)
class Pages:
    words: str
    next_href: str
    next_label: str
    previous_href: str
    previous_label: str = ""


@dataclass(frozen=True)
class DayPage:
    title: str
    lede: str
    people: tuple[PersonLine, ...]
    pages: Pages


def day_page(found: DayOfMail, today: date) -> DayPage:
    """Build the page of one day: who gets a mail, and why."""
    lede = ngettext("%(n)s person", "%(n)s people", found.of, n=number(found.of))
    note = _("Foretold by the rules that hold; what is done until then drops out.") if found.day > today else ""
    people = tuple(_person(one) for one in found.people)
    return DayPage(
        _("Mail of %(day)s", day=day_full(found.day)), f"{lede}. {note}".strip() if found.of else "", people,
        _pages(found),
    )  # fmt: skip


TONES = {DigestState.HELD: "few", DigestState.DROPPED: "full"}


def _person(one: Addressee) -> PersonLine:
    shown = reasons_told(one)
    more = len(shown) - FEW
    return PersonLine(
        one.name, state_words(one.state), TONES.get(one.state, "") if one.state else "", shown[:FEW],
        ngettext("and one more", "and %(num)d more", more) if more > 0 else "",
    )  # fmt: skip


def state_words(state: DigestState | None) -> str:
    """Say what became of a mail of reminders, or that it is to come."""
    return {
        None: _("To come"), DigestState.PLANNED: _("To come"), DigestState.HELD: _("Held"),
        DigestState.WRITTEN: _("Went out"), DigestState.DROPPED: _("Not needed any more"),
    }[state]  # fmt: skip


def reasons_told(one: Addressee) -> tuple[str, ...]:
    """Say why somebody gets a mail, duty by duty."""
    return () if one.state is DigestState.DROPPED else tuple(_reason(each) for each in one.reasons)


def _reason(one: Reason) -> str:
    due = day_short(one.due)
    if one.kind is ReminderKind.OWN:
        return _("%(title)s, due %(day)s: %(step)s", title=one.title, day=due, step=step_words(one.step))
    if one.kind is ReminderKind.ASKED:
        return _("%(title)s, due %(day)s: a manager asked", title=one.title, day=due)
    if one.kind is ReminderKind.MANAGER:
        return _("Of their team, %(name)s: %(title)s, due %(day)s", name=one.about, title=one.title, day=due)
    return _("In a department below, %(name)s: %(title)s, due %(day)s", name=one.about, title=one.title, day=due)


def _pages(found: DayOfMail) -> Pages:
    last, here = found.first + len(found.people), found.first // PAGE + 1
    of_day = found.day.isoformat()
    words = _("%(first)d to %(last)d of %(of)d", first=found.first + 1, last=last, of=found.of)
    following = url_for("completion.reminders_of_day", day=of_day, page=here + 1) if last < found.of else ""
    before = url_for("completion.reminders_of_day", day=of_day, page=here - 1) if here > 1 else ""
    return Pages(words, following, _("Next %(n)d", n=min(PAGE, found.of - last)), before)
