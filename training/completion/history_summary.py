"""What the page of an import shows of its plan: numbers, titles, people, first lines, faults. Plain values. Pure."""

from collections.abc import Mapping
from typing import Any

from training.completion.history_effects import Effects
from training.completion.history_lines import History
from training.completion.history_planning import MOST_TITLES, HistoryPlan, Title
from training.core.text import Text, text
from training.people.roster_lines import Fault

Named = tuple[str, str]
"""Public id and title of a subject."""
FIRST = 50
"""Completions that a page shows."""
MOST_FAULTS = MOST_STRANGERS = 200


def check_titles(history: History, made: HistoryPlan) -> None:
    """Refuse a file with more unknown titles than anybody would match on a page."""
    if len(made.unmatched) > MOST_TITLES:
        what = text("%(n)s names in the column course are not known here.", n=len(made.unmatched))
        cure = text("At most %(n)s can be matched on the page. Write our short names into the column.", n=MOST_TITLES)
        history.broken.add(0, "course", what, cure)


def summarise(
    history: History, made: HistoryPlan, effects: Effects, subjects: Mapping[int, Named], names: Mapping[int, str]
) -> dict[str, Any]:
    """Return what is kept of a plan. `subjects` are those of ours by id, `names` those of people."""
    faults = sorted([*history.broken.kept, *history.faults.kept], key=lambda fault: fault.line)
    return {
        "digest": made.digest,
        "counts": {
            "lines": history.count, "new": len(made.facts), "present": made.present, "doubled": made.doubled,
            "unmatched": sum(made.titles[name].lines for name in made.unmatched),
            "left_out": made.left_out, "strangers": len(made.strangers), "stranger_lines": made.strangers.total(),
            "faulty": len(history.faulty), "people": len({fact.person_id for fact in made.facts}),
            "done": effects.done, "moved": effects.moved,
        },
        "titles": [_title(name, title, subjects) for name, title in made.titles.items()],
        "strangers": [list(one) for one in made.strangers.most_common(MOST_STRANGERS)],
        "first": [
            [fact.line, names.get(fact.person_id, ""), subjects[fact.subject_id][1], str(fact.day), fact.origin]
            for fact in made.facts[:FIRST]
        ],
        "unused": list(history.unused),
        "faults": [_fault(fault) for fault in faults[:MOST_FAULTS]],
        "fault_count": history.broken.total + history.faults.total,
    }  # fmt: skip


def _title(name: str, title: Title, subjects: Mapping[int, Named]) -> dict[str, Any]:
    public_id, counts_as = subjects.get(title.subject_id or 0, ("", ""))
    return {
        "name": name, "lines": title.lines, "subject": public_id, "counts_as": counts_as, "by_slug": title.by_slug,
        "open": title.open,
    }  # fmt: skip


def _fault(fault: Fault) -> dict[str, Any]:
    return {"line": fault.line, "column": fault.column, "what": _words(fault.what), "cure": _words(fault.cure)}


def _words(sentence: Text) -> list[Any]:
    return [sentence.message, sentence.values]
