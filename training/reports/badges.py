"""The badge of a certificate: its words and addresses put together, and signed with the key of the house."""

from datetime import UTC, datetime, time
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from flask import url_for
from joserfc.jwk import OKPKey

from training.catalogue.rules import SubjectKind
from training.completion.rules import ELSEWHERE, How
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.core.signing import public_jwk, sign
from training.reports.certificate_queries import CertificateRow
from training.reports.credentials import Achieved, Badge, Issuer, Recipient, claims
from training.reports.rules import grouped
from training.web.request import house, links, site
from training.web.words import _

LAST_SECOND = time(23, 59, 59)


def offered() -> bool:
    """Tell whether badges can be made: there is a key, and an address under which others find its public half."""
    return house().keys.own is not None and bool(house().settings.site_url)


def offered_for(how: How) -> bool:
    """Tell whether a completion may be signed for: what was done elsewhere is not ours to vouch for."""
    return offered() and how not in ELSEWHERE


def signed(viewer: Viewer, row: CertificateRow, public_id: str) -> str:
    """Return the viewer's certificate as a signed credential. Raises NotFound where no badge is offered."""
    key = house().keys.own
    if key is None or not offered_for(row.how):
        raise NotFound
    return sign(claims(_badge(viewer, row, public_id)), key, key_address(key))


def issuer() -> Issuer:
    """Return who signs, as this organisation calls itself."""
    return Issuer(links().to(url_for("reports.issuer")), site().name, links().to("/"))


def key_address(key: OKPKey) -> str:
    """Return where the public half of a key is found: the address that badges name."""
    return links().to(url_for("reports.key", thumbprint=key.thumbprint()))


def public_keys() -> list[dict[str, object]]:
    """Return all keys that badges of this house may be signed with, as JWKs."""
    return [public_jwk(key, key_address(key)) for key in house().keys.all]


def public_key(thumbprint: str) -> dict[str, object]:
    """Return one of them. Raises NotFound."""
    found = (public_jwk(key, key_address(key)) for key in house().keys.all if key.thumbprint() == thumbprint)
    known = next(found, None)
    if known is None:
        raise NotFound
    return known


def _badge(viewer: Viewer, row: CertificateRow, public_id: str) -> Badge:
    address = links().to(url_for("reports.check", number=grouped(public_id)))
    return Badge(
        address=address,
        issuer=issuer(),
        achieved=_achieved(row),
        # An identifier for the person of this one certificate: two badges cannot be joined by it.
        recipient=Recipient(f"{address}#person", viewer.email, house().world.token()),
        narrative=_narrative(row),
        evidence=_("The page says whether this record still stands, and shows what the certificate says."),
        valid_from=row.happened_at.replace(microsecond=0),
        valid_until=_last_moment(row),
    )


def _achieved(row: CertificateRow) -> Achieved:
    # A name without an address: a page for each course would show strangers what an organisation teaches.
    named = uuid5(NAMESPACE_URL, links().to(f"/{row.kind}/{row.slug}/{row.number or ''}"))
    edition = str(row.number) if row.number is not None else ""
    return Achieved(f"urn:uuid:{named}", row.title, row.summary or row.title, _criteria(row), edition, row.digest or "")


def _criteria(row: CertificateRow) -> str:
    if row.asked is not None and row.needed is not None:
        return _("Answer %(needed)d of %(asked)d questions right.", needed=row.needed, asked=row.asked)
    return {
        SubjectKind.COURSE: _("Finish the course."),
        SubjectKind.POLICY: _("Read the policy and agree to it."),
        SubjectKind.SEMINAR: _("Attend the seminar."),
        SubjectKind.PROOF: _("Show a proof from elsewhere."),
    }[row.kind]


def _narrative(row: CertificateRow) -> str:
    if row.right is not None and row.asked is not None and row.needed is not None:
        return _(
            "Answered %(right)d of %(asked)d questions right; %(needed)d were needed.",
            right=row.right,
            asked=row.asked,
            needed=row.needed,
        )
    return {
        SubjectKind.COURSE: _("Finished the course."),
        SubjectKind.POLICY: _("Read the policy and agreed to it."),
        SubjectKind.SEMINAR: _("Attended the seminar."),
        SubjectKind.PROOF: _("Showed a proof from elsewhere."),
    }[row.kind]


def _last_moment(row: CertificateRow) -> datetime | None:
    """Return the end of the last day that counts, by the clock of the person's site."""
    if row.valid_until is None:
        return None
    return datetime.combine(row.valid_until, LAST_SECOND, ZoneInfo(row.zone or "UTC")).astimezone(UTC)
