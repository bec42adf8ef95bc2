"""What this room needs of the request: who we are, whose link it is, how long an answer may be kept."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from flask import Response, make_response, request
from flask_babel import get_locale

from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.seminars import interest_queries, own_data_queries, queries
from training.seminars.addresses import CONFIRM_INTEREST, END_INTEREST, MANAGE, VERIFY
from training.seminars.asking import FORM
from training.seminars.attendees import Guest as Attending
from training.seminars.letters import Host
from training.seminars.listing_queries import Wishes
from training.seminars.material_queries import Content
from training.seminars.own_data_queries import Guest
from training.seminars.pages import consent_words
from training.seminars.queries import Seat
from training.seminars.rules import VERIFY_HOLDS
from training.seminars.service import Claim
from training.web.files import download
from training.web.request import asked, house, links, now, site, today, zone

Found = TypeVar("Found")
A_MINUTE = 60
LONGEST_AHEAD = timedelta(days=1000)
"""How long a guest's own link is read; what it shows ends two weeks after the session."""


def host() -> Host:
    """Return the house as its letters name it."""
    place, known = site(), house().settings
    return Host(place.name, known.mail_from, place.seminar_mail, place.seminar_phone, links(), known.replies)


def acting() -> dict[str, Any]:
    """Return what a verb needs besides its matter: the house for its letters, and the instant."""
    return {"host": host(), "now": now()}


def claim_to_verify(token: str) -> Claim:
    """Return what a link to confirm is good for. Raises NotFound."""
    return known(_claim(VERIFY, token, VERIFY_HOLDS))


def claim_to_manage(token: str) -> Claim:
    """Return what a guest's own link is good for. Raises NotFound."""
    return known(_claim(MANAGE, token, LONGEST_AHEAD))


def seat_to_verify(token: str) -> Seat | None:
    """Return what a link to confirm shows, or None: older than a day, forged, or made void."""
    return _seat(_claim(VERIFY, token, VERIFY_HOLDS))


def seat_to_manage(token: str) -> Seat | None:
    """Return what a guest's own link shows, or None: forged, made void, or its session is long over."""
    return _seat(_claim(MANAGE, token, LONGEST_AHEAD))


def guest_to_manage(token: str) -> Guest | None:
    """Return whose link it is, or None as for `seat_to_manage`."""
    claim = _claim(MANAGE, token, LONGEST_AHEAD)
    return None if claim is None else own_data_queries.guest_of_link(claim.registration, claim.link_version or 0, now())


def seat_of(claim: Claim) -> Seat:
    """Return what a guest has. Raises NotFound."""
    return known(_seat(claim))


def agreeing(days: int) -> Attending:
    """Return who agrees that their name is kept for so many days, in the language of the page."""
    return Attending("", "", "", language(), consent_words(days))


def _claim(purpose: str, token: str, holds: timedelta) -> Claim | None:
    payload: Any = links().read(purpose, token, holds=holds)
    return Claim(payload[0], link_version=payload[1]) if payload is not None else None


def _seat(claim: Claim | None) -> Seat | None:
    return None if claim is None else queries.seat_of_link(claim.registration, claim.link_version or 0, now())


def known(found: Found | None) -> Found:
    """Return what was found. Raises NotFound for nothing."""
    if found is None:
        raise NotFound
    return found


def manage_token(claim: Claim) -> str:
    """Return a guest's own link for the same registration."""
    return links().sign(MANAGE, [claim.registration, claim.link_version])


def interest_to_confirm(token: str) -> interest_queries.Said | None:
    """Return the interest that the link of a mail is to confirm, or None: older than a day, forged, or made void."""
    return _interest(CONFIRM_INTEREST, token, VERIFY_HOLDS)


def interest_to_end(token: str) -> interest_queries.Said | None:
    """Return the interest that the link of a mail is to end, or None: forged, or made void."""
    return _interest(END_INTEREST, token, LONGEST_AHEAD)


def _interest(purpose: str, token: str, holds: timedelta) -> interest_queries.Said | None:
    payload: Any = links().read(purpose, token, holds=holds)
    return interest_queries.of_link(*payload) if payload is not None else None


def opened() -> str:
    """Return the signed moment at which a form is shown."""
    return links().sign(FORM, int(now().timestamp()))


def language() -> str:
    """Return the language in which the visitor reads."""
    return str(get_locale() or "en")


def wishes() -> Wishes:
    """Return what the list is to be limited to, and where it goes on."""
    return Wishes(asked("topic")[:40], asked("where")[:200], asked("language")[:40], asked("after")[:12])


def finding() -> str:
    """Return the name that is looked for in the register."""
    return request.args.get("find", "").strip()[:100]


def passed() -> int:
    """Return how many rows of a list were passed over; 0 for what is no number."""
    return request.args.get("after", 0, type=lambda typed: min(max(int(typed), 0), 1_000_000))


def fewer() -> int:
    """Return to how many seats a date is to be lowered; 0 for what is no number."""
    wanted = request.args.get("capacity", "")[:6]
    return int(wanted) if wanted.isdecimal() else 0


def kept_a_minute(viewer: Viewer, page: str) -> Response:
    """Answer with a public page: anybody may keep it for a minute, unless it was made for somebody signed in."""
    answer = make_response(page)
    if not viewer.signed_in:
        answer.vary.update(["Cookie", "Accept-Language"])
        asked_again(answer, A_MINUTE)
    return answer


def asked_again(answer: Response, seconds: int) -> Response:
    """Let anybody keep an answer for a while, and ask whether it has changed instead of for all of it."""
    answer.headers["Cache-Control"] = f"public, max-age={seconds}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def private(page: str | Response) -> Response:
    """Answer with a page behind a link from a mail: nobody keeps it, no search engine lists it."""
    return kept_by_nobody(make_response(page))


def kept_by_nobody(answer: Response) -> Response:
    """Say of an answer that nobody may keep it and no search engine may list it."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def calendar_file(text: str) -> Response:
    """Answer with a calendar entry to save."""
    answer = private(text)
    answer.content_type = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="seminar.ics"'
    return answer


def file_to_save(file: Content) -> Response:
    """Answer with a file that only those who come may have: saved under its name, never shown, kept by nobody."""
    ending = Path(file.name).suffix.lower()
    known = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg"}
    stem = re.sub(r"[^a-z0-9]+", "-", Path(file.name).stem.lower()).strip("-")[:60] or "material"
    name = f"{stem}{ending}" if re.fullmatch(r"\.[a-z0-9]{1,8}", ending) else f"{stem}.bin"
    answer = download(file.content, known.get(ending, "application/octet-stream"), name)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def year_of_costs(known: tuple[datetime, datetime] | None) -> tuple[int, list[int]]:
    """Return the year that the address asks for, and those to choose from, the newest first."""
    first, last = (moment.astimezone(zone()).year for moment in known or (now(), now()))
    years = list(range(max(last, today().year), min(first, today().year) - 1, -1))
    wanted = request.args.get("year", "")
    chosen = next((year for year in years if str(year) == wanted), today().year)
    return chosen, years


def span_of(year: int) -> tuple[datetime, datetime]:
    """Return when a year begins and ends for the reader."""
    return datetime(year, 1, 1, tzinfo=zone()), datetime(year + 1, 1, 1, tzinfo=zone())
