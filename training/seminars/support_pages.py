"""What the pages of trainers, materials and costs show, as frozen values in the reader's language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency, get_currency_name
from flask import url_for
from flask_babel import get_locale

from training.core.permissions import Permission, Viewer
from training.seminars.cost_queries import Cost, DateCost
from training.seminars.material_queries import MaterialRow
from training.seminars.pages import Fact
from training.seminars.plan_models import CostKind
from training.seminars.plan_pages import role_words, standing_words
from training.seminars.standing_queries import Standing
from training.seminars.trainer_queries import Found, Trainer
from training.web.language import day, day_year, number
from training.web.request import local, site
from training.web.words import _, ngettext

CENTS = 100
KILOBYTE = 1024


def money(cents: int) -> str:
    """Return an amount in the house's currency, as the reader's language writes it."""
    return str(format_currency(Decimal(cents) / CENTS, site().currency, locale=get_locale() or "en"))


# --- trainers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A row that can be taken out."""

    id: str
    when: str
    """What stands in the margin: a role, before or after, a kind of cost."""
    title: str
    facts: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True)
class SupportPage:
    """One date and its rows of one kind."""

    title: str
    over: str
    public_id: str
    statement: str
    rows: tuple[Row, ...]
    find: str = ""
    found: tuple[tuple[str, str], ...] = ()


def trainers_page(one: Standing, trainers: Sequence[Trainer], find: str, found: Sequence[Found]) -> SupportPage:
    """Build the page of who gives a date, with the people found by name."""
    rows = tuple(
        Row(t.public_id, role_words(t.role), f"{t.given} {t.family}".strip(),
            (_("ours") if t.family else _("from outside"),))
        for t in trainers
    )  # fmt: skip
    words = (
        ngettext("%(Word)s person gives it.", "%(Word)s people give it.", len(rows))
        if rows
        else _("Nobody gives it yet.")
    )
    return SupportPage(one.title, standing_words(one), one.public_id, words, rows, find, tuple(choices(found)))


def choices(found: Sequence[Found]) -> list[tuple[str, str]]:
    """Return the people found as choices of a form."""
    return [(one.public_id, f"{one.family}, {one.given} ({one.department})") for one in found]


def trainer_rows(trainers: Sequence[Trainer]) -> Iterator[tuple[object, ...]]:
    """Yield who gives a date as the rows of a file, the head first."""
    yield _("Person"), _("What they do")
    for one in trainers:
        yield f"{one.given} {one.family}".strip(), role_words(one.role)


# --- materials --------------------------------------------------------------------------------------------------------


def materials_page(one: Standing, materials: Sequence[MaterialRow]) -> SupportPage:
    """Build the page of what goes with a date."""
    rows = tuple(
        Row(each.public_id, _("After") if each.after else _("Before"), each.title, _material_facts(each),
            _material_href(one, each))
        for each in materials
    )  # fmt: skip
    words = ngettext("%(Word)s thing goes with it.", "%(Word)s things go with it.", len(rows))
    return SupportPage(
        one.title, standing_words(one), one.public_id, words if rows else _("Nothing goes with it yet."), rows
    )


def _material_href(one: Standing, each: MaterialRow) -> str:
    place: dict[str, Any] = {"slug": one.slug, "session_id": one.public_id, "material": each.public_id}
    return each.address or url_for("seminars.own_material", **place)


def _material_facts(one: MaterialRow) -> tuple[str, ...]:
    size = _("%(name)s, %(n)s kB", name=one.name, n=number(max(1, one.size // KILOBYTE))) if one.name else one.address
    return (
        _("for those who were there") if one.after else _("for everybody with a seat"),
        _("of all dates") if one.of_seminar else _("of this date"), size,
    )  # fmt: skip


def material_table(materials: Sequence[MaterialRow]) -> Iterator[tuple[object, ...]]:
    """Yield what goes with a date as the rows of a file, the head first."""
    yield _("What it is"), _("For whom"), _("Of which dates"), _("File or address")
    for one in materials:
        yield one.title, *_material_facts(one)


# --- costs ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CostsPage:
    """What one date costs."""

    title: str
    over: str
    public_id: str
    statement: str
    facts: tuple[Fact, ...]
    rows: tuple[Row, ...]
    currency: str
    settings_href: str
    """Where the currency is chosen; empty for who may not."""


def kind_words(kind: CostKind) -> str:
    """Say what something was paid for."""
    return {
        CostKind.ROOM: _("Room"), CostKind.TRAINER: _("Trainer"), CostKind.CATERING: _("Catering"),
        CostKind.TRAVEL: _("Travel"), CostKind.MATERIAL: _("Material"), CostKind.OTHER: _("Other"),
    }[kind]  # fmt: skip


def costs_page(viewer: Viewer, one: Standing, costs: Sequence[Cost], attended: int) -> CostsPage:
    """Build the page of what a date costs."""
    cents = sum(cost.cents for cost in costs)
    rows = tuple(
        Row(cost.public_id, kind_words(cost.kind), money(cost.cents),
            tuple(fact for fact in (cost.budget_line, cost.note, day_year(cost.entered_on)) if fact))
        for cost in costs
    )  # fmt: skip
    facts = (
        Fact(label=_("In all"), value=money(cents)),
        Fact(label=_("For each seat taken"), value=_each(cents, one.taken)),
        Fact(label=_("For each who was there"), value=_each(cents, attended)),
    )  # fmt: skip
    statement = _("It costs %(sum)s.", sum=money(cents)) if costs else _("No costs are entered.")
    currency = get_currency_name(site().currency, count=2, locale=get_locale() or "en")
    settings = url_for("programme.settings_form") if viewer.may(Permission.SETTINGS_CHANGE) else ""
    return CostsPage(one.title, standing_words(one), one.public_id, statement, facts, rows, currency, settings)


def _each(cents: int, people: int) -> str:
    return money(round(cents / people)) if people else _("nobody yet")


def cost_rows(costs: Sequence[Cost]) -> Iterator[tuple[object, ...]]:
    """Yield the costs of a date as the rows of a file, the head first."""
    yield _("What for"), _("Amount"), _("Currency"), _("Line of the budget"), _("Note"), _("Entered")
    for one in costs:
        yield kind_words(one.kind), one.cents / CENTS, site().currency, one.budget_line, one.note, one.entered_on


@dataclass(frozen=True)
class YearLine:
    session_href: str
    title: str
    when: str
    budget_line: str
    amount: str
    each_seat: str
    each_person: str


@dataclass(frozen=True)
class BudgetLine:
    """A line of the budget with its part of the sum, as a bar."""

    label: str
    amount: str
    width: str


@dataclass(frozen=True)
class YearPage:
    """The costs of all dates of a year."""

    statement: str
    rest: str
    years: tuple[tuple[str, str], ...]
    year: str
    budget: tuple[BudgetLine, ...]
    lines: tuple[YearLine, ...]


def year_page(costs: Sequence[DateCost], year: int, years: Sequence[int]) -> YearPage:
    """Build the page of a year: each line of the budget, each date."""
    cents = sum(one.cents for one in costs)
    dates = len({one.session for one in costs})
    rest = ngettext("%(Word)s date has costs.", "%(Word)s dates have costs.", dates)
    said = _("%(sum)s in %(year)s.", sum=money(cents), year=str(year))
    return YearPage(
        said if costs else _("No costs in %(year)s.", year=str(year)), rest if costs else "",
        tuple((str(one), str(one)) for one in years), str(year), tuple(_budget(costs)),
        tuple(_year_line(one) for one in costs),
    )  # fmt: skip


def _budget(costs: Sequence[DateCost]) -> Iterator[BudgetLine]:
    sums: dict[str, int] = {}
    for one in costs:
        sums[one.budget_line] = sums.get(one.budget_line, 0) + one.cents
    most = max(sums.values(), default=0)
    for name, cents in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])):
        yield BudgetLine(name, money(cents), f"{100 * cents / most if most else 0:.2f}%")


def _year_line(one: DateCost) -> YearLine:
    return YearLine(
        url_for("seminars.costs", session_id=one.session), one.title, day(local(one.starts_at, one.zone).date()),
        one.budget_line, money(one.cents), _each(one.cents, one.taken), _each(one.cents, one.attended),
    )  # fmt: skip


def year_rows(costs: Sequence[DateCost]) -> Iterator[tuple[object, ...]]:
    """Yield the costs of a year as the rows of a file, the head first."""
    yield (
        _("Seminar"), _("Begins"), _("Line of the budget"), _("Amount"), _("Currency"), _("Seats taken"),
        _("Were there"),
    )  # fmt: skip
    for one in costs:
        yield (
            one.title, local(one.starts_at, one.zone), one.budget_line, one.cents / CENTS, site().currency, one.taken,
            one.attended,
        )  # fmt: skip
