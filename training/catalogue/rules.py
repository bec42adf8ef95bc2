"""Rules of the catalogue: kinds of subjects."""

from enum import StrEnum


class SubjectKind(StrEnum):
    COURSE = "course"
    POLICY = "policy"
    SEMINAR = "seminar"
