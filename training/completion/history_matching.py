"""The form in which old titles are matched, made from the plan of an import and the subjects that there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from training.completion import history_pages, history_queries
from training.completion.history_forms import HistoryYesForm, TitlesForm, titles_form
from training.completion.history_pages import ImportPage
from training.completion.history_queries import Import


def _form_of(found: Import) -> type[TitlesForm]:
    titles = history_pages.matched_by_hand(found)
    offered = history_pages.choices(history_queries.subjects()) if titles else ()
    return titles_form([one["name"] for one in titles], [history_pages.chosen(one) for one in titles], offered)


def sent_titles(found: Import) -> TitlesForm:
    """Return the form as it was sent."""
    return _form_of(found).read()


@dataclass(frozen=True)
class Seen:
    """The page of an import with its two forms, and the lists of the first in the order of the page."""

    page: ImportPage
    titles: TitlesForm
    yes: HistoryYesForm
    fields: Sequence[object]

    @classmethod
    def of(cls, found: Import, *, titles: TitlesForm | None = None, yes: HistoryYesForm | None = None) -> Self:
        """Return the page of an import, with a form as it was sent if something is wrong with it."""
        digest = found.plan.get("digest", "")
        titles = titles if titles is not None else _form_of(found)(digest=digest)
        page = history_pages.import_page(found, history_queries.progress(found))
        fields = [titles[f"title-{number}"] for number in range(len(titles.names))]
        return cls(page, titles, yes if yes is not None else HistoryYesForm(digest=digest), fields)
