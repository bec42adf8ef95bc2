"""Makes small content folders from texts: one that is right, which each test breaks in one place."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.catalogue.beside import (
    EXERCISE,
    HANDOUT,
    KIT,
    POLICY,
    POLICY_TEXT,
    SPANISH,
    SPANISH_GLOSSARY,
    SPANISH_LOOK,
    SPANISH_TELL,
    TRAINER,
    spanish_question,
)
from training.catalogue.content.checker import check
from training.catalogue.content.digest import course_wording, lesson_wording, question_wording
from training.catalogue.content.problems import Problem
from training.catalogue.content.reader import read_catalogue
from training.catalogue.content.written import Catalogue, WrittenCourse

TODAY = date(2026, 11, 25)

COURSE = """\
format: 1
id: spot-it
edition: 1
title: Spot it
summary: A short course about messages.
language: en
track: everyone
topic: messages
audience:
  - everyone
minutes: 3
licence: CC-BY-4.0
reviewed: 2026-11-01
review_every: 12 months
assign:
  due: 30 days after start
  repeat: every 12 months
objectives:
  - id: examine
    text: Examine the sender of a message.
    level: apply
  - id: report
    text: Report a doubtful message.
    level: apply
lessons:
  - look
  - tell
quiz:
  draw: 2
  from_each_objective: 1
  pass: 80
serves:
  - clause: law.1
    strength: part
    lessons:
      - look
promises:
  - Nobody is punished for a report.
sources:
  - title: A study of lures
    used_for: the figures
    url: https://study.org/paper
"""

LOOK = """\
---
title: Take a look
minutes: 2
objectives:
  - examine
---

Dana reads a message. It says that it is from {{ org.name }}.

## The sender

```message
from: Pay Team <pay@alder.example.pay-desk.test>
subject: Confirm your details
body: |
  Hello,
  [Confirm](https://alder.example.pay-desk.test/confirm)
```

![Who owns the address](images/owner.svg "The owner stands last.")

| Part | Meaning |
|---|--:|
| end | owner |

See [the study](https://study.org/paper) for more.

::: remember
The end counts.
:::

::: try
Who sent it?
:::

::: answer
The owner of `pay-desk.test`.
:::
"""

TELL = """\
---
title: Tell us
minutes: 1
objectives:
  - report
---

Use {{ report.button }} or call {{ report.phone }}.

::: note
Do not forward it.
:::

::: try
What do you press?
:::

::: answer
The report button.
:::
"""

OWNER_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60">
  <title>Old title</title>
  <desc>An address with its end marked.</desc>
  <rect class="band" x="10" y="10" width="100" height="30" rx="5"/>
  <text class="own" x="20" y="32">pay-desk.test</text>
  <path class="arr" d="M10 50h80" fill="none"/>
</svg>
"""

GLOSSARY = """\
- term: lure
  means: A message that helps a thief.
"""

CHANGES = """\
# Changes

## Edition 1 (2026-11-01)
First edition. Everybody takes it.
"""

TRACKS = """\
- slug: everyone
  title: For everyone
  summary: What every person here needs.
"""

TOPICS = """\
- slug: messages
  title: Messages and links
  summary: Telling a false message from a true one.
- slug: reporting
  title: Reporting
  summary: Saying at once that something is wrong.
"""

MISCONCEPTIONS = """\
padlock: A padlock means that the site is honest
delete-is-enough: Deleting it deals with it
"""

LAW = """\
framework: law
name: A law
force: law
reuse: public domain
version: first
penalty: none
source: S
checked: 2026-11-01
clauses:
  - id: law.1
    citation: Law 1
    title: Train people
    who: everyone
    frequency: every 12 months
    content: lures
    evidence: records
    test: interview
    claim: part
    status: in-force
    certainty: primary
    source: S
    checked: 2026-11-01

  - id: law.2
    citation: Law 2
    title: A technical thing
    who: everyone
    frequency: standing
    content: filters
    evidence: none
    test: none
    claim: never
    status: in-force
    certainty: memory
    source: M
    checked: never

  - id: law.3
    citation: Law 3
    title: A whole thing
    who: everyone
    frequency: standing
    content: lures
    evidence: none
    test: none
    claim: full
    status: future
    effective: 2027-01-01
    certainty: memory
    source: M
    checked: never
"""

REQUIREMENTS = """\
- id: everyone-spots
  title: Spot it
  why: Most break-ins begin with a message.
  audience:
    everyone: true
  satisfied_by:
    - course: spot-it
    - seminar: small-business
  due:
    kind: days-from-start
    days: 30
  renewal_months: 12
  window_days: 60
  clauses:
    - law.1
"""


def question(slug: str, objective: str, lesson: str) -> str:
    """One right question as YAML."""
    return f"""\
- id: {slug}
  objective: {objective}
  lesson: {lesson}
  kind: one
  level: apply
  stem: A note named {slug} wants your code. What now?
  options:
    - text: Report it with the button.
      right: true
      why: Sorting it out is our work.
    - text: Delete it at once.
      misconception: delete-is-enough
      why: The others still have theirs.
    - text: Answer, as it has a padlock.
      misconception: padlock
      why: A padlock vouches for nobody.
  takeaway: Not sure is a good reason to report.
"""


QUESTION_IDS = ("first-note", "second-note", "third-note", "fourth-note")
QUESTIONS = "\n".join(
    (
        question("first-note", "examine", "look"),
        question("second-note", "examine", "look"),
        question("third-note", "report", "tell"),
        question("fourth-note", "report", "tell"),
    )
)


def right_files() -> dict[str, str]:
    """A folder with one course and all registers, in which nothing is wrong."""
    return {
        "misconceptions.yaml": MISCONCEPTIONS,
        "tracks.yaml": TRACKS,
        "topics.yaml": TOPICS,
        "requirements.yaml": REQUIREMENTS,
        "frameworks/law.yaml": LAW,
        "spot-it/course.yaml": COURSE,
        "spot-it/questions.yaml": QUESTIONS,
        "spot-it/glossary.yaml": GLOSSARY,
        "spot-it/CHANGES.md": CHANGES,
        "spot-it/lessons/look.md": LOOK,
        "spot-it/lessons/tell.md": TELL,
        "spot-it/images/owner.svg": OWNER_SVG,
    }


def whole_files() -> dict[str, str]:
    """The right folder with a policy, a seminar kit and a Spanish translation beside the course."""
    files = right_files() | {
        "policies/clear-desk/policy.yaml": POLICY,
        "policies/clear-desk/text.md": POLICY_TEXT,
        "policies/clear-desk/CHANGES.md": CHANGES,
        "seminars/small-business/kit.yaml": KIT,
        "seminars/small-business/trainer.md": TRAINER,
        "seminars/small-business/exercise.md": EXERCISE,
        "seminars/small-business/handout.md": HANDOUT,
        "seminars/small-business/CHANGES.md": CHANGES,
        "seminars/small-business/images/owner.svg": OWNER_SVG,
        "spot-it/i18n/es/course.yaml": SPANISH,
        "spot-it/i18n/es/lessons/look.md": SPANISH_LOOK,
        "spot-it/i18n/es/lessons/tell.md": SPANISH_TELL,
        "spot-it/i18n/es/questions.yaml": "\n".join(map(spanish_question, QUESTION_IDS)),
        "spot-it/i18n/es/glossary.yaml": SPANISH_GLOSSARY,
    }
    return {name: _with_digests(text) for name, text in files.items()}


@cache
def _digests() -> dict[str, str]:
    """What stands in a translation of the right course for its original texts."""
    with TemporaryDirectory() as folder:
        course = course_of(Path(folder))
    lessons = {lesson.slug.upper(): lesson_wording(lesson) for lesson in course.lessons}
    questions = {one.question.id: question_wording(one.question) for one in course.questions}
    return {"COURSE": course_wording(course.course), **lessons, **questions}


def _with_digests(text: str) -> str:
    for name, found in _digests().items():
        text = text.replace(f'of: "{name}"', f'of: "{found}"')
    return text


def write(root: Path, files: dict[str, str]) -> Path:
    """Write texts into a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return root


def changed(file: str, old: str, new: str, *, whole: bool = False) -> dict[str, str]:
    """Put `new` for the first `old` in one file of the right folder. The old text must be there."""
    files = whole_files() if whole else right_files()
    assert old in files[file], f"{old!r} is not in {file}"
    files[file] = files[file].replace(old, new, 1)
    return files


def read(root: Path, files: dict[str, str] | None = None) -> Catalogue:
    """Read a folder with these texts, or with the right ones."""
    return read_catalogue(write(root, files or right_files()))


def course_of(root: Path, files: dict[str, str] | None = None) -> WrittenCourse:
    """Read the one course of a folder."""
    (course,) = read(root, files).courses
    return course


def problems_of(root: Path, files: dict[str, str] | None = None) -> tuple[Problem, ...]:
    """Read and check a folder."""
    return check(read(root, files), today=TODAY)
