"""What a manager of a small team sees first: how many have something open, who is overdue, and what each has to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from training.completion.due import LAST
from training.reports import first_look_queries
from training.reports.departments import Line
from training.reports.first_look_queries import MOST_ROWS, OpenRow
from training.web.language import day, in_days
from training.web.words import _, count_word, ngettext

SMALL = 30
"""People: so many can be looked at one by one."""
NAMED = 3


@dataclass(frozen=True)
class OpenPerson:
    """One person who has something open, with the first due day."""

    name: str
    href: str
    when: str
    distance: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class FirstLook:
    sentence: str
    people: tuple[OpenPerson, ...]


def first_look(paths: Sequence[str], lines: Sequence[Line], tops: Sequence[int], today: date) -> FirstLook | None:
    """Look at the people of some subtrees, where they are few. One SELECT, or none where they are many.

    `lines` are the numbers of the page, `tops` the teams that hold all of it: they tell without a look how many there
    are at least.
    """
    if not lines or not paths or max(line.of(*tops).total for line in lines) > SMALL:
        return None
    rows = first_look_queries.team(paths, today)
    people = {row.person for row in rows}
    if len(people) > SMALL or len(rows) == MOST_ROWS:
        return None
    return _look(rows, len(people), today)


def _look(rows: Sequence[OpenRow], number: int, today: date) -> FirstLook:
    found: dict[str, list[OpenRow]] = {}
    for row in rows:
        if row.duty is not None:
            found.setdefault(row.person, []).append(row)
    late = [open_[0] for open_ in found.values() if open_[0].due and open_[0].due < today]
    return FirstLook(_sentence(len(found), number, late), tuple(_person(one, today) for one in found.values()))


def _sentence(waiting: int, number: int, late: Sequence[OpenRow]) -> str:
    if not waiting:
        return ngettext(
            "Nothing is open for the one person here.", "Nothing is open for any of the %(num)d people here.", number
        )
    said = _open_words(waiting, number)
    if not late:
        return _("%(open)s, nobody is overdue.", open=said)
    names = ", ".join(f"{one.given} {one.family}" for one in late[:NAMED])
    if len(late) > NAMED:
        names = _("%(names)s and %(more)d more", names=names, more=len(late) - NAMED)
    return _("%(open)s, %(late)s overdue: %(names)s.", open=said, late=count_word(len(late)), names=names)


def _open_words(waiting: int, number: int) -> str:
    if waiting == number:
        return ngettext("The one person here has something open", "All %(num)d people here have something open", number)
    said = ngettext(
        "%(word)s of %(of)d people has something open", "%(word)s of %(of)d people have something open", waiting,
        word=count_word(waiting), of=number,
    )  # fmt: skip
    return said[:1].upper() + said[1:]


def _person(rows: Sequence[OpenRow], today: date) -> OpenPerson:
    first = rows[0]
    due = first.due if first.due and first.due < LAST else None
    return OpenPerson(
        name=f"{first.family}, {first.given}", href=url_for("reports.person", person_id=first.person),
        when=day(due) if due else "", distance=in_days((due - today).days) if due else _("no day yet"),
        facts=(first.team, *(one.title or "" for one in rows)),
    )  # fmt: skip
