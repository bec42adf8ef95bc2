"""Answers that are no page for a signed-in reader: files to keep, documents for programs, pages that nobody lists."""

from typing import Any

from flask import Response, jsonify, make_response

from training.web.files import download

__all__ = ["document", "download", "unlisted"]
AN_HOUR = 3600


def unlisted(page: str, status: int = 200) -> Response:
    """Answer with a page about somebody: nobody keeps it, no search engine lists it."""
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def document(value: dict[str, Any]) -> Response:
    """Answer with JSON that any program may read from any page, and keep for an hour."""
    answer = jsonify(value)
    answer.headers["Cache-Control"] = f"public, max-age={AN_HOUR}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
