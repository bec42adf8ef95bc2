"""What an organisation adds without a fork: its own courses beside ours, and its own lessons and questions within ours.

The overlay is a folder of the same form as `courses/`. A folder in it with a `course.yaml` is a course of its own; one
with a `local.yaml` adds to the shipped course of that name. Where the overlay has a requirements.yaml, that one holds.
"""

from collections.abc import Iterable
from dataclasses import replace

from training.catalogue.content.digest import digest_of
from training.catalogue.content.marked import Document
from training.catalogue.content.problems import Problem, nearest
from training.catalogue.content.written import Catalogue, LocalCourse, WrittenCourse, WrittenLesson

_BOTH = "C065"


def overlaid(ours: Catalogue, theirs: Catalogue) -> Catalogue:
    """Return the shipped catalogue with what the organisation adds to it, and what of that does not fit."""
    problems = [*ours.problems, *theirs.problems, *_twice(ours, theirs), *_homeless(ours, theirs)]
    own = {course.slug for course in ours.courses}
    local = {one.slug: one for one in theirs.local}
    merged = Catalogue(
        courses=(
            *(_with(course, local[course.slug]) if course.slug in local else course for course in ours.courses),
            *(course for course in theirs.courses if course.slug not in own),
        ),
        policies=(*ours.policies, *theirs.policies),
        kits=(*ours.kits, *theirs.kits),
        tracks=(*ours.tracks, *theirs.tracks),
        topics=(*ours.topics, *theirs.topics),
        frameworks=(*ours.frameworks, *theirs.frameworks),
        misconceptions=(*ours.misconceptions, *theirs.misconceptions),
        requirements=theirs.requirements or ours.requirements,
        track_documents=(*ours.track_documents, *theirs.track_documents),
        topic_documents=(*ours.topic_documents, *theirs.topic_documents),
        framework_documents=(*ours.framework_documents, *theirs.framework_documents),
        requirement_documents=theirs.requirement_documents if theirs.requirements else ours.requirement_documents,
    )
    return merged.with_problems(problems)


def _twice(ours: Catalogue, theirs: Catalogue) -> Iterable[Problem]:
    shipped = {
        "course": {course.slug for course in ours.courses},
        "policy": {policy.slug for policy in ours.policies},
        "kit": {kit.slug for kit in ours.kits},
    }
    added: list[tuple[str, str, Document]] = [
        *(("course", course.slug, course.document) for course in theirs.courses),
        *(("policy", policy.slug, policy.document) for policy in theirs.policies),
        *(("kit", kit.slug, kit.document) for kit in theirs.kits),
    ]
    for kind, slug, document in added:
        if slug in shipped[kind]:
            fix = "give yours another name" + ("; to add to ours, write a local.yaml" if kind == "course" else "")
            yield document.place("id").error(_BOTH, f"a {kind} '{slug}' is shipped already", fix)


def _homeless(ours: Catalogue, theirs: Catalogue) -> Iterable[Problem]:
    courses = {course.slug: course for course in ours.courses}
    for local in theirs.local:
        course = courses.get(local.slug)
        if course is None:
            fix = nearest(local.slug, courses) or "name the folder after a shipped course"
            yield local.document.place().error("C066", f"there is no course '{local.slug}' to add to", fix)
            continue
        for number, insert in enumerate(local.additions.lessons):
            place = local.document.place("lessons", number)
            if insert.after not in course.course.lessons:
                fix = nearest(insert.after, course.course.lessons) or "name a lesson of that course"
                yield place.error("C007", f"there is no lesson '{insert.after}'", fix)
            if insert.lesson not in local.lessons:
                fix = nearest(insert.lesson, local.lessons) or f"write lessons/{insert.lesson}.md"
                yield place.error("C007", f"there is no lesson '{insert.lesson}'", fix)


def _with(course: WrittenCourse, local: LocalCourse) -> WrittenCourse:
    """A shipped course with local lessons after some of its own, and local questions after all of its own."""
    lessons: list[WrittenLesson] = []
    for lesson in course.lessons:
        lessons.append(lesson)
        lessons.extend(
            local.lessons[insert.lesson]
            for insert in local.additions.lessons
            if insert.after == lesson.slug and insert.lesson in local.lessons
        )
    minutes = course.course.minutes + sum(lesson.head.minutes for lesson in local.lessons.values())
    update = {"lessons": tuple(lesson.slug for lesson in lessons), "minutes": minutes}
    return replace(
        course,
        course=course.course.model_copy(update=update),
        lessons=tuple(lessons),
        questions=(*course.questions, *local.questions),
        pictures={**course.pictures, **local.pictures},
        files_digest=digest_of([course.files_digest, local.files_digest]),
        # A course with lessons of one's own is not offered in languages in which these do not exist.
        translations=(),
    )
