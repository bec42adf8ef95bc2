"""The door: a Blueprint whose routes cannot be written without a permission, and the two transactions of an action."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import flask
from flask import Response, g, make_response, request
from flask.typing import ResponseReturnValue

from training.core.db import database, writing
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.web import csrf
from training.web.request import house, now, reader

Rest = ParamSpec("Rest")
View = Callable[..., ResponseReturnValue]
PUBLIC = Permission.PUBLIC


class SignInNeeded(Exception):
    """A visitor asks for what needs a sign-in."""


class Blueprint(flask.Blueprint):  # noqa: TID251  this is the subclass that all others use
    """A room's routes. `page` looks and may not write; `action` changes, on POST."""

    def __init__(self, name: str, import_name: str) -> None:
        super().__init__(name, import_name)
        self.permissions: dict[str, Permission] = {}

    def page(self, *rules: str, permission: Permission) -> Callable[[View], View]:
        """Register a page for GET. The view gets the viewer first, then the parts of the address."""
        return self._door(rules, permission, "GET", _look)

    def action(self, *rules: str, permission: Permission) -> Callable[[View], View]:
        """Register a change on POST. The view runs in a write transaction: returning commits, raising rolls back."""
        return self._door(rules, permission, "POST", _change)

    def phased_action(self, *rules: str, permission: Permission) -> Callable[[View], View]:
        """Register an action that opens its own `writing()` blocks, as where a password is hashed between them."""
        return self._door(rules, permission, "POST", _change_in_phases)

    def _door(
        self, rules: tuple[str, ...], permission: Permission, method: str, enter: Callable[..., Response]
    ) -> Callable[[View], View]:
        def register(view: View) -> View:
            @wraps(view)
            def entered(**parts: Any) -> Response:
                return enter(view, permission, parts)

            self.permissions[f"{self.name}.{view.__name__}"] = permission
            for rule in rules:
                self.add_url_rule(rule, endpoint=view.__name__, view_func=entered, methods=[method])
            return view

        return register


def _admit(permission: Permission) -> Viewer:
    who = reader()
    if who.may(permission):
        return who
    if not who.signed_in:
        raise SignInNeeded
    with writing():
        house().recorder.refused(who, permission, now())
    raise NotFound


def _look(view: View, permission: Permission, parts: dict[str, Any]) -> Response:
    who = _admit(permission)
    answer = make_response(view(who, **parts))
    _write_notes(who)
    return answer


def _change(view: View, permission: Permission, parts: dict[str, Any]) -> Response:
    csrf.check()
    who = _admit(permission)
    with writing():
        answer = make_response(view(who, **parts))
    _write_notes(who)
    return _said(answer)


def _change_in_phases(view: View, permission: Permission, parts: dict[str, Any]) -> Response:
    csrf.check()
    who = _admit(permission)
    database.session.rollback()
    return _said(make_response(view(who, **parts)))


def _write_notes(who: Viewer) -> None:
    if notes := g.pop("notes", None):
        with writing():
            for note in notes:
                house().recorder.noted(who, note, now())


def _said(answer: Response) -> Response:
    # Only after the commit: a notice must not survive a change that failed.
    for kind, sentence in g.pop("said", []):
        flask.flash(sentence, kind)
    if request.headers.get("HX-Request") == "true" and answer.status_code == 303:  # noqa: PLR2004  See Other
        answer.headers["HX-Location"] = answer.headers["Location"]
    return answer
