"""Error pages, as HTML and as JSON: what happened, what was kept, what to do, a number to quote."""

import logging
from dataclasses import dataclass

import flask
from flask import Flask, Response, make_response, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from training.core.db import database
from training.core.errors import MusterError
from training.core.logs import request_number
from training.web.blueprint import SignInNeeded
from training.web.language import moment
from training.web.request import links, now, translated, wants_fragment, wants_json
from training.web.words import _

log = logging.getLogger("muster.web")
SERVER_FAULT = 500
BUSY = 503


@dataclass(frozen=True)
class Act:
    label: str
    href: str
    primary: bool = False


@dataclass(frozen=True)
class ErrorPage:
    """What errors/error.html shows."""

    over: str
    statement: str
    rest: str
    lede: str
    acts: tuple[Act, ...]
    number: str
    moment: str


def listen(app: Flask) -> None:
    """Give every failure a page."""
    app.register_error_handler(SignInNeeded, _sign_in)
    app.register_error_handler(MusterError, _named)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _unexpected)


def _sign_in(_error: SignInNeeded) -> Response:
    if wants_json():
        return _answer(401, _("Sign in first."))
    onward = links().sign("next", request.full_path) if request.method == "GET" else ""
    address = url_for("people.sign_in_form", onward=onward) if onward else url_for("people.sign_in_form")
    answer = make_response(flask.redirect(address, 302))
    if wants_fragment():
        answer.headers["HX-Redirect"] = address
    return answer


def _named(error: MusterError) -> Response:
    answer = _answer(error.status, translated(error.message))
    if (seconds := getattr(error, "retry_after", 0)) > 0:
        answer.headers["Retry-After"] = str(seconds)
    return answer


def _http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or SERVER_FAULT) < 400:  # noqa: PLR2004  redirects made by routing
        return make_response(error.get_response())
    answer = _answer(error.code or SERVER_FAULT, "")
    if allowed := getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _database(error: OperationalError) -> Response:
    log.error("the database could not carry out a request", exc_info=error)
    answer = _answer(BUSY, "")
    answer.headers["Retry-After"] = "5"
    return answer


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    return _answer(SERVER_FAULT, "")


def _answer(status: int, told: str) -> Response:
    database.session.rollback()
    statement, rest, lede = _words(status)
    if wants_json():
        problem = {"status": status, "title": statement, "detail": told or lede, "request": request_number.get()}
        answer = make_response(flask.jsonify(problem), status)
        answer.content_type = "application/problem+json"
        return answer
    over = _("Something broke on our side") if status >= SERVER_FAULT else _("That did not work")
    page = ErrorPage(over, statement, rest, told or lede, _acts(status), request_number.get(), moment(now()))
    return make_response(render_template("errors/error.html", error=page), status)


def _acts(status: int) -> tuple[Act, ...]:
    again = (Act(_("Try again"), request.full_path.rstrip("?"), primary=True),)
    home = (Act(_("Go to today"), url_for("reports.home")),)
    return again + home if status in {429, SERVER_FAULT, BUSY} and request.method == "GET" else home


def _words(status: int) -> tuple[str, str, str]:
    words = {
        400: (
            _("This request could not be read."),
            "",
            _("Go back and try again. If you typed the address, check it."),
        ),
        403: (_("This was not done."), "", _("You may see this, but not change it in this way.")),
        404: (_("Nothing is here."), "", _("There is nothing at this address, or it is not yours to see.")),
        405: (_("This address does not take that."), "", _("Go back and use the buttons of the page.")),
        409: (_("Somebody was faster."), "", _("What you saw has changed meanwhile. Go back and reload the page.")),
        413: (_("This is too large."), "", _("Send a smaller file. Nothing was saved.")),
        415: (_("This kind of content cannot be read."), "", _("Send the form from our own page.")),
        422: (_("Something needs putting right."), "", _("Go back, check what you entered and try again.")),
        429: (_("Too many tries."), _("A short pause helps."), _("Wait a minute, then go on. Nothing is lost.")),
        503: (_("It cannot be done right now."), "", _("Try again in a few seconds. What was saved before is safe.")),
    }
    broken = (
        _("This did not work."), _("What was saved before is safe."),
        _("This is not your doing. Go back and try once more. If it happens again, tell us the number below."),
    )  # fmt: skip
    return words.get(status, broken if status >= SERVER_FAULT else words[400])
