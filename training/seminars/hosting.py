"""What this room needs of the request: who we are, whose link it is, how long an answer may be kept."""

from datetime import timedelta
from typing import Any, TypeVar

from flask import Response, make_response, request
from flask_babel import get_locale

from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.seminars import queries
from training.seminars.addresses import MANAGE, VERIFY
from training.seminars.asking import FORM
from training.seminars.letters import Host
from training.seminars.queries import Seat
from training.seminars.rules import VERIFY_HOLDS
from training.seminars.service import Claim
from training.web.request import house, links, now, site

Found = TypeVar("Found")
LONGEST_AHEAD = timedelta(days=1000)
"""How long a guest's own link is read; what it shows ends two weeks after the session."""


def host() -> Host:
    """Return the house as its letters name it."""
    place = site()
    return Host(place.name, house().settings.mail_from, place.seminar_mail, place.seminar_phone, links())


def acting() -> dict[str, Any]:
    """Return what a verb needs besides its matter: the house for its letters, and the instant."""
    return {"host": host(), "now": now()}


def claim_to_verify(token: str) -> Claim:
    """Return what a link to confirm is good for. Raises NotFound."""
    return _known(_claim(VERIFY, token, VERIFY_HOLDS))


def claim_to_manage(token: str) -> Claim:
    """Return what a guest's own link is good for. Raises NotFound."""
    return _known(_claim(MANAGE, token, LONGEST_AHEAD))


def seat_to_verify(token: str) -> Seat | None:
    """Return what a link to confirm shows, or None: older than a day, forged, or made void."""
    return _seat(_claim(VERIFY, token, VERIFY_HOLDS))


def seat_to_manage(token: str) -> Seat | None:
    """Return what a guest's own link shows, or None: forged, made void, or its session is long over."""
    return _seat(_claim(MANAGE, token, LONGEST_AHEAD))


def seat_of(claim: Claim) -> Seat:
    """Return what a guest has. Raises NotFound."""
    return _known(_seat(claim))


def _claim(purpose: str, token: str, holds: timedelta) -> Claim | None:
    payload: Any = links().read(purpose, token, holds=holds)
    return Claim(payload[0], link_version=payload[1]) if payload is not None else None


def _seat(claim: Claim | None) -> Seat | None:
    return None if claim is None else queries.seat_of_link(claim.registration, claim.link_version or 0, now())


def _known(found: Found | None) -> Found:
    if found is None:
        raise NotFound
    return found


def manage_token(claim: Claim) -> str:
    """Return a guest's own link for the same registration."""
    return links().sign(MANAGE, [claim.registration, claim.link_version])


def opened() -> str:
    """Return the signed moment at which a form is shown."""
    return links().sign(FORM, int(now().timestamp()))


def language() -> str:
    """Return the language in which the visitor reads."""
    return str(get_locale() or "en")


def filters() -> tuple[str, str]:
    """Return what the listing is limited to: place and language, both empty for all."""
    return request.args.get("where", "")[:200], request.args.get("language", "")[:40]


def finding() -> str:
    """Return the name that is looked for in the register."""
    return request.args.get("find", "").strip()[:100]


def kept_a_minute(viewer: Viewer, page: str) -> Response:
    """Answer with a public page: anybody may keep it for a minute, unless it was made for somebody signed in."""
    answer = make_response(page)
    if not viewer.signed_in:
        answer.headers["Cache-Control"] = "public, max-age=60"
        answer.vary.update(["Cookie", "Accept-Language"])
    return answer


def private(page: str) -> Response:
    """Answer with a page behind a link from a mail: nobody keeps it, no search engine lists it."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def calendar_file(text: str) -> Response:
    """Answer with a calendar entry to save."""
    answer = private(text)
    answer.content_type = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="seminar.ics"'
    return answer
