"""What a view may know of its request: the clock, the site, the links, notices. The one home of Flask's app."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import flask
from babel import Locale
from babel.dates import format_date
from flask import Response, current_app, g, session, url_for  # noqa: TID251  the one home of the app
from flask_babel import get_locale, gettext
from flask_login import current_user, login_user, logout_user  # noqa: TID251  the one home of the viewer

from training.core.files import Upload
from training.core.links import Links
from training.core.permissions import NOBODY, Permission, Viewer
from training.core.settings import Settings, own_courses
from training.core.signing import NO_KEYS, Keys
from training.core.site import Site, SiteMemory
from training.core.text import Text
from training.core.world import World


class Viewers(Protocol):
    """Finds who holds a sign-in; the roof injects it from `people`."""

    def __call__(self, token: str, now: datetime) -> Viewer | None: ...


class Recorder(Protocol):
    """Writes what the door notes, in a transaction of its own; the roof injects it from `audit` and `people`."""

    def refused(self, viewer: Viewer, permission: Permission, now: datetime) -> None: ...

    def noted(self, viewer: Viewer, note: "Note", now: datetime) -> None: ...


@dataclass(frozen=True)
class Note:
    """What a page must record although it is read-only: who read whose record, an export, that somebody was seen."""

    action: str
    subject_kind: str = ""
    subject_id: int | None = None


@dataclass(frozen=True)
class NavigationItem:
    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class RailGroup:
    """Places of the rail that belong together. `label` is empty for the first."""

    label: str
    items: tuple[NavigationItem, ...]


@dataclass(frozen=True)
class DemoSignIn:
    """A sign-in that the demonstration shows on its sign-in page."""

    who: Text
    email: str
    password: str


@dataclass(frozen=True)
class House:
    """All that the web needs from outside, handed to it by the roof."""

    settings: Settings
    world: World
    memory: SiteMemory
    viewers: Viewers
    recorder: Recorder
    navigation: Callable[[Viewer], tuple[NavigationItem, ...]]
    rail: Callable[[Viewer], tuple[RailGroup, ...]]
    """The rail of the page that is asked for; empty where it has none."""
    places: Mapping[str, Permission]
    """The pages whose address has no parts, with what each asks of its viewer."""
    keys: Keys = NO_KEYS
    """What badges are signed with."""
    demo_sign_ins: tuple["DemoSignIn", ...] = ()


class Member:
    """The viewer in the shape that Flask-Login wants. Its id is the random sign-in token, never a person's id."""

    is_active = True
    is_authenticated = True
    is_anonymous = False

    def __init__(self, viewer: Viewer, token: str) -> None:
        self.viewer = viewer
        self.token = token

    def get_id(self) -> str:
        return self.token


class Visitor(Member):
    is_active = False
    is_authenticated = False
    is_anonymous = True

    def __init__(self) -> None:
        super().__init__(NOBODY, "")


def house() -> House:
    found: House = current_app.extensions["muster"]
    return found


def now() -> datetime:
    """Return the one instant of this request."""
    if "now" not in g:
        g.now = house().world.now()
    moment: datetime = g.now
    return moment


def viewer() -> Viewer:
    """Return who looks; the first call of a request reads the sign-in."""
    found: Viewer = current_user.viewer
    return found


def reader() -> Viewer:
    """Return who looks; whoever is signed in with the language of this page: their own wish, or the browser's."""
    who = viewer()
    return replace(who, language=str(get_locale() or "")) if who.signed_in else who


def zone() -> tzinfo:
    """Return the reader's time zone: their own, their site's, or the organisation's."""
    return ZoneInfo(viewer().zone or site().zone or "UTC")


def today() -> date:
    """Return the reader's day."""
    return now().astimezone(zone()).date()


def site() -> Site:
    return house().memory.site(now())


def way_to(path: str) -> str:
    """Return the path if there is such a page and the viewer may open it, else ""."""
    permission = house().places.get(path)
    return path if permission is not None and viewer().may(permission) else ""


def local_words() -> dict[str, str]:
    """Return what stands for the placeholders of content: of the reader's own site, else of the organisation."""
    who, place = viewer(), site()
    return {
        "org.name": place.name,
        "org.domain": place.report_mail.rpartition("@")[2],
        "report.button": place.report_button,
        "report.address": who.report_mail or place.report_mail,
        "report.phone": who.report_phone or place.report_phone,
    }


def courses_folders() -> tuple[Path, Path]:
    """Return the folder of the shipped courses, and the one with what this organisation adds."""
    known = house().settings
    return known.courses, own_courses(known.instance)


def links() -> Links:
    settings = house().settings
    return Links(site_url=settings.site_url, secret_key=settings.secret_key, now=house().world.now)


def sign_in_device(token: str) -> None:
    """Bind this browser to a sign-in. Everything that it held before is dropped."""
    session.clear()
    session.permanent = True
    login_user(Member(NOBODY, token))


def sign_out_device() -> None:
    logout_user()
    session.clear()


def note(action: str, *, subject_kind: str = "", subject_id: int | None = None) -> None:
    """Hand the door what it writes after a page's own transaction has ended."""
    g.setdefault("notes", []).append(Note(action, subject_kind, subject_id))


def say(message: Text | str, kind: str = "good") -> None:
    """Show a sentence on the next page, once the change has been committed."""
    g.setdefault("said", []).append((kind, translated(message)))


def translated(message: Text | str) -> str:
    """Return a sentence in the reader's language, the days in it as that language writes them."""
    if isinstance(message, str):
        return message
    return str(gettext(message.message, **{key: _value(value) for key, value in message.values.items()}))


def _value(value: Any) -> Any:
    if isinstance(value, date):
        where = get_locale() or Locale("en")
        return format_date(value, "d MMMM y" if where.language == "en" else "long", locale=where)
    return translated(value) if isinstance(value, Text) else value


def to(endpoint: str, **values: Any) -> Response:
    """Answer 303: the result of an action is another page."""
    return _see_other(url_for(endpoint, **values))


def to_path(path: str) -> Response:
    """Answer 303 to a path of this site that was signed by us."""
    return _see_other(path)


def to_whole(endpoint: str, **values: Any) -> Response:
    """Answer htmx, which asks for a part, that the browser is to go to a whole page."""
    return Response(status=204, headers={"HX-Redirect": url_for(endpoint, **values)})


def _see_other(path: str) -> Response:
    answer = flask.redirect(path, 303)
    assert isinstance(answer, Response)  # noqa: S101  narrows werkzeug's class to Flask's
    return answer


def asked(name: str) -> str:
    """Return what the address asks for under a name, without what nobody can type; "" if nothing."""
    return flask.request.args.get(name, "").replace("\x00", "").strip()


def upload(field: str) -> Upload | None:
    """Return the file sent in a field, or None if there is none."""
    sent = flask.request.files.get(field)
    if sent is None or not sent.filename:
        return None
    with sent.stream as stream:
        return Upload(sent.filename, sent.mimetype or "application/octet-stream", stream.read())


def device() -> str:
    """Return what the browser says of itself, cut to a line."""
    return (flask.request.user_agent.string or "unknown")[:200]


def network() -> str:
    """Return the client's address as far as the configured proxies vouch for it."""
    return flask.request.remote_addr or "unknown"


def wants_json() -> bool:
    accepts = flask.request.accept_mimetypes
    return flask.request.path.startswith("/api/") or (
        accepts.best_match(["text/html", "application/json"]) == "application/json"
    )


def wants_fragment() -> bool:
    """Tell whether htmx asks for a part of the page."""
    return flask.request.headers.get("HX-Request") == "true"


def local(moment: datetime, zone_name: str = "") -> datetime:
    """Return an instant in the reader's zone, or in the given one."""
    return moment.astimezone(ZoneInfo(zone_name) if zone_name else zone())
