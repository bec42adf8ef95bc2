"""The roof: builds the application from its rooms."""

from datetime import datetime
from functools import partial

from flask import Flask, request, url_for
from flask_login import LoginManager
from werkzeug.middleware.proxy_fix import ProxyFix

from training.audit.service import Happening, record
from training.core.permissions import Permission, Viewer
from training.core.post import no_post, smtp_post
from training.core.settings import ROOT, Mode, Settings
from training.core.signing import Keys, make_key, read_keys
from training.core.site import SiteMemory
from training.core.world import World, new_token, system_now
from training.people import queries as people_queries
from training.people import service as people_service
from training.people.rules import SEEN_EVERY, SIGN_IN_HOLDS
from training.rooms import BLUEPRINTS, NAVIGATION, RAIL, RAIL_AT, WITHOUT_RAIL, Place, demo_sign_ins
from training.store import open_store
from training.web import assets, converters, errors, exporting, frame, gallery, headers, health, language
from training.web.blueprint import Blueprint
from training.web.request import House, Member, NavigationItem, Note, RailGroup, Visitor, note, now, translated

MOST_FORM_FIELDS = 2000


def create_app(settings: Settings, world: World | None = None) -> Flask:
    """Build the application. Tests hand in another world."""
    app = Flask("training", static_folder=None, template_folder=str(ROOT / "templates"))
    _configure(app, settings)
    places: dict[str, Permission] = {}
    app.extensions["muster"] = House(
        settings=settings,
        world=world or system_world(settings),
        memory=SiteMemory(),
        viewers=people_queries.viewer_by_token,
        recorder=Recorder(),
        navigation=_navigation,
        rail=partial(_rail, places),
        places=places,
        keys=_keys(settings),
        demo_sign_ins=demo_sign_ins(settings),
    )
    open_store(app, settings)
    _know_viewers(app)
    for part in (converters, headers, errors, language, frame, exporting):
        part.listen(app)
    drawing = (gallery.blueprint,) if settings.mode in {Mode.DEVELOPMENT, Mode.TEST} else ()
    for blueprint in (assets.blueprint, health.blueprint, *drawing, *BLUEPRINTS):
        app.register_blueprint(blueprint)
    places.update(_places(app))
    if settings.proxies:
        # The documented way to put a middleware in front.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    return app


def system_world(settings: Settings) -> World:
    """Return the world as it is: the system's clock and chance, and the configured post."""
    post = smtp_post(settings.mail_url) if settings.mail_url else no_post
    return World(now=system_now, token=new_token, post=post)


def _keys(settings: Settings) -> Keys:
    # In production a key is made by whoever answers for it; elsewhere badges should be there to be looked at.
    if settings.mode is not Mode.PRODUCTION:
        make_key(settings.signing_key_file)
    return read_keys(settings.signing_key_file)


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.largest_upload,
        MAX_FORM_PARTS=MOST_FORM_FIELDS,
        PERMANENT_SESSION_LIFETIME=SIGN_IN_HOLDS,
        SESSION_COOKIE_NAME="__Host-muster" if settings.secure else "muster",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        TRUSTED_HOSTS=[settings.host, *settings.trusted_hosts] if settings.trusted_hosts else None,
        TEMPLATES_AUTO_RELOAD=settings.mode is Mode.DEVELOPMENT,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _know_viewers(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None
    manager.anonymous_user = Visitor
    manager.user_loader(partial(_member, app))


def _member(app: Flask, token: str) -> Member | None:
    house: House = app.extensions["muster"]
    found = house.viewers(token, now())
    if found is None:
        return None
    if request.method == "GET" and (found.seen_at is None or found.seen_at + SEEN_EVERY < now()):
        note("seen", subject_kind="sign-in", subject_id=found.sign_in_id)
    return Member(found, token)


class Recorder:
    """Writes what the door notes into the log, and when a device was last seen."""

    def refused(self, viewer: Viewer, permission: Permission, now: datetime) -> None:
        record(Happening("refused", str(permission)), actor_id=viewer.person_id, now=now)

    def noted(self, viewer: Viewer, note: Note, now: datetime) -> None:
        if note.action == "seen" and note.subject_id is not None:
            people_service.note_seen(note.subject_id, now=now)
        else:
            record(Happening(note.action, note.subject_kind, note.subject_id), actor_id=viewer.person_id, now=now)


def _navigation(viewer: Viewer) -> tuple[NavigationItem, ...]:
    here = request.path
    return tuple(
        NavigationItem(
            label=translated(item.label), href=(href := url_for(item.endpoint)), current=_within(here, href, item.also)
        )
        for item in NAVIGATION
        if item.shown_to(viewer)
    )


def _within(here: str, href: str, also: tuple[str, ...]) -> bool:
    return here == href if href == "/" else here.startswith((href, *also))


def _places(app: Flask) -> dict[str, Permission]:
    permissions = {
        name: found
        for blueprint in app.blueprints.values()
        if isinstance(blueprint, Blueprint)
        for name, found in blueprint.permissions.items()
    }
    pages = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    return {rule.rule: permissions[rule.endpoint] for rule in pages if rule.endpoint in permissions}


def _rail(places: dict[str, Permission], viewer: Viewer) -> tuple[RailGroup, ...]:
    if not request.path.startswith(RAIL_AT) or request.endpoint in WITHOUT_RAIL or not viewer.may(places["/desk/"]):
        return ()
    groups = (RailGroup(translated(label) if label else "", _shown(of, places, viewer)) for label, of in RAIL)
    return tuple(group for group in groups if group.items)


def _shown(group: tuple[Place, ...], places: dict[str, Permission], viewer: Viewer) -> tuple[NavigationItem, ...]:
    open_to = [place for place in group if place.path in places and viewer.may(places[place.path])]
    return tuple(NavigationItem(translated(one.label), one.path, one.holds(request.path)) for one in open_to)
