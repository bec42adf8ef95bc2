"""What the pages of risks show, as frozen values in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from training.completion.risk_queries import Moves
from training.programme.risk_queries import Rating, RiskRow
from training.programme.rules import RiskLevel, level
from training.web.language import day_year, moment
from training.web.request import local
from training.web.words import _, count_word, ngettext


@dataclass(frozen=True)
class Line:
    """One risk of the list."""

    title: str
    href: str
    below: str
    level: str
    product: str
    owner: str
    rated: str


@dataclass(frozen=True)
class ListPage:
    statement: str
    rest: str
    lines: tuple[Line, ...]
    closed: tuple[Line, ...]


def list_page(risks: Sequence[RiskRow], followed: Mapping[str, Sequence[str]]) -> ListPage:
    """Build the list, the highest first."""
    living = [one for one in risks if one.closed_on is None]
    high = sum(one.level is RiskLevel.HIGH for one in living)
    statement = ngettext("%(word)s risk is high.", "%(word)s risks are high.", high, word=_capital(count_word(high)))
    rest = ngettext("%(word)s risk in all.", "%(word)s risks in all.", len(living),
                    word=_capital(count_word(len(living))))  # fmt: skip
    return ListPage(
        statement if high else _("No risk is high."), rest, tuple(_line(one, followed) for one in living),
        tuple(_line(one, followed) for one in risks if one.closed_on is not None),
    )  # fmt: skip


def _line(one: RiskRow, followed: Mapping[str, Sequence[str]]) -> Line:
    titles = followed.get(one.slug, ())
    return Line(
        one.title, url_for("programme.risk", slug=one.slug), ", ".join(titles), level_words(one.level),
        _times(one.likelihood, one.impact), one.owner or _("nobody"), day_year(local(one.rated_at)),
    )  # fmt: skip


def level_words(level: RiskLevel) -> str:
    """Say how high a risk is."""
    return {RiskLevel.LOW: _("Low"), RiskLevel.MEDIUM: _("Medium"), RiskLevel.HIGH: _("High")}[level]


def _times(likelihood: int, impact: int) -> str:
    return f"{likelihood} × {impact} = {likelihood * impact}"


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def list_rows(risks: Sequence[RiskRow], followed: Mapping[str, Sequence[str]]) -> Iterator[tuple[object, ...]]:
    """Yield what a file of the list holds, its head first."""
    yield (
        _("Risk"), _("Level"), _("Likelihood"), _("Impact"), _("Product"), _("Owner"), _("Rated"),
        _("Requirements that follow it"), _("Closed on"),
    )  # fmt: skip
    for one in risks:
        titles = "; ".join(followed.get(one.slug, ()))
        said = (one.title, level_words(one.level), one.likelihood, one.impact, one.product, one.owner)
        yield *said, local(one.rated_at), titles, one.closed_on


# --- one risk ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RatingLine:
    when: str
    level: str
    product: str
    reason: str
    by: str


@dataclass(frozen=True)
class RiskPage:
    title: str
    slug: str
    lede: str
    closed: str
    following: tuple[str, ...]
    ratings: tuple[RatingLine, ...]


def risk_page(one: RiskRow, ratings: Sequence[Rating], following: Sequence[str]) -> RiskPage:
    """Build the page of one risk: how it is rated, how it was, what follows it."""
    owner = _("%(owner)s answers for it.", owner=one.owner) if one.owner else _("Nobody answers for it yet.")
    said = _(
        "%(level)s: likelihood %(likelihood)d of 5, impact %(impact)d of 5. %(owner)s",
        level=level_words(one.level), likelihood=one.likelihood, impact=one.impact, owner=owner,
    )  # fmt: skip
    return RiskPage(
        one.title, one.slug, said,
        _("Closed on %(day)s.", day=day_year(one.closed_on)) if one.closed_on else "", tuple(following),
        tuple(
            RatingLine(
                moment(rating.at), level_words(level(rating.likelihood, rating.impact)),
                _times(rating.likelihood, rating.impact), rating.reason, rating.by or _("the system"),
            )
            for rating in ratings
        ),
    )  # fmt: skip


def rating_rows(ratings: Iterable[Rating]) -> Iterator[tuple[object, ...]]:
    """Yield what a file of the ratings of one risk holds, its head first."""
    yield _("When"), _("Level"), _("Likelihood"), _("Impact"), _("Product"), _("Why"), _("By")
    for one in ratings:
        numbers = (one.likelihood, one.impact, one.likelihood * one.impact)
        by = one.by or _("the system")
        yield local(one.at), level_words(level(one.likelihood, one.impact)), *numbers, one.reason, by


# --- another rating ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Consequences:
    """What another rating would bring about, before it is given."""

    title: str
    slug: str
    over: str
    statement: str
    moves: tuple[str, ...]


def consequences(one: RiskRow, likelihood: int, impact: int, moves: Sequence[Moves]) -> Consequences:
    """Say what would be different: the level, and for each requirement whose next due day moves."""
    then = level(likelihood, impact)
    if then is one.level:
        statement = _("It stays as high as it is: %(level)s.", level=level_words(then).lower())
    else:
        statement = _(
            "From %(before)s to %(after)s.", before=level_words(one.level).lower(), after=level_words(then).lower()
        )
    told = tuple(_moves(move) for move in moves)
    return Consequences(
        one.title, one.slug, _times(likelihood, impact), statement, told or (_("Nobody's due day moves by it."),)
    )


def rated_words(requirements: int) -> str:
    """Say what a rating has brought about."""
    if not requirements:
        return _("The rating is kept. Nothing else changes by it.")
    return ngettext(
        "The rating is kept. %(num)d requirement follows it: due days move within minutes.",
        "The rating is kept. %(num)d requirements follow it: due days move within minutes.", requirements,
    )  # fmt: skip


def _moves(one: Moves) -> str:
    again = _("“%(title)s” comes again after %(then)d months instead of %(now)d.",
              title=one.title, then=one.months_then or 0, now=one.months or 0)  # fmt: skip
    if not one.people:
        return _("%(again)s Nobody's next due day moves yet.", again=again)
    people = ngettext(
        "The next due day of %(num)d person moves", "The next due day of %(num)d people moves", one.people
    )
    if not one.overdue:
        return _("%(again)s %(people)s; nobody is overdue by it.", again=again, people=people)
    late = ngettext("%(num)d of them is overdue at once", "%(num)d of them are overdue at once", one.overdue)
    return _("%(again)s %(people)s, and %(late)s.", again=again, people=people, late=late)
