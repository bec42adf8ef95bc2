"""Looks at the sites: whom to call there. What staff see of all sites, a visitor does not see at all."""

from typing import NamedTuple

from sqlalchemy import bindparam, case, select

from training.core.db import database
from training.core.permissions import Viewer
from training.people.models import Site


class Contact(NamedTuple):
    """How to report something at one site."""

    name: str
    city: str
    phone: str
    mail: str
    contact: str
    how: str


_OWN_FIRST = case((Site.id == bindparam("own"), 0), else_=1)
CONTACTS = select(Site.name, Site.city, Site.report_phone, Site.report_mail, Site.contact, Site.how_to_report).order_by(
    _OWN_FIRST, Site.name
)


def contacts(viewer: Viewer) -> list[Contact]:
    """Return the contacts of all sites, the viewer's own first; none for a visitor."""
    if not viewer.works_here:
        return []
    return [Contact(*row) for row in database.session.execute(CONTACTS, {"own": viewer.site_id or 0})]
