"""Each rule of the checker against a folder that breaks it in one place."""

from pathlib import Path

import pytest

from tests.catalogue.making import COURSE, LAW, LOOK, QUESTIONS, REQUIREMENTS, changed, problems_of, right_files
from training.catalogue.content.problems import Problem, has_errors, report

COURSE_FILE = "spot-it/course.yaml"
QUESTION_FILE = "spot-it/questions.yaml"
LOOK_FILE = "spot-it/lessons/look.md"
TELL_FILE = "spot-it/lessons/tell.md"
SVG_FILE = "spot-it/images/owner.svg"
LAW_FILE = "frameworks/law.yaml"
REQUIREMENT_FILE = "requirements.yaml"
LONG = "Report it with the button in your mail program, since sorting it out is the work of the team."

# file, old text, new text, code, and a word of the message or of the fix
ERRORS = [
    (COURSE_FILE, "minutes: 3", "minuts: 3", "C004", "did you mean 'minutes'?"),
    (COURSE_FILE, "minutes: 3\n", "", "C003", "add 'minutes:'"),
    (COURSE_FILE, "minutes: 3", "minutes: 3\nminutes: 4", "C002", "twice"),
    (COURSE_FILE, "title: Spot it", "title: Spot: it: all", "C001", "double quotes"),
    (COURSE_FILE, "title: Spot it", "title: 12", "C060", "double quotes"),
    (COURSE_FILE, "title: Spot it", 'title: ""', "C061", "'title' of course is empty"),
    (COURSE_FILE, "edition: 1", "edition: 0", "C061", "use 1 or more"),
    (COURSE_FILE, "edition: 1", 'edition: "1"', "C060", "whole number"),
    (COURSE_FILE, "edition: 1", "edition: 2", "C029", "does not tell of edition 2"),
    (COURSE_FILE, "format: 1", "format: 2", "C062", "use 1"),
    (COURSE_FILE, "id: spot-it", "id: spot-that", "C005", "write 'id: spot-it'"),
    (COURSE_FILE, "language: en", "language: English", "C063", "write it as 'en'"),
    (COURSE_FILE, "reviewed: 2026-11-01", "reviewed: 2026-13-01", "C060", "2026-11-23"),
    (COURSE_FILE, "reviewed: 2026-11-01", "reviewed: 2026-11-26", "C028", "lies ahead"),
    (COURSE_FILE, "due: 30 days after start", "due: soon", "C063", "30 days after start"),
    (COURSE_FILE, "level: apply", "level: aply", "C062", "'apply'"),
    (COURSE_FILE, "  - tell\n", "  - tel\n", "C007", "did you mean 'tell'?"),
    (COURSE_FILE, "  - tell\n", "  - tell\n  - look\n", "C027", "2 times in lessons"),
    (COURSE_FILE, "  - tell\n", "  - tell\n  - quiz\n", "C039", "cannot be called 'quiz'"),
    (COURSE_FILE, "id: report", "id: examine", "C027", "2 times in objectives"),
    (COURSE_FILE, "clause: law.1", "clause: law.11", "C009", "did you mean 'law.1'?"),
    (COURSE_FILE, "strength: part", "strength: full", "C024", "write 'part'"),
    (COURSE_FILE, "clause: law.1\n    strength: part", "clause: law.2\n    strength: supports", "C024", "nothing may claim"),
    (COURSE_FILE, "      - look", "      - lok", "C007", "did you mean 'look'?"),
    (COURSE_FILE, "summary: A short", "summary: A {{ org.name }}", "C032", "summary"),
    (COURSE_FILE, "draw: 2", "draw: 3", "Q031", "write 1 more"),
    (COURSE_FILE, "from_each_objective: 1", "from_each_objective: 2", "Q032", "raise 'draw'"),
    (COURSE_FILE, "audience:\n  - everyone", "audience: [everyone]", "C055", "lines with '- '"),
    (COURSE_FILE, "title: Spot it", "title: &name Spot it", "C052", "anchor"),
    (COURSE_FILE, "title: Spot it", "title: !!str Spot it", "C054", "tag"),
    (COURSE_FILE, "url: https://study.org/paper", "url: http://study.org/paper", "C063", "https"),
    (QUESTION_FILE, "id: second-note", "id: first-note", "Q001", "another id"),
    (QUESTION_FILE, "objective: examine", "objective: examin", "Q002", "did you mean 'examine'?"),
    (QUESTION_FILE, "lesson: look", "lesson: loook", "Q003", "did you mean 'look'?"),
    (QUESTION_FILE, "level: apply", "level: hard", "Q004", "'apply'"),
    (QUESTION_FILE, "kind: one", "kind: some", "Q005", "'one'"),
    (QUESTION_FILE, "kind: one", "kind: many", "Q009", "3 options"),
    (QUESTION_FILE, "kind: one", "kind: order", "Q016", "a question of kind order has no 'options'"),
    (QUESTION_FILE, "  takeaway", "  decoys:\n    - A word\n  takeaway", "Q016", "has no 'decoys'"),
    (QUESTION_FILE, "      right: true\n", "      misconception: padlock\n", "Q007", "0 options are right"),
    (QUESTION_FILE, "misconception: padlock", "right: true", "Q007", "2 options are right"),
    (QUESTION_FILE, "    - text: Delete it at once.\n      misconception: delete-is-enough\n      why: The others still have theirs.\n", "", "Q009", "2 options"),
    (QUESTION_FILE, "misconception: padlock", "misconception: padlok", "Q010", "did you mean 'padlock'?"),
    (QUESTION_FILE, "      why: The others still have theirs.\n", "", "Q011", "add 'why:'"),
    (QUESTION_FILE, "      right: true\n", "      right: true\n      misconception: padlock\n", "Q012", "leave it out"),
    (QUESTION_FILE, "      misconception: padlock\n", "", "Q013", "filler"),
    (QUESTION_FILE, "Delete it at once.", "All of the above.", "Q014", "shuffled"),
    (QUESTION_FILE, "Delete it at once.", "None of these options fits.", "Q014", "shuffled"),
    (QUESTION_FILE, "Delete it at once.", "report it with the button", "Q015", "twice"),
    (QUESTION_FILE, "Sorting it", "<b>Sorting</b> it", "C014", "write it in Markdown"),
    (QUESTION_FILE, "our work.", "work of {{ report.fone }}.", "C032", "did you mean 'report.phone'?"),
    (QUESTION_FILE, "our work.", "[our work](https://other.org/).", "C037", "no source of this course"),
    (QUESTION_FILE, QUESTIONS, "first: 1\n", "C060", "questions.yaml must be a list"),
    (LOOK_FILE, "---\ntitle", "title", "C010", "front matter"),
    (LOOK_FILE, "  - examine", "  - exmine", "C011", "did you mean 'examine'?"),
    (LOOK_FILE, "## The", "# The", "C012", "begin with '##'"),
    (LOOK_FILE, "## The", "#### The", "C013", "use level 2"),
    (LOOK_FILE, "Dana reads", "<div>Dana</div> reads", "C014", "Markdown"),
    (LOOK_FILE, "from: Pay Team <pay@alder.example.pay-desk.test>\n", "", "C015", "add 'from:'"),
    (LOOK_FILE, "subject: Confirm", "subjct: Confirm", "C004", "did you mean 'subject'?"),
    (LOOK_FILE, "subject: Confirm", "pins:\n  - mark: nowhere\n    say: This.\nsubject: Confirm", "C035", "does not hold 'nowhere'"),
    (LOOK_FILE, "::: try\nWho sent it?\n:::\n", "", "C016", "'::: try'"),
    (LOOK_FILE, "![Who owns the address]", "![]", "C017", "no text"),
    (LOOK_FILE, "images/owner.svg", "images/ownr.svg", "C041", "did you mean 'images/owner.svg'?"),
    (LOOK_FILE, "![Who", "Look: ![Who", "C040", "blank lines"),
    (LOOK_FILE, "::: remember", "::: remembr", "C019", "did you mean 'remember'?"),
    (LOOK_FILE, "`pay-desk.test`.\n:::", "`pay-desk.test`.", "C033", "end it with a line ':::'"),
    (LOOK_FILE, "The end counts.", "The end counts.\n\n::: note\nInner.\n:::\n", "C034", "close the outer one"),
    (LOOK_FILE, "{{ org.name }}", "{{ org.nam }}", "C032", "did you mean 'org.name'?"),
    (LOOK_FILE, "{{ org.name }}", "{{ org.name", "C032", "no local word"),
    (LOOK_FILE, "(https://study.org/paper)", "(https://study.example.com.org/x)", "C037", "no source"),
    (LOOK_FILE, "(https://study.org/paper)", "(http://study.org/paper)", "C036", "neither https nor mailto"),
    (LOOK_FILE, "(https://study.org/paper)", "(/courses/)", "C036", "neither https nor mailto"),
    (TELL_FILE, "minutes: 1", "minutes: 0", "C061", "use 1 or more"),
    (SVG_FILE, "</svg>", "<script>alert(1)</script></svg>", "C043", "<script>"),
    (SVG_FILE, "<path ", '<path onclick="x()" ', "C043", "onclick"),
    (SVG_FILE, "<path ", '<path style="fill:red" ', "C043", "style"),
    (SVG_FILE, 'fill="none"', 'fill="#ff0000"', "C043", "does not follow the theme"),
    (SVG_FILE, 'class="own"', 'class="owner"', "C043", "no class 'owner'"),
    (SVG_FILE, "<svg", '<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg', "C043", "DOCTYPE"),
    (SVG_FILE, "</svg>", "", "C044", "well-formed"),
    (SVG_FILE, ' viewBox="0 0 300 60"', "", "C044", "viewBox"),
    ("spot-it/CHANGES.md", "Edition 1 (", "Edition one (", "C042", "names no edition"),
    ("spot-it/CHANGES.md", "(2026-11-01)", "(2026-02-30)", "C042", "is not a date"),
    ("spot-it/CHANGES.md", "## Edition 1", "## Edition 2", "C029", "does not fit"),
    ("spot-it/glossary.yaml", "means:", "mean:", "C004", "did you mean 'means'?"),
    ("misconceptions.yaml", "padlock:", "Pad lock:", "C063", "slug"),
    (LAW_FILE, "id: law.2", "id: law.1", "F001", "already"),
    (LAW_FILE, "framework: law", "framework: laws", "F002", "name of this file"),
    (LAW_FILE, "checked: never", "checked: sometimes", "C060", "must be a date"),
    (REQUIREMENT_FILE, "course: spot-it", "course: spotit", "R002", "did you mean 'spot-it'?"),
    (REQUIREMENT_FILE, "- law.1", "- law.x", "C009", "does not exist"),
    (REQUIREMENT_FILE, REQUIREMENTS, REQUIREMENTS + REQUIREMENTS, "R001", "another id"),
    (REQUIREMENT_FILE, "    everyone: true", "    departments:\n      - FIN\n    everyone: true", "C063", "exactly one key"),
    (REQUIREMENT_FILE, "everyone: true", "everyone: false", "C062", "True"),
    (REQUIREMENT_FILE, "days: 30", "months: 3", "C063", "takes 'days'"),
    (REQUIREMENT_FILE, "days-from-start\n    days: 30", "fixed-date\n    month: 2\n    day: 30", "C063", "does not have a day 30"),
    (REQUIREMENT_FILE, "    - seminar: small-business", "      seminar: small-business", "C063", "one thing"),
]  # fmt: skip

WARNINGS = [
    (COURSE_FILE, "reviewed: 2026-11-01", "reviewed: 2025-11-01", "C025", "older than 12 months"),
    (COURSE_FILE, "minutes: 3", "minutes: 30", "C023", "minutes are likely"),
    (COURSE_FILE, "text: Examine the", "text: Understand the", "C006", "nobody can watch 'understand'"),
    (COURSE_FILE, "law.1\n    strength: part", "law.3\n    strength: full", "C022", "argue it"),
    (LOOK_FILE, "::: try\nWho sent it?\n:::\n\n::: answer\nThe owner of `pay-desk.test`.\n:::\n", "", "C020", "recall"),
    (LOOK_FILE, "[the study]", "[click here]", "C018", "name the place"),
    (LOOK_FILE, "(https://alder.example.pay-desk.test/confirm)", "(https://pay-desk.com/confirm)", "C030", "'pay-desk.com'"),
    (LOOK_FILE, "  Hello,", "  Hello from pay-desk.com,", "C030", "'pay-desk.com'"),
    (LOOK_FILE, "  Hello,", "  Call +1 212 555 9999,", "C031", "somebody's telephone"),
    (LOOK_FILE, "Dana reads", "The weakest link reads", "C026", "blames people"),
    (LOOK_FILE, '![Who owns the address](images/owner.svg "The owner stands last.")', "", "C038", "no lesson and no question shows"),
    (QUESTION_FILE, "What now?", "Which step is not right?", "Q020", "negative"),
    (QUESTION_FILE, "Delete it at once.", "Never answer anybody.", "Q021", "absolute"),
    (QUESTION_FILE, "Report it with the button.", LONG, "Q022", "longest by far"),
]  # fmt: skip


def test_nothing_is_wrong_with_the_right_folder(tmp_path: Path):
    assert report(problems_of(tmp_path)) == "0 errors, 0 warnings"


@pytest.mark.parametrize(("file", "old", "new", "code", "word"), ERRORS)
def test_a_broken_rule_is_an_error_with_its_code_and_its_cure(
    tmp_path: Path, file: str, old: str, new: str, code: str, word: str
):
    problems = problems_of(tmp_path, changed(file, old, new))
    found = [problem for problem in problems if problem.code == code and word in str(problem)]
    assert found, report(problems)

    assert found[0].severity == "error"
    assert has_errors(problems)


@pytest.mark.parametrize(("file", "old", "new", "code", "word"), WARNINGS)
def test_a_doubtful_thing_is_a_warning(tmp_path: Path, file: str, old: str, new: str, code: str, word: str):
    problems = problems_of(tmp_path, changed(file, old, new))
    found = [problem for problem in problems if problem.code == code and word in str(problem)]
    assert found, report(problems)
    assert found[0].severity == "warning"
    assert not has_errors(problems)


def test_a_word_that_only_the_right_option_repeats_is_a_warning(tmp_path: Path):
    files = changed("spot-it/questions.yaml", "wants your code", "asks for a password")
    files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace(
        "with the button", "as a password lure", 1
    )
    (problem,) = problems_of(tmp_path, files)
    assert (problem.code, problem.severity) == ("Q023", "warning")
    assert "'password'" in problem.what


def test_hard_prose_is_a_warning(tmp_path: Path):
    hard = (
        "Organisational susceptibility to sophisticated impersonation necessitates comprehensive verification "
        "procedures, notwithstanding considerable operational inconvenience experienced by participating personnel. "
    )
    problems = problems_of(tmp_path, changed("spot-it/lessons/look.md", "Dana reads", hard * 5 + "Dana reads"))
    assert "C021" in {problem.code for problem in problems}


def test_a_renewal_without_a_window_is_a_warning(tmp_path: Path):
    files = right_files()
    files["requirements.yaml"] = REQUIREMENTS.replace("  window_days: 60\n", "")
    assert [(problem.code, problem.severity) for problem in problems_of(tmp_path, files)] == [("R003", "warning")]


def test_a_lesson_that_no_course_shows_is_a_warning(tmp_path: Path):
    files = right_files()
    files["spot-it/lessons/spare.md"] = LOOK
    assert [problem.code for problem in problems_of(tmp_path, files)] == ["C008"]


def test_an_objective_without_questions_is_an_error_and_one_question_is_a_warning(tmp_path: Path):
    files = right_files()
    files["spot-it/questions.yaml"] = QUESTIONS.replace("objective: report", "objective: examine")
    assert [(p.code, p.severity) for p in problems_of(tmp_path, files)] == [("Q030", "error")]
    files["spot-it/questions.yaml"] = QUESTIONS.replace("objective: report", "objective: examine", 1)
    assert [(p.code, p.severity) for p in problems_of(tmp_path, files)] == [("Q030", "warning")]


def test_drafts_and_retired_questions_do_not_count_for_the_bank(tmp_path: Path):
    files = right_files()
    files["spot-it/questions.yaml"] = QUESTIONS.replace("  kind: one", "  kind: one\n  status: retired", 2)
    assert {"Q030", "Q031"} <= {problem.code for problem in problems_of(tmp_path, files)}


def test_a_course_without_a_part_is_told_so_once(tmp_path: Path):
    files = right_files()
    del files["spot-it/questions.yaml"]
    (problem,) = problems_of(tmp_path, files)
    assert (problem.code, problem.path.endswith("spot-it/questions.yaml")) == ("C046", True)


def test_lines_are_those_of_the_file(tmp_path: Path):
    files = changed("spot-it/course.yaml", "minutes: 3", "minuts: 3")
    files["spot-it/questions.yaml"] = QUESTIONS.replace("misconception: padlock", "misconception: padlok", 1)
    files["spot-it/lessons/look.md"] = LOOK.replace("subject:", "subjct:").replace("org.name", "org.nam")
    found = {(problem.path.rpartition("/")[2], problem.code): problem.line for problem in problems_of(tmp_path, files)}
    line_of = {
        name: 1 + next(number for number, line in enumerate(files[name].split("\n")) if word in line)
        for name, word in (
            ("spot-it/course.yaml", "minuts"),
            ("spot-it/questions.yaml", "padlok"),
            ("spot-it/lessons/look.md", "subjct"),
        )
    }
    assert found["course.yaml", "C004"] == line_of["spot-it/course.yaml"]
    files["spot-it/course.yaml"] = COURSE
    found = {(problem.path.rpartition("/")[2], problem.code): problem.line for problem in problems_of(tmp_path, files)}
    assert found["questions.yaml", "Q010"] == line_of["spot-it/questions.yaml"]
    assert found["look.md", "C004"] == line_of["spot-it/lessons/look.md"]
    assert found["look.md", "C032"] == 8


def test_a_problem_reads_as_file_line_code_what_and_fix():
    problem = Problem("a/course.yaml", 12, "C004", "course does not know the key 'minuts'", "did you mean 'minutes'?")
    assert str(problem) == "a/course.yaml:12: C004: course does not know the key 'minuts'. Fix: did you mean 'minutes'?"
    assert report([problem]).endswith("\n1 error, 0 warnings")


def test_the_register_keeps_every_key_of_a_clause(tmp_path: Path):
    files = right_files()
    files["frameworks/law.yaml"] = LAW.replace("    evidence: records\n", "", 1)
    assert "clause lacks the key 'evidence'" in report(problems_of(tmp_path, files))
