"""Whose recall a page looks at."""

from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.departments import visible_departments
from training.reports.recall_pages import Company


def company(viewer: Viewer, public_id: str) -> Company:
    """Return the open departments that the viewer may see, and the one asked for. Raises NotFound. One SELECT."""
    every = visible_departments(viewer, permission=Permission.RECALL_READ)
    departments = [one for one in every if one.closed_on is None]
    here = next((one for one in departments if one.public_id == public_id), None)
    if public_id and here is None:
        raise NotFound
    return Company(departments, here)
