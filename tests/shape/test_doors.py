"""Every module of a room is one of the known doors, or a piece with a telling name that this list admits."""

import ast
import re
from collections import Counter

import pytest

from tests.shape.sources import PROGRAM, modules

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


def mapped(room: str) -> list[str]:
    """Return the modules that the map at the head of a room names: lines of "what you want: module, module"."""
    told = ast.get_docstring(modules()[f"{room}/__init__.py"]) or ""
    lines = [line for line in told.splitlines() if line.startswith("    ")]
    return [name for line in lines for name in re.findall(r"\b([a-z_]+)(?=,|$)", line.partition(": ")[2] or line)]


TELLING: dict[str, set[str]] = {
    "jobs": {"worker"},
    "catalogue": {"content", "skeleton", "drafting", "gift", "passages", "register", "search_queries"},
    "people": {
        "passwords", "entry", "sites", "departments",
        "roster", "roster_lines", "roster_cells", "roster_checks", "roster_queries", "roster_forms", "roster_pages",
        "roster_views", "team_queries", "auditors", "auditor_queries",
        "doubt_queries", "doubt_service", "doubt_letters", "doubt_forms", "doubt_pages", "doubt_views", "present", "planning", "applying", "importing", "imports", "summary",
        "feeds", "feed_views",
        "site_queries", "site_service", "site_forms", "site_pages", "site_views",
    },
    "completion": {
        "cuts", "cut_queries", "team_queries", "team_service", "team_forms", "team_pages", "team_views",
        "due", "audience", "planning", "reach", "states", "corrections", "rollups", "unsettled", "publishing",
        "reminder_models", "evidence_models", "evidence_rules", "evidence_queries", "evidence_service", "evidence_letters",
        "duties", "excusing", "excuse_queries",
        "risk_queries", "risk_intervals", "reconciling",
        # requirements on the desk
        "groups", "builder", "audience_queries", "consequences", "publishing_queries", "requirement_queries",
        "draft_queries", "drafting", "requirement_words", "requirement_forms", "requirement_sheets",
        "requirement_form_pages", "requirement_pages", "draft_pages", "telling", "desk_views",
        # credit from elsewhere
        "crediting", "proof_files", "proof_letters", "proof_queries", "proof_service", "proof_forms", "proof_pages",
        "proof_answers", "proof_views", "history_lines", "history_planning", "history_effects", "history_summary",
        "history_queries", "history_service", "history_importing", "history_work", "history_forms", "history_matching",
        "history_pages", "history_views",
        "as_of", "as_of_queries", "freezing", "freezing_queries", "freezing_work",
        # who is told what, and when
        "reminding", "reminder_queries", "reminder_planning", "reminder_service", "reminder_work", "reminder_letters",
        "digest_queries", "digesting", "forecasting", "forecast_queries", "outlook_queries", "reminder_forms",
        "reminder_pages", "reminder_views", "summary_queries", "summarising", "summary_views", "blueprint",
        "table_rows", "table_views",
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
        "table_rows", "table_views",
    },
    "seminars": set(mapped("seminars")),
    "programme": {"risks", "risk_queries", "risk_forms", "risk_pages", "risk_views"},
    "reports": {
        "departments", "wishes", "team_views", "team_pages", "clause_queries", "clause_pages", "clause_views",
        "certificate_queries", "certificate_pages", "certificate_views", "own_certificate", "checking", "answers",
        "guest_queries", "guest_pages",
        "badges", "credentials", "typesetting", "recall_pages", "recall_views",
        # evidence: what was so at an instant, the pack, whoever reads it
        "population_queries", "pack_queries", "proof_queries", "pack_files", "pack_readme", "pack_subject", "packing", "verify_pack",
        "evidence_work", "evidence_queries", "evidence_forms", "pack_pages", "pack_views", "auditor_pages", "auditor_views",
        "evidence_reading", "evidence_pages", "audited_duty_pages", "evidence_views",
        "parts",
        # a department: who it is about, what can be done, how it is cut
        "acting_pages", "first_look", "first_look_queries", "remark_queries", "looking", "parting", "cut_pages", "cut_views",
        "person_queries", "person_pages", "person_views",
        # why somebody has a duty
        "duty_queries", "duty_pages", "duty_views", "explaining", "reasons",
        "trend_queries", "trend_pages", "figure_queries", "figure_rules", "figure_pages", "figure_views",
        "difference_queries", "difference_pages",
        "looking_back", "past_answers", "past_pages", "past_queries", "since_then",
        "table_rows", "table_views",
        "attention", "desk_queries", "desk_pages", "desk_views", "due_days", "feed_queries", "feed_views",
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


def test_the_map_of_seminars_names_each_module_once() -> None:
    found = {path.stem for path in (PROGRAM / "seminars").glob("*.py")} - {"__init__"}
    assert Counter(mapped("seminars")) == Counter(found)
