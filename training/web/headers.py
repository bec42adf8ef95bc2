"""What every answer carries: the security headers, how long it may be kept, its number."""

import logging

from flask import Flask, Response, request

from training.core.logs import request_number
from training.core.world import new_public_id
from training.web.request import house, now, viewer

log = logging.getLogger("muster.request")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), browsing-topics=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}

FRAMED = frozenset({"seminars.embed"})
"""Pages made to stand in pages of others. They hold links and nothing else: no form, no script, no cookie."""
IN_A_FRAME = ALWAYS | {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors *"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def listen(app: Flask) -> None:
    """Number each request, write one log line for it and put the headers on its answer."""
    app.before_request(_number)
    app.after_request(_headers)


def _number() -> None:
    number = new_public_id()
    request_number.set(f"{number[:4]}-{number[4:8]}-{number[8:]}")


def _headers(answer: Response) -> Response:
    for name, value in (IN_A_FRAME if request.endpoint in FRAMED else ALWAYS).items():
        answer.headers[name] = value
    answer.headers["X-Request-Id"] = request_number.get()
    if "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "no-store" if _personal(answer) else "no-cache"
    # The path may hold a token; the endpoint never does.
    taken = round((house().world.now() - now()).total_seconds() * 1000)
    log.info("request", extra={"fields": {
        "method": request.method, "endpoint": request.endpoint or "", "status": answer.status_code, "ms": taken,
        "person": viewer().public_id,
    }})  # fmt: skip
    return answer


def _personal(answer: Response) -> bool:
    return viewer().signed_in or request.method != "GET" or "Set-Cookie" in answer.headers
