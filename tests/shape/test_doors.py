"""Every module of a room is one of the known doors, or a piece with a telling name that this list admits."""

import pytest

from tests.shape.sources import PROGRAM

ROOMS = (
    "audit",
    "jobs",
    "notices",
    "catalogue",
    "people",
    "completion",
    "learning",
    "seminars",
    "programme",
    "reports",
)
DOORS = {
    "__init__",
    "views",
    "api",
    "forms",
    "schemas",
    "pages",
    "work",
    "service",
    "queries",
    "models",
    "rules",
    "blueprint",
}

TELLING: dict[str, set[str]] = {
    "jobs": {"worker"},
    "catalogue": {"content", "skeleton", "drafting", "gift", "passages", "register", "search_queries"},
    "people": {
        "passwords", "entry", "sites", "departments",
        "roster", "roster_lines", "roster_cells", "roster_checks", "roster_queries", "roster_forms", "roster_pages",
        "roster_views", "present", "planning", "applying", "importing", "imports", "summary",
    },
    "completion": {
        "due", "audience", "planning", "reach", "states", "corrections", "rollups", "unsettled", "publishing",
        "reconciling",
    },
    "learning": {
        "attempt_queries", "parts", "lesson_pages", "quiz_pages", "blueprint",
        "policy_queries", "policy_service", "policy_pages", "policy_views", "catalogue_pages", "edition_queries",
        "preview_pages", "preview_views", "gift_pages", "gift_forms", "gift_views",
        # questions: what they are worth, how they are drawn and begun, what follows
        "marking", "readiness", "starting", "outcomes", "standings", "answering", "verdicts", "drawing_queries",
        "outcome_queries", "answer_forms", "question_pages", "result_pages", "quiz_views",
        # weeks later
        "ladder", "recalling", "refreshing", "refresher_letters", "refresher_pages", "refresher_views", "recall_queries",
        "memory_queries", "memory_pages",
        # what the answers say
        "statistics", "grouping", "counting", "figure_queries", "figure_rules", "figure_pages", "figure_views",
        "recalled_queries", "recall_scope", "voiding", "void_queries", "forgetting",
        "accommodation_queries", "accommodation_service", "accommodation_pages", "accommodation_views",
    },
    "seminars": {
        "seats", "times", "calendar", "calendar_files", "letters", "mailing", "addresses", "planning", "attendance",
        "asking", "hosting", "seat_queries", "plan_queries", "roster_queries", "desk_views", "desk_forms", "desk_pages",
        "kit_queries", "kit_pages", "kit_views",
    },
    "programme": {"knowing"},
    "reports": {
        "departments", "wishes", "team_views", "team_pages", "clause_queries", "clause_pages", "clause_views",
        "certificate_queries", "certificate_pages", "certificate_views", "own_certificate", "checking", "answers",
        "badges", "credentials", "typesetting", "recall_pages", "recall_views",
    },
}  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
def test_a_new_kind_of_module_is_a_decision(room: str) -> None:
    found = {path.stem for path in (PROGRAM / room).glob("*.py")} | {
        path.name for path in (PROGRAM / room).iterdir() if path.is_dir()
    }
    unknown = found - DOORS - TELLING.get(room, set()) - {"__pycache__"}
    assert not unknown, f"{room} has modules that no list names: {sorted(unknown)}"
    assert not TELLING.get(room, set()) - found, "the list names what is gone"
