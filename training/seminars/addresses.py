"""Addresses of this room as letters need them: verbs know no request. A test holds them against the routes."""

VERIFY = "seminar.verify"
MANAGE = "seminar.manage"
"""What the token in a guest's link is good for; the payload is [registration's public id, link version]."""
HERE = "seminar.here"
"""What the square code of a seat is good for: to be checked in. It seals the registration's public id."""

MAIL_CHECK = "/mail-check"
"""Where anybody asks whether a mail is ours."""
CONTACT = "organisation.contact"
"""The same of a contact's own link; the payload is [contact's public id, link version]."""
COLLEAGUE = "seminar.colleague"
"""The same of the link of somebody whom a contact named; the payload is [registration's public id, link version]."""


def session_path(slug: str, session_public_id: str) -> str:
    """Return the path of one date of a seminar."""
    return f"/seminars/{slug}/{session_public_id}"


def verify_path(token: str) -> str:
    """Return the path on which a guest says that the mail has come."""
    return f"/seminars/verify/{token}"


def manage_path(token: str) -> str:
    """Return the path on which a guest sees a registration and gives it up."""
    return f"/seminars/manage/{token}"


def contact_path(token: str) -> str:
    """Return the path on which a contact acts for their organisation."""
    return f"/organisations/contact/{token}"


def contact_block_path(token: str, block: str) -> str:
    """Return the path of one block on a contact's own pages."""
    return f"/organisations/contact/{token}/blocks/{block}"


def colleague_path(token: str) -> str:
    """Return the path on which somebody whom a contact named takes the seat."""
    return f"/seminars/colleague/{token}"


def invitation_path(code: str) -> str:
    """Return the path that a code opens."""
    return f"/seminars/invitation/{code}"


def here_path(token: str) -> str:
    """Return the path that the square code of a seat holds."""
    return f"/seminars/here/{token}"


def certificate_path(completion_public_id: str) -> str:
    """Return the path of an employee's certificate."""
    return f"/certificates/{completion_public_id}"


def guest_certificate_path(token: str) -> str:
    """Return the path of a guest's certificate, behind their own link."""
    return f"/seminars/manage/{token}/certificate"


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


APPROVALS = "/seminars/approvals/"
"""Where managers decide who may come."""
