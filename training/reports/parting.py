"""Parts the duties of one requirement in three ways."""

from datetime import date

from training.completion import cut_queries
from training.reports.cut_pages import Groups
from training.reports.departments import Scope


def groups(scope: Scope, slug: str, today: date) -> Groups:
    """Return the five parts by site, by attribute and by job title. Three SELECTs."""
    return Groups(
        cut_queries.by_site(scope.path, slug, today),
        cut_queries.by_attribute(scope.path, slug, today),
        cut_queries.by_title(scope.path, slug, today),
    )
