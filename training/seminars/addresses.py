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


CONFIRM_INTEREST = "seminar.interest"
END_INTEREST = "seminar.no-interest"
"""What the token in a mail about interest is good for; the payload is [interest's public id, link version]."""


def interest_path(token: str) -> str:
    """Return the path on which a guest confirms that they want to be told of a seminar."""
    return f"/seminars/interest/{token}"


def no_interest_path(token: str) -> str:
    """Return the path on which somebody ends being told of a seminar."""
    return f"/seminars/interest/{token}/end"


def feedback_path(slug: str, session_public_id: str) -> str:
    """Return the path on which an employee says how a date was."""
    return f"{session_path(slug, session_public_id)}/feedback"


def guest_feedback_path(token: str) -> str:
    """Return the path on which a guest says how a date was."""
    return f"{manage_path(token)}/feedback"
