"""What mails of reminders say: pure, from values to (subject, body), in the reader's language.

No hurry, nothing that is counted or followed, and the address in plain text: nobody has to press a link in a mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date, format_skeleton

from training.core.links import Links
from training.core.text import Text, text
from training.core.translating import said, translated

Letter = tuple[str, str]
"""Subject and body."""
FEW_NAMES, MOST_NAMES = 10, 20
"""People in one mail; the page has the rest."""
SOON = timedelta(days=14)
MOST_THINGS = 3
"""Duties of one of them."""


@dataclass(frozen=True)
class House:
    """What a letter needs of the house: its name, and the maker of links."""

    name: str
    links: Links


@dataclass(frozen=True)
class Thing:
    """One duty: `minutes` is 0 where nobody knows how long it takes, `asked_by` empty unless a manager asked."""

    title: str
    minutes: int
    due: date
    asked_by: str = ""


@dataclass(frozen=True)
class Person:
    """One of a manager's people with the duties that are not done: (title, due day), the first due first."""

    name: str
    owes: tuple[tuple[str, date], ...]
    department: str = ""


@dataclass(frozen=True)
class Group:
    """People of whom some have something open. `people` are all of them, the others are those with something open."""

    people: int
    open: tuple[Person, ...]

    def overdue(self, today: date) -> int:
        """Return how many have something that was due before today."""
        return sum(one.owes[0][1] < today for one in self.open)


@dataclass(frozen=True)
class Digest:
    """Everything that one mail tells one person."""

    name: str
    language: str
    today: date
    most_a_week: int
    things: tuple[Thing, ...] = ()
    team: Group | None = None
    late: tuple[Person, ...] = ()
    """People in departments below the reader's whose duties have been late for long."""


def digest(about: Digest, house: House) -> Letter:
    """Write the one mail that a person gets of a day."""
    own = _own(about, house) if about.things else []
    team = _team(about, about.team, house) if about.team else []
    late = _late(about, house) if about.late else []
    return _written(_subject(about), [_hello(about.name), *own, *team, *late, _foot(about, house)], about.language)


def _subject(about: Digest) -> Text:
    if about.things:
        return _joined(_sums(about))
    if about.team:
        return text("Your team: %(sum)s", sum=_group_sum(about.team, about.today))
    late = len(about.late)
    one, many = (
        text("One person in your departments is late"),
        text("%(n)s people in your departments are late", n=late),
    )
    return _count(late, one, many)


def _own(about: Digest, house: House) -> list[Text]:
    opening = text("%(sum)s:", sum=_joined(_sums(about)))
    lines = [_thing(thing, about) for thing in about.things]
    here = text(
        "You find it here:\n%(address)s\n\nYou can also open the page by hand: type that address into your browser, or"
        " go the way you know.",
        address=house.links.to("/"),
    )  # fmt: skip
    return [opening, _lines(lines), here]


def _sums(about: Digest) -> list[Text]:
    first, last = about.things[0].due, about.things[-1].due
    minutes = sum(thing.minutes for thing in about.things)
    number = len(about.things)
    parts = [_count(number, text("One thing"), text("%(n)s things", n=number))]
    if minutes:
        parts.append(_minutes(minutes))
    return [*parts, _due(first, about) if first == last else _first_due(first, about)]


def _due(day: date, about: Digest) -> Text:
    words = _Day(day, about.today)
    return text("was due %(day)s", day=words) if day < about.today else text("due %(day)s", day=words)


def _first_due(day: date, about: Digest) -> Text:
    words = _Day(day, about.today)
    past = text("the first was due %(day)s", day=words)
    return past if day < about.today else text("the first due %(day)s", day=words)


def _thing(thing: Thing, about: Digest) -> Text:
    parts: list[Text | str] = [thing.title]
    if thing.minutes:
        parts.append(_minutes(thing.minutes))
    parts.append(_due(thing.due, about))
    if thing.asked_by:
        parts.append(text("%(name)s asked for this reminder", name=thing.asked_by))
    return _joined(parts, " · ")


def _team(about: Digest, team: Group, house: House) -> list[Text]:
    opening = text("Your team: %(sum)s.", sum=_group_sum(team, about.today))
    here = text("Your team's page:\n%(address)s", address=house.links.to("/departments/"))
    return [opening, _people(team.open, about), here]


def _group_sum(group: Group, today: date) -> Text:
    overdue = group.overdue(today)
    values = {"open": len(group.open), "people": group.people, "overdue": overdue}
    if overdue:
        return text("%(open)s of %(people)s open, %(overdue)s overdue", **values)
    return text("%(open)s of %(people)s open", **values)


def _late(about: Digest, house: House) -> list[Text]:
    opening = text("In the departments below yours, late for a while although they and their managers were told:")
    here = text("All departments:\n%(address)s", address=house.links.to("/departments/"))
    return [opening, _people(about.late, about), here]


def _people(people: Sequence[Person], about: Digest) -> Text:
    """Name all of a few people; of many those who are late or have little time left, and count the others."""
    soon = [one for one in people if one.owes[0][1] <= about.today + SOON]
    named = (people if len(people) <= FEW_NAMES else soon)[:MOST_NAMES]
    lines: list[Text | str] = [_person(one, about) for one in named]
    if more := len(people) - len(named):
        lines.append(_count(more, text("and one more, on the page"), text("and %(n)s more, on the page", n=more)))
    return _lines(lines)


def _person(one: Person, about: Digest) -> Text:
    name = f"{one.name} ({one.department})" if one.department else one.name
    owes: list[Text | str] = [_joined([title, _due(day, about)]) for title, day in one.owes[:MOST_THINGS]]
    if len(one.owes) > MOST_THINGS:
        more = len(one.owes) - MOST_THINGS
        owes.append(_count(more, text("and one other"), text("and %(n)s more", n=more)))
    return _joined([name, _joined(owes, "; ")], ": ")


def _foot(about: Digest, house: House) -> Text:
    few = _count(about.most_a_week, text("one mail"), text("%(n)s mails", n=about.most_a_week))
    return text(
        "You get at most %(few)s like this in seven days, on working days, and none about what is done.\n\n%(house)s,"
        " security training",
        few=few, house=house.name,
    )  # fmt: skip


# --- the monthly summary ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Summary:
    """What a manager who wished for it is told of a department on the first working day of a month."""

    name: str
    language: str
    today: date
    department: str
    group: Group
    page: str
    """The path of the department's page."""
    stop: str
    """The path of the page on which the summary is stopped."""


def summary(about: Summary, house: House) -> Letter:
    """Write the monthly summary of a department."""
    subject = text("%(department)s: %(sum)s", department=about.department, sum=_group_sum(about.group, about.today))
    plain = Digest(about.name, about.language, about.today, 0)
    opening = text(
        "%(department)s on %(day)s: %(sum)s.",
        department=about.department, day=_Day(about.today, about.today), sum=_group_sum(about.group, about.today),
    )  # fmt: skip
    people = _people(about.group.open, plain) if about.group.open else text("Nobody has anything open.")
    here = text("The department's page:\n%(address)s", address=house.links.to(about.page))
    foot = text(
        "You wished for this summary. It comes on the first working day of a month, if anything is open. To stop"
        " it:\n%(address)s\n\n%(house)s, security training",
        address=house.links.to(about.stop), house=house.name,
    )  # fmt: skip
    return _written(subject, [_hello(about.name), opening, people, here, foot], about.language)


# --- pieces -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Day:
    """A day that is put into words once the language is known; with its year where that is not the present one."""

    day: date
    today: date


@dataclass(frozen=True)
class _Joined:
    """Sentences in a row, each put into the language by itself."""

    parts: tuple["Text | str", ...]
    by: str


def _joined(parts: Sequence["Text | str"], by: str = ", ") -> Text:
    return Text("%(parts)s", {"parts": _Joined(tuple(parts), by)})


def _minutes(number: int) -> Text:
    return _count(number, text("one minute"), text("%(n)s minutes", n=number))


def _lines(parts: Sequence["Text | str"]) -> Text:
    return Text("    %(parts)s", {"parts": _Joined(tuple(parts), "\n    ")})


def _written(subject: Text, parts: Sequence[Text], language: str) -> Letter:
    return _said(subject, language), "\n\n".join(_said(part, language) for part in parts) + "\n"


def _hello(name: str) -> Text:
    return text("Hello %(name)s,", name=name)


def _count(number: int, one: Text, many: Text) -> Text:
    return one if number == 1 else many


def _said(sentence: Text | str, language: str) -> str:
    if isinstance(sentence, str):
        return sentence
    values = {name: _value(value, language) for name, value in sentence.values.items()}
    return said(Text(sentence.message, values), language)


def _value(value: object, language: str) -> object:
    if isinstance(value, _Joined):
        return value.by.join(_said(part, language) for part in value.parts)
    if isinstance(value, _Day):
        return day_words(value.day, value.today, language)
    return _said(value, language) if isinstance(value, Text) else value


def day_words(day: date, today: date, language: str) -> str:
    """Write a day as people do: "12 December", with the year where it is another one than today's."""
    same = day.year == today.year
    if language not in translated():
        return format_date(day, "d MMMM" if same else "d MMMM y", "en")
    moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001  a day
    return format_skeleton("MMMMd" if same else "yMMMMd", moment, locale=language)
