"""Protection against forged requests: a signed field in every form, bound to the browser's sign-in, and the Origin."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import request, session
from markupsafe import Markup

from training.core.digest import token_hash
from training.core.errors import Forbidden
from training.core.text import text
from training.web.request import house, links

FIELD = "csrf_token"
HOLDS = timedelta(hours=12)


def csrf_field() -> Markup:
    """Return the hidden field. A visitor without a sign-in gets one without a cookie: public pages set none."""
    token = links().sign("csrf", _binding())
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token)


def know_visitor() -> None:
    """Give this browser a random mark, so that nobody can sign it in with a form fetched elsewhere."""
    if "visitor" not in session:
        session["visitor"] = house().world.token()


def check() -> None:
    """Raise Forbidden unless the form came from a page of ours, in this browser, within twelve hours."""
    if not (_from_here() and links().read("csrf", request.form.get(FIELD, ""), holds=HOLDS) == _binding()):
        raise Forbidden(
            text("This page was open for too long, or the form is not ours. Go back, reload the page and try again.")
        )


def _binding() -> str:
    return token_hash(str(session.get("_user_id") or session.get("visitor") or ""))[:16]


def _from_here() -> bool:
    fetched_from = request.headers.get("Sec-Fetch-Site", "")
    if fetched_from:
        return fetched_from in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.host
