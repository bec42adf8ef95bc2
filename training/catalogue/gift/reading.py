"""Reads GIFT: each question on its own, so that a broken one keeps nothing from the others."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field

from training.catalogue.gift.answers import Answers, answers_of
from training.catalogue.gift.chunks import Chunk, chunks
from training.catalogue.gift.questions import BLANK, Broken, Format, GiftProblem, GiftQuestion, Kind, Reading
from training.catalogue.gift.signs import UNSEEN, Piece, calmed, guarded, restored
from training.catalogue.gift.texts import words_of
from training.core.errors import Refused
from training.core.text import Text, text

MOST_BYTES = 2 * 1024 * 1024
MOST_QUESTIONS = 2_000
MOST_LETTERS = 20_000
"""Letters of one question."""
FILE = "file"
"""The field that a refusal of the whole file is for."""
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_GENERAL = "####"


def read_file(content: bytes) -> Reading:
    """Read the bytes of a file. Raises Refused where it is empty, too large or not text in UTF-8."""
    if len(content) > MOST_BYTES:
        raise Refused(FILE, text("The file is larger than 2 MB. Split it and send the parts."))
    if content.startswith(_WIDE):
        raise Refused(FILE, text("The file is in the encoding UTF-16. Save it as UTF-8 and send it again."))
    if b"\0" in content:
        raise Refused(FILE, text("The file is no text. Choose one with questions in it, saved as UTF-8."))
    try:
        found = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = content.count(b"\n", 0, broken.start) + 1
        message = text(
            "Line %(line)s is not text in UTF-8. Save the file in the encoding UTF-8 and send it again.", line=line
        )
        raise Refused(FILE, message) from None
    if not found.strip():
        raise Refused(FILE, text("The file is empty. Choose one with questions in it."))
    return read(found)


def read(found: str) -> Reading:
    """Read a text. Whatever it holds, it is read to the end or to the limit of questions; nothing is raised."""
    desk = _Desk()
    for number, chunk in enumerate(chunks(calmed(found.removeprefix("\ufeff")))):
        if number == MOST_QUESTIONS:
            desk.complain(
                chunk.line,
                text("The file holds more than %(n)s questions. From here on nothing was read.", n=MOST_QUESTIONS),
                text("Move the rest into a second file."),
            )
            break
        desk.look_at(chunk)
    return Reading(tuple(desk.questions), tuple(desk.problems), tuple(desk.categories))


@dataclass(slots=True)
class _Desk:
    """What is gathered while reading. `torn`: the answers of the last question did not end with it."""

    questions: list[GiftQuestion] = field(default_factory=list)
    problems: list[GiftProblem] = field(default_factory=list)
    categories: dict[str, None] = field(default_factory=dict)
    category: str = ""
    torn: bool = False

    def complain(self, line: int, what: Text, fix: Text) -> None:
        self.problems.append(GiftProblem(line, what, fix))

    def look_at(self, chunk: Chunk) -> None:
        if chunk.is_category:
            self._change_category(chunk)
        elif not self._is_rest_of_torn(chunk):
            self._read(chunk)

    def _change_category(self, chunk: Chunk) -> None:
        self.torn = False
        if chunk.category:
            self.category = chunk.category
            self.categories[chunk.category] = None
        else:
            fix = text("Write the name after it, as in %(example)s.", example="$CATEGORY: Passwords")
            self.complain(chunk.line, text("This line names no category."), fix)

    def _is_rest_of_torn(self, chunk: Chunk) -> bool:
        """Say whether a chunk goes on with answers that an empty line tore: that was said where they began."""
        marks = guarded(chunk.text)
        if not self.torn or "{" in marks or marks.lstrip().startswith("::"):
            self.torn = False
            return False
        self.torn = "}" not in marks
        return True

    def _read(self, chunk: Chunk) -> None:
        try:
            self.questions.append(question_of(chunk, self.category))
        except Broken as broken:
            self.torn = isinstance(broken, _TornError)
            self.complain(chunk.line + guarded(chunk.text).count("\n", 0, broken.at), broken.what, broken.fix)


class _TornError(Broken):
    """The answers have no end before the next empty line."""


def question_of(chunk: Chunk, category: str) -> GiftQuestion:
    """Read one chunk. Raises Broken."""
    _fit(chunk)
    title, rest = _title(Piece(guarded(chunk.text)).stripped())
    head, block, tail = _parts(rest)
    stem = words_of(Piece(f"{head.text}{BLANK}{tail.text}" if tail.text else head.text), Format.MOODLE)
    if not stem.text:
        raise Broken(rest.at, text("This question has no text."), text("Write the question before its answers."))
    told, general = _general_feedback(block) if block else (None, Piece(""))
    found = answers_of(told, stem.format) if told else Answers(Kind.DESCRIPTION)
    return GiftQuestion(
        line=chunk.first_line, kind=_kind(found.kind, missing=bool(tail.text)), title=title, stem=stem,
        answers=found.answers, pairs=found.pairs, spans=found.spans, single=found.single,
        feedback=words_of(general, stem.format), category=category, id=chunk.id, tags=chunk.tags,
    )  # fmt: skip


def _kind(kind: Kind, *, missing: bool) -> Kind:
    return Kind.MISSING_WORD if missing and kind is Kind.CHOICE else kind


def _fit(chunk: Chunk) -> None:
    """Refuse a question that is too long, or that holds what nobody types."""
    if len(chunk.text) > MOST_LETTERS:
        raise Broken(
            0,
            text("This question has more than %(n)s letters.", n=MOST_LETTERS),
            text("Leave an empty line between two questions, or shorten this one."),
        )
    unseen = UNSEEN.search(chunk.text)
    if unseen:
        place = guarded(chunk.text[: unseen.start()])
        raise Broken(
            len(place), text("This line holds a letter that cannot be seen."), text("Remove it, or type the line anew.")
        )


def _title(marks: Piece) -> tuple[str, Piece]:
    """Read `::title::` at the beginning, if there is one."""
    if not marks.text.startswith("::"):
        return "", marks
    title, rest = marks.part(2).split("::")
    if rest is None:
        raise Broken(
            marks.at,
            text("The title that begins here does not end."),
            text("Write :: before and after it, as in %(example)s.", example="::Title:: Question"),
        )
    return " ".join(restored(title.text).split()), rest


def _parts(marks: Piece) -> tuple[Piece, Piece | None, Piece]:
    """Part a question into what stands before its answers, the answers, and what stands after them."""
    begins, ends = marks.text.find("{"), marks.text.find("}")
    if begins < 0 and ends < 0:
        return marks, None, Piece("")
    _check_braces(marks, begins, ends)
    return marks.part(0, begins), marks.part(begins + 1, ends), Piece(marks.text[ends + 1 :].rstrip())


def _check_braces(marks: Piece, begins: int, ends: int) -> None:
    if ends < 0:
        raise _TornError(
            marks.at + begins,
            text("The answers that begin here do not end before the next empty line."),
            text("Write } after the last answer, and leave no empty line between answers."),
        )
    if begins < 0 or ends < begins:
        raise Broken(
            marks.at + ends,
            text("Answers end here that did not begin."),
            text("Write the missing {, or a backslash before a brace that belongs to the text."),
        )
    second = next(_braces(marks.text, begins + 1, ends), -1)
    if second >= 0:
        raise Broken(
            marks.at + second,
            text("A second brace stands here."),
            text("Leave an empty line between two questions, or write a backslash before a brace of a text."),
        )


def _braces(marks: str, start: int, ends: int) -> Iterator[int]:
    """Yield where further braces stand: within the answers, or after them."""
    places = (marks.find("{", start), marks.find("}", ends + 1))
    return (place for place in sorted(places) if place >= 0)


def _general_feedback(block: Piece) -> tuple[Piece, Piece]:
    """Part answers from what is said to everybody, after the last ####."""
    place = block.text.rfind(_GENERAL)
    if place < 0:
        return block, Piece("")
    return block.part(0, place), block.part(place + len(_GENERAL))
