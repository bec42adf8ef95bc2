"""The frame of every page: who looks, where they can go, whom to call. Templates get it ready-made."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, get_flashed_messages, request, url_for
from flask_babel import get_locale

from training.core.settings import Mode
from training.core.site import Site
from training.web.assets import asset
from training.web.csrf import csrf_field
from training.web.language import template_globals
from training.web.request import NavigationItem, RailGroup, house, site, viewer


@dataclass(frozen=True)
class Said:
    kind: str
    text: str


@dataclass(frozen=True)
class Frame:
    """What base.html shows around every page."""

    lang: str
    organisation: Site
    site_name: str
    site_address: str
    navigation: tuple[NavigationItem, ...]
    rail: tuple[RailGroup, ...]
    guest: bool
    person_name: str
    person_href: str
    record_href: str
    sign_in_href: str
    sign_out_action: str
    home_href: str
    report_href: str
    report_phone: str
    help_mail: str
    help_phone: str
    privacy_href: str
    accessibility_href: str
    demo: bool
    notices: tuple[Said, ...]


def listen(app: Flask) -> None:
    """Give every template the frame and its functions."""
    app.context_processor(_context)
    app.jinja_env.globals.update(asset=asset, csrf_field=csrf_field, **template_globals())


def _context() -> dict[str, Any]:
    return {"frame": _frame()}


def _frame() -> Frame:
    who, place, settings = viewer(), site(), house().settings
    # A look at the session only where there is one: public pages must not set a cookie.
    said: Any = get_flashed_messages(with_categories=True) if request.cookies else []
    return Frame(
        lang=str(get_locale() or "en").replace("_", "-"),
        organisation=place,
        site_name=place.name,
        site_address=settings.site_url.split("://")[-1].rstrip("/"),
        navigation=house().navigation(who),
        rail=house().rail(who),
        guest=not who.signed_in,
        person_name=who.name,
        person_href=url_for("people.account"),
        record_href=url_for("reports.record") if who.works_here else "",
        sign_in_href=url_for("people.sign_in_form"),
        sign_out_action=url_for("people.sign_out"),
        home_href=url_for("reports.home") if who.signed_in else url_for("seminars.listing"),
        report_href=url_for("reports.report_something"),
        report_phone=who.report_phone or place.report_phone,
        help_mail=place.seminar_mail,
        help_phone=place.seminar_phone,
        privacy_href=url_for("reports.privacy"),
        accessibility_href=url_for("reports.accessibility"),
        demo=settings.mode is Mode.DEMO,
        notices=tuple(Said(kind, text) for kind, text in said),
    )
