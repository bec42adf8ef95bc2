"""Addresses of this room as letters need them: verbs know no request. A test holds them against the routes."""

VERIFY = "seminar.verify"
MANAGE = "seminar.manage"
"""What the token in a guest's link is good for; the payload is [registration's public id, link version]."""


def session_path(slug: str, session_public_id: str) -> str:
    """Return the path of one date of a seminar."""
    return f"/seminars/{slug}/{session_public_id}"


def verify_path(token: str) -> str:
    """Return the path on which a guest says that the mail has come."""
    return f"/seminars/verify/{token}"


def manage_path(token: str) -> str:
    """Return the path on which a guest sees a registration and gives it up."""
    return f"/seminars/manage/{token}"


APPROVALS = "/seminars/approvals/"
"""Where managers decide who may come."""
