"""People as a contact pastes them: names and addresses out of lines of any usual shape, and what is wrong with each."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from training.seminars.organisation_rules import domain_of, is_address

LONGEST = 200
MOST_LINES = 500
_ANGLED = re.compile(r"([^<>]*)<([^<>]*)>")
_CELLS = re.compile(r"[\t;,|]")
_HEADER = frozenset({
    "name", "names", "first name", "last name", "given name", "family name", "given", "family", "surname", "e-mail",
    "email", "mail", "address", "e-mail address", "email address",
})  # fmt: skip
_AROUND = " \t\r\"'“”„«»,;|"


class Problem(StrEnum):
    """Why somebody on the list gets no mail yet."""

    NO_ADDRESS = "no-address"
    NOT_AN_ADDRESS = "not-an-address"
    TWICE = "twice"
    REGISTERED = "registered"
    OTHER_DOMAIN = "other-domain"
    TOO_MANY = "too-many"


@dataclass(frozen=True)
class Colleague:
    name: str
    email: str


@dataclass(frozen=True)
class Line:
    """One person as it was read. `problem` is None for who can be named."""

    number: int
    written: str
    who: Colleague
    problem: Problem | None = None


def parse(pasted: str) -> tuple[Line, ...]:
    """Read a list: "Name <mail>", "mail; name", cells between tabs or commas, several people in one line."""
    found: list[Line] = []
    for number, written in enumerate(pasted.replace("\x00", "").splitlines()[:MOST_LINES], start=1):
        if written.strip(_AROUND) and not (number == 1 and _is_header(written)):
            found += [Line(number, written.strip(), who, _misspelt(who)) for who in _people(written)]
    return tuple(found)


def look_through(
    lines: Sequence[Line], *, registered: Collection[str], domains: Collection[str], left: int
) -> tuple[Line, ...]:
    """Mark who cannot be named: twice in the list, registered already, of another domain, or more than seats.

    With no `domains` every domain is right.
    """
    seen: set[str] = set()
    looked: list[Line] = []
    for line in lines:
        problem = line.problem or _problem(line.who, seen, registered, domains)
        if problem is None and not left:
            problem = Problem.TOO_MANY
        left -= problem is None
        seen.add(line.who.email)
        looked.append(replace(line, problem=problem))
    return tuple(looked)


def _problem(
    who: Colleague, seen: Collection[str], registered: Collection[str], domains: Collection[str]
) -> Problem | None:
    if who.email in seen:
        return Problem.TWICE
    if who.email in registered:
        return Problem.REGISTERED
    return Problem.OTHER_DOMAIN if domains and domain_of(who.email) not in domains else None


def _misspelt(who: Colleague) -> Problem | None:
    if "@" not in who.email:
        return Problem.NO_ADDRESS
    return None if is_address(who.email) else Problem.NOT_AN_ADDRESS


def _people(written: str) -> Iterator[Colleague]:
    angled = _ANGLED.findall(written)
    if angled:
        yield from (_colleague([name], mail) for name, mail in angled)
        return
    cells = [cell.strip(_AROUND) for cell in _CELLS.split(written)]
    mails = [cell for cell in cells if "@" in cell]
    if len(mails) > 1:
        yield from (_of_words(mail) for mail in mails)
    elif mails and not re.search(r"\s", mails[0]):
        yield _colleague([cell for cell in cells if cell and cell != mails[0]], mails[0])
    elif mails:
        yield _of_words(" ".join(cells))
    else:
        yield Colleague(_name(cells), "")


def _of_words(written: str) -> Colleague:
    """Read "Sofia Lindqvist sofia@canalstreet.example" or a bare address."""
    words = written.split()
    mail = next(word for word in words if "@" in word)
    return _colleague([word for word in words if word != mail], mail)


def _colleague(name: Sequence[str], mail: str) -> Colleague:
    email = mail.strip(_AROUND).casefold().removeprefix("mailto:")
    return Colleague(_name(name) or _name_in(email), email[: LONGEST + 1])


def _name(parts: Sequence[str]) -> str:
    cleaned = "".join(one if one.isprintable() else " " for one in " ".join(part.strip(_AROUND) for part in parts))
    return " ".join(cleaned.split())[:LONGEST]


def _name_in(email: str) -> str:
    """Return the name that an address suggests: "Sofia Lindqvist" of sofia.lindqvist@canalstreet.example."""
    words = re.split(r"[._+-]+", email.partition("@")[0])
    return _name([word.capitalize() for word in words if word and not word.isdigit()]) or email[:LONGEST]


def _is_header(written: str) -> bool:
    cells = {cell.strip(_AROUND).casefold() for cell in _CELLS.split(written)} - {""}
    return bool(cells) and cells <= _HEADER
