"""What is kept of guests, as the desk sees it: frozen values in the reader's language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from training.seminars.pages import language_name
from training.seminars.retention_queries import Counts, KeptDate, Leaving, Sentence
from training.web.language import day_year, number
from training.web.request import local
from training.web.words import _, ngettext

Row = tuple[object, ...]


@dataclass(frozen=True)
class KeptLine:
    title: str
    when: str
    href: str
    guests: str
    goes: str
    """On which day what was promised is over, or since when nobody is known."""
    can_forget: bool


@dataclass(frozen=True)
class RetentionPage:
    statement: str
    rest: str
    lines: tuple[KeptLine, ...]


def retention_page(dates: Sequence[KeptDate], now: datetime) -> RetentionPage:
    """Build the list of dates with the day on which their guests go."""
    named = [one for one in dates if one.guests]
    rest = ""
    if named:
        rest = _("The next go on %(day)s.", day=day_year(local(min(max(one.goes_at, now) for one in named)).date()))
    return RetentionPage(_statement(named), rest, tuple(_line(one, now) for one in dates))


def _statement(named: Sequence[KeptDate]) -> str:
    if not named:
        return _("No guest is known by name.")
    return ngettext(
        "Guests of %(word)s date are known by name.", "Guests of %(word)s dates are known by name.", len(named)
    )


def _line(one: KeptDate, now: datetime) -> KeptLine:
    return KeptLine(
        title=one.title,
        when=day_year(local(one.starts_at, one.zone).date()),
        href=url_for("seminars.forget_form", session_id=one.public_id),
        guests=number(one.guests),
        goes=_goes(one),
        can_forget=bool(one.guests) and one.over(now),
    )


def _goes(one: KeptDate) -> str:
    if not one.guests and one.purged_at:
        return _("erased on %(day)s", day=day_year(local(one.purged_at).date()))
    return day_year(local(one.goes_at, one.zone).date())


@dataclass(frozen=True)
class ForgetPage:
    """What forgetting the guests of a date now would do."""

    title: str
    over: str
    statement: str
    rest: str
    public_id: str
    going: int
    staying: str
    stays: tuple[str, ...]
    not_yet: str


def forget_page(one: KeptDate, leaving: Leaving, counts: Counts, now: datetime) -> ForgetPage:
    """Build the page that says what would happen, before it does."""
    going, staying = len(leaving.going), len(leaving.staying)
    return ForgetPage(
        title=one.title,
        over=day_year(local(one.starts_at, one.zone).date()),
        statement=ngettext("%(Word)s guest would be forgotten now.", "%(Word)s guests would be forgotten now.", going),
        rest="" if not going else _("It cannot be undone."),
        public_id=one.public_id,
        going=going if one.over(now) else 0,
        staying=_staying(staying),
        stays=(
            ngettext("%(num)d registration", "%(num)d registrations", counts.registrations),
            ngettext("%(num)d record of attendance", "%(num)d records of attendance", counts.records),
        ),
        not_yet="" if one.over(now) else _("This date is not over. Its guests are needed by name until then."),
    )


def _staying(number_of_guests: int) -> str:
    if not number_of_guests:
        return ""
    return ngettext(
        "%(num)d guest stays: another date of theirs still needs the name.",
        "%(num)d guests stay: other dates of theirs still need the names.",
        number_of_guests,
    )


@dataclass(frozen=True)
class SentenceLine:
    sentence: str
    lang: str
    language: str
    since: str
    agreed: str


def sentence_lines(found: Sequence[Sentence]) -> tuple[SentenceLine, ...]:
    """Return the sentences as lines of a table."""
    return tuple(
        SentenceLine(
            one.sentence, one.language, language_name(one.language), day_year(local(one.first_shown_at).date()),
            number(one.agreed),
        )
        for one in found
    )  # fmt: skip


def without_words(guests: int) -> str:
    """Say how many are known by name who have agreed to nothing yet."""
    if not guests:
        return ""
    return ngettext(
        "%(num)d guest has not agreed yet: named by a contact, entered by the security team, or let in at the door.",
        "%(num)d guests have not agreed yet: named by a contact, entered by the security team, or let in at the door.",
        guests,
    )


def kept_rows(dates: Sequence[KeptDate]) -> Iterator[Row]:
    """Yield what a file of the dates holds, its head first."""
    yield (
        _("Seminar"), _("Begins"), _("Ends"), _("Time zone"), _("Guests known by name"), _("Days kept"),
        _("They go on"), _("Erased on"),
    )  # fmt: skip
    for one in dates:
        begins, ends = local(one.starts_at, one.zone), local(one.ends_at, one.zone)
        erased = local(one.purged_at) if one.purged_at else None
        goes = local(one.goes_at, one.zone).date()
        yield one.title, begins, ends, one.zone, one.guests, one.retention_days, goes, erased


def sentence_rows(found: Sequence[Sentence]) -> Iterator[Row]:
    """Yield what a file of the sentences holds, its head first."""
    yield _("Sentence"), _("Language"), _("First shown"), _("People who agreed")
    for one in found:
        yield one.sentence, one.language, local(one.first_shown_at), one.agreed
