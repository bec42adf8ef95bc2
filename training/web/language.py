"""Language, dates and numbers as the reader is used to them."""

from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_month_names
from babel.numbers import format_decimal, format_percent
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_domain, get_locale

from training.web.request import local, site, viewer, zone
from training.web.words import _, count_word, ngettext

LANGUAGE_NAMES = {"en": "English", "es": "Español"}
"""The languages of the interface by their own names: one catalogue each in training/translations, but for English."""
LANGUAGES = list(LANGUAGE_NAMES)

# English as the house writes it ("Fri 27 Nov"); other languages by their own customs.
_ENGLISH = {"MMMEd": "EEE d MMM", "yMMMEd": "EEE d MMM y", "yMMMMEEEEd": "EEEE d MMMM y", "MMMd": "d MMM"}


def listen(app: Flask) -> None:
    """Choose language and zone for each request, and give templates their filters."""
    Babel(app, locale_selector=_language, timezone_selector=_zone)
    # Flask-Babel looks the catalogue up for each word: a page of teams asks six hundred times.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: _catalogue().ugettext(message),
        lambda one, many, number: _catalogue().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.filters.update(
        day=day, day_year=day_year, day_full=day_full, day_short=day_short, clock=clock, number=number, share=share,
        moment=moment, count=count_word,
    )  # fmt: skip


def _catalogue() -> Any:
    if "catalogue" not in g:
        g.catalogue = get_domain().get_translations()
    return g.catalogue


def _language() -> str:
    if not has_request_context():
        return LANGUAGES[0]
    wished = viewer().language
    return wished if wished in LANGUAGES else (request.accept_languages.best_match(LANGUAGES) or site().language)


def _zone() -> str | None:
    return str(zone()) if has_request_context() else None


def _locale() -> Locale:
    return get_locale() or Locale("en")


def _by(skeleton: str, value: date) -> str:
    where = _locale()
    if where.language == "en":
        return format_date(value, _ENGLISH[skeleton], locale=where)
    return format_skeleton(skeleton, _instant(value), locale=where)


def _instant(value: date) -> datetime:
    return datetime(value.year, value.month, value.day)  # noqa: DTZ001  a day


def _plain(value: date) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def day(value: date) -> str:
    """Fri 27 Nov."""
    return _by("MMMEd", _plain(value))


def day_year(value: date) -> str:
    """Fri 27 Nov 2026."""
    return _by("yMMMEd", _plain(value))


def day_full(value: date) -> str:
    """Friday 27 November 2026."""
    where = _locale()
    # The skeleton shortens the weekday in some languages; their own full form does not.
    return _by("yMMMMEEEEd", _plain(value)) if where.language == "en" else format_date(_plain(value), "full", where)


def day_long(value: date) -> str:
    """27 November 2026."""
    where = _locale()
    return format_date(_plain(value), "d MMMM y" if where.language == "en" else "long", locale=where)


def weekday(value: date) -> str:
    """Friday."""
    return format_date(_plain(value), "EEEE", _locale())


def month_year(value: date) -> str:
    """November 2026."""
    return str(format_skeleton("yMMMM", _instant(value), locale=_locale()))


def month_year_short(value: date) -> str:
    """Nov 2026."""
    return str(format_skeleton("yMMM", _instant(value), locale=_locale()))


def month_short(value: date) -> str:
    """Nov."""
    return str(format_date(_plain(value), "MMM", _locale()))


def month_names() -> tuple[str, ...]:
    """January to December, as they stand alone."""
    names = get_month_names("wide", "stand-alone", _locale())
    return tuple(str(names[number]) for number in range(1, 13))


def day_short(value: date) -> str:
    """27 Nov."""
    return _by("MMMd", _plain(value))


def clock(value: datetime, zone_name: str = "") -> str:
    """09:00, in the reader's zone or the given one."""
    return str(format_time(local(value, zone_name), "HH:mm", locale=_locale()))


def moment(value: datetime, zone_name: str = "") -> str:
    """Fri 27 Nov 2026, 09:00."""
    there = local(value, zone_name)
    return f"{_by('yMMMEd', there.date())}, {clock(value, zone_name)}"


def number(value: float) -> str:
    return str(format_decimal(value, locale=_locale()))


def share(part: int, whole: int) -> str:
    """Return a part of a whole as a per cent without decimals, rounded down so that 100 % means all."""
    return str(format_percent((100 * part // whole) / 100 if whole else 0, locale=_locale()))


def ordinal_word(value: int) -> str:
    """Say "first"; the pieces of a question are few, so beyond ten a figure stands."""
    words = (
        _("first"), _("second"), _("third"), _("fourth"), _("fifth"),
        _("sixth"), _("seventh"), _("eighth"), _("ninth"), _("tenth"),
    )  # fmt: skip
    return words[value - 1] if 0 < value <= len(words) else str(value)


def in_days(days: int) -> str:
    """Say a distance from today: "today", "in 4 days", "in 3 weeks", "7 days late"."""
    if days < 0:
        return ngettext("%(num)d day late", "%(num)d days late", -days)
    if days == 0:
        return _("today")
    weeks = round(days / 7)
    return _ahead(days, weeks)


def _ahead(days: int, weeks: int) -> str:
    if days < 14:  # noqa: PLR2004  two weeks are still counted in days
        return ngettext("in %(num)d day", "in %(num)d days", days)
    return ngettext("in %(num)d week", "in %(num)d weeks", weeks)


def template_globals() -> dict[str, Any]:
    """Return the functions that every template may call."""
    return {"in_days": in_days}
