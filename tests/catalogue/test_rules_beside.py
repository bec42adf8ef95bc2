"""Rules for what stands beside the courses: policies, kits, tracks, translations, the register, the overlay."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.catalogue.beside import KIT, POLICY
from tests.catalogue.making import LAW, TELL, TODAY, changed, problems_of, question, right_files, whole_files, write
from training.catalogue.content.checker import check
from training.catalogue.content.problems import Problem, has_errors, report
from training.catalogue.content.reader import read_catalogue

POLICY_FILE, POLICY_TEXT_FILE = "policies/clear-desk/policy.yaml", "policies/clear-desk/text.md"
KIT_FILE, TRAINER_FILE = "seminars/small-business/kit.yaml", "seminars/small-business/trainer.md"
COURSE_FILE, TRACKS_FILE, LAW_FILE = "spot-it/course.yaml", "tracks.yaml", "frameworks/law.yaml"
SPANISH_FILE, SPANISH_QUESTIONS = "spot-it/i18n/es/course.yaml", "spot-it/i18n/es/questions.yaml"
SPANISH_LOOK_FILE = "spot-it/i18n/es/lessons/look.md"

# file, old text, new text, code, and a word of the message or of the fix
ERRORS = [
    (POLICY_FILE, "I will keep to it", "I will keep to {{ org.name }}", "C032", "stands in the statement"),
    (KIT_FILE, "does: People say", "does: People of {{ org.name }} say", "C032", "stands in the agenda"),
    (COURSE_FILE, "text: Examine the", "text: Examine {{ org.name }} and the", "C032", "stands in the objectives"),
    (POLICY_FILE, "I have read this policy, and I will keep to it", "Everybody keeps to it", "P002", "nobody speaks"),
    (COURSE_FILE, "track: everyone", "track: everyon", "C064", "did you mean 'everyone'?"),
    (TRACKS_FILE, "title: For everyone", "titel: For everyone", "C004", "did you mean 'title'?"),
    (POLICY_FILE, "id: clear-desk", "id: clean-desk", "C005", "write 'id: clear-desk'"),
    (POLICY_FILE, "statement: I have", "statment: I have", "C004", "did you mean 'statement'?"),
    (POLICY_FILE, "edition: 1", "edition: 2", "C029", "does not tell of edition 2"),
    (POLICY_FILE, "clause: law.1", "clause: law.9", "C009", "law.9"),
    (POLICY_FILE, "clause: law.1\n    strength: part", "clause: law.2\n    strength: supports", "C024", "nothing may claim"),
    (POLICY_FILE, "strength: part", "strength: full", "C024", "write 'part'"),
    (POLICY_TEXT_FILE, "report.phone", "report.fone", "C032", "did you mean 'report.phone'?"),
    (POLICY_TEXT_FILE, "https://desks.org/study", "https://other.org/study", "C037", "no source"),
    (POLICY_TEXT_FILE, "## What", "# What", "C012", "begin with '##'"),
    (KIT_FILE, "course: spot-it", "course: spot-out", "K001", "did you mean 'spot-it'?"),
    (KIT_FILE, "id: length", "id: useful", "K002", "stands 2 times"),
    (KIT_FILE, "kind: scale", "kind: choice", "C063", "two or more"),
    (KIT_FILE, "minutes: 20", "minutes: 0", "C061", "use 1 or more"),
    (KIT_FILE, "id: small-business", "id: small-firms", "C005", "write 'id: small-business'"),
    (KIT_FILE, "clause: law.1", "clause: law.7", "C009", "law.7"),
    (TRAINER_FILE, "images/owner.svg", "images/onwer.svg", "C041", "did you mean 'images/owner.svg'?"),
    ("requirements.yaml", "- course: spot-it", "- policy: clear-dsk", "R002", "did you mean 'clear-desk'?"),
    ("requirements.yaml", "- course: spot-it", "- course: spot-it\n      policy: clear-desk", "C063", "one thing"),
    (SPANISH_FILE, "  report: Avisar", "  raport: Avisar", "T001", "did you mean 'report'?"),
    (SPANISH_QUESTIONS, "- id: first-note", "- id: first-not", "T001", "did you mean 'first-note'?"),
    (SPANISH_FILE, 'of: "', 'of: "x', "C063", "12 letters"),
]  # fmt: skip
WARNINGS = [
    ("requirements.yaml", "    - law.1", "    - law.1\n    - law.3", "R004", "serves 'law.3'"),
    (LAW_FILE, "source: S\n    checked: 2026-11-01", "source: S\n    checked: 2025-11-01", "F003", "more than 12 months ago"),
    (POLICY_TEXT_FILE, "drawer.", f"drawer. {'Put it there at night. ' * 110}", "P001", "more than one page"),
    (POLICY_TEXT_FILE, "drawer.", "drawer, you idiots.", "C026", "say what to do instead"),
    (POLICY_FILE, "reviewed: 2026-11-01", "reviewed: 2025-11-01", "C025", "older than 12 months"),
    (TRAINER_FILE, "![Who owns the address](images/owner.svg)", "", "C038", "no paper shows this picture"),
    (SPANISH_FILE, "translates: 1", "translates: 2", "T003", "translates edition 2"),
    (SPANISH_FILE, "  report: Avisar de un mensaje dudoso.\n", "", "T004", "'report' is not translated"),
    ("spot-it/lessons/look.md", "Dana reads", "Dora reads", "T003", "the original has changed"),
    ("spot-it/course.yaml", "title: Spot it", "title: Spot them", "T003", "the original has changed"),
    ("spot-it/questions.yaml", "first-note wants", "first-note begs for", "T003", "write 'of: \""),
    ("spot-it/glossary.yaml", "- term: lure", "- term: bait\n  means: Another.\n- term: lure", "T004", "the original has 2"),
]  # fmt: skip


def found(problems: tuple[Problem, ...], code: str, word: str) -> list[Problem]:
    return [problem for problem in problems if problem.code == code and word in str(problem)]


def test_the_whole_folder_is_right(tmp_path: Path) -> None:
    assert problems_of(tmp_path, whole_files()) == ()


@pytest.mark.parametrize(("file", "old", "new", "code", "word"), ERRORS)
def test_a_broken_rule_is_an_error(tmp_path: Path, file: str, old: str, new: str, code: str, word: str) -> None:
    problems = problems_of(tmp_path, changed(file, old, new, whole=True))
    assert found(problems, code, word), report(problems)
    assert has_errors(found(problems, code, word))


@pytest.mark.parametrize(("file", "old", "new", "code", "word"), WARNINGS)
def test_a_broken_rule_is_a_warning(tmp_path: Path, file: str, old: str, new: str, code: str, word: str) -> None:
    problems = problems_of(tmp_path, changed(file, old, new, whole=True))
    assert found(problems, code, word), report(problems)
    assert not has_errors(problems), report(problems)


def test_a_translation_with_another_number_of_options_is_an_error(tmp_path: Path) -> None:
    files = whole_files()
    files[SPANISH_QUESTIONS] = files[SPANISH_QUESTIONS].replace(
        "    - text: Contestar, lleva un candado.\n      why: Un candado no responde por nadie.\n", "", 1
    )
    assert has_errors(found(problems_of(tmp_path, files), "T002", "2 options, and the original has 3"))


@pytest.mark.parametrize("missing", ["policy.yaml", "text.md", "CHANGES.md"])
def test_a_policy_needs_its_files(tmp_path: Path, missing: str) -> None:
    files = whole_files()
    del files[f"policies/clear-desk/{missing}"]
    assert has_errors(problems_of(tmp_path, files))


@pytest.mark.parametrize("missing", ["kit.yaml", "trainer.md", "exercise.md", "handout.md", "CHANGES.md"])
def test_a_kit_needs_its_files(tmp_path: Path, missing: str) -> None:
    files = whole_files()
    del files[f"seminars/small-business/{missing}"]
    assert has_errors(problems_of(tmp_path, files))


@pytest.mark.parametrize("folder", ["policies/clear-desk", "seminars/small-business", "spot-it/i18n/es"])
def test_a_file_that_the_format_does_not_know_is_told(tmp_path: Path, folder: str) -> None:
    problems = problems_of(tmp_path, whole_files() | {f"{folder}/notes.docx": "x"})
    assert found(problems, "C045", "does not know the file 'notes.docx'")


# --- the overlay --------------------------------------------------------------------------------------------------

LOCAL = """\
format: 1
lessons:
  - lesson: our-night-shift
    after: look
"""
NIGHT = TELL.replace("title: Tell us", "title: Our night shift")


def laid_over(root: Path, own: dict[str, str]) -> tuple[Problem, ...]:
    write(root / "courses", whole_files())
    write(root / "own", own)
    return check(read_catalogue(root / "courses", root / "own"), today=TODAY)


def own_files() -> dict[str, str]:
    return {
        "spot-it/local.yaml": LOCAL,
        "spot-it/lessons/our-night-shift.md": NIGHT,
        "spot-it/questions.yaml": question("night-note", "report", "our-night-shift"),
    }


def test_an_overlay_adds_a_lesson_and_a_question_to_a_shipped_course(tmp_path: Path) -> None:
    assert laid_over(tmp_path, own_files()) == ()
    (course,) = read_catalogue(tmp_path / "courses", tmp_path / "own").courses
    (plain,) = read_catalogue(tmp_path / "courses").courses
    assert [lesson.slug for lesson in course.lessons] == ["look", "our-night-shift", "tell"]
    assert course.course.lessons == ("look", "our-night-shift", "tell")
    assert course.questions[-1].question.id == "night-note"
    assert course.course.minutes == plain.course.minutes + 1
    assert course.files_digest != plain.files_digest
    assert course.translations == (), "nobody has translated the lesson of one's own"


def test_an_overlay_adds_courses_policies_and_registers_of_its_own(tmp_path: Path) -> None:
    own = {
        f"our-course/{name.removeprefix('spot-it/')}": text.replace("id: spot-it", "id: our-course")
        for name, text in right_files().items()
        if name.startswith("spot-it/")
    }
    own["our-course/course.yaml"] = own["our-course/course.yaml"].replace("law.1", "house.1")
    own["policies/our-desk/policy.yaml"] = POLICY.replace("id: clear-desk", "id: our-desk")
    own["policies/our-desk/text.md"] = whole_files()[POLICY_TEXT_FILE]
    own["policies/our-desk/CHANGES.md"] = whole_files()["policies/clear-desk/CHANGES.md"]
    own["frameworks/house.yaml"] = LAW.replace("framework: law", "framework: house").replace("id: law.", "id: house.")
    assert laid_over(tmp_path, own) == ()
    catalogue = read_catalogue(tmp_path / "courses", tmp_path / "own")
    assert [course.slug for course in catalogue.courses] == ["spot-it", "our-course"]
    assert [policy.slug for policy in catalogue.policies] == ["clear-desk", "our-desk"]


def test_requirements_of_one_s_own_stand_in_the_place_of_ours(tmp_path: Path) -> None:
    own = {"requirements.yaml": right_files()["requirements.yaml"].replace("id: everyone-spots", "id: our-rule")}
    assert laid_over(tmp_path, own) == ()
    catalogue = read_catalogue(tmp_path / "courses", tmp_path / "own")
    assert [one.id for one in catalogue.requirements] == ["our-rule"]


@pytest.mark.parametrize(
    ("name", "text", "code", "word"),
    [
        ("spot-it/course.yaml", right_files()["spot-it/course.yaml"], "C065", "write a local.yaml"),
        ("policies/clear-desk/policy.yaml", POLICY, "C065", "shipped already"),
        ("seminars/small-business/kit.yaml", KIT, "C065", "shipped already"),
        ("spot-at/local.yaml", LOCAL, "C066", "did you mean 'spot-it'?"),
        ("spot-it/local.yaml", LOCAL.replace("after: look", "after: lok"), "C007", "did you mean 'look'?"),
        ("spot-it/local.yaml", LOCAL.replace("lesson: our", "lesson: your"), "C007", "our-night-shift"),
    ],
)
def test_what_an_overlay_gets_wrong_is_told(tmp_path: Path, name: str, text: str, code: str, word: str) -> None:
    own = own_files() if name.endswith("local.yaml") else {}
    if name == "spot-at/local.yaml":
        own = {file.replace("spot-it", "spot-at"): text for file, text in own.items()}
    if not name.endswith("local.yaml"):
        folder = name.rpartition("/")[0]
        own = {file: text for file, text in whole_files().items() if file.startswith(f"{folder}/")}
    problems = laid_over(tmp_path, own | {name: text})
    assert has_errors(found(problems, code, word)), report(problems)


def test_only_one_course_is_read_when_one_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, whole_files())
    one = read_catalogue(tmp_path, only="spot-it")
    assert [course.slug for course in one.courses] == ["spot-it"]
    assert (one.policies, one.kits, one.requirements) == ((), (), ())
    assert one.frameworks
    assert check(one, today=TODAY) == ()
    assert check(replace(one, courses=()), today=date(2030, 1, 1))[0].code == "F003"
