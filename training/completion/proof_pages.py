"""What the pages of proofs show, as frozen values in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from training.catalogue.rules import SubjectKind
from training.completion.history_effects import Effects
from training.completion.proof_files import FileKind, kind_of
from training.completion.proof_queries import Acceptable, Proof, ProofFile
from training.completion.proof_service import may_decide
from training.completion.rules import ProofState
from training.core.permissions import Viewer
from training.web.language import day, day_full, day_year, moment
from training.web.words import _, count_word, ngettext


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class ProofLine:
    """One proof in a list."""

    title: str
    href: str
    issuer: str
    counts_as: str
    state: str
    why: str
    """The reason of the last decision."""
    when: str
    who: str = ""
    where: str = ""


@dataclass(frozen=True)
class OwnPage:
    first: str
    rest: str
    lines: tuple[ProofLine, ...]
    may_hand_in: bool


@dataclass(frozen=True)
class HandInPage:
    """The form's beginning: what one's duties accept, with what each counts for."""

    first: str
    rest: str
    choices: dict[str, str]
    """What the paper may count as: words by public id,"""
    hints: dict[str, str]
    """and the duty that it is for."""
    open: bool


@dataclass(frozen=True)
class DeskPage:
    first: str
    rest: str
    waiting: tuple[ProofLine, ...]
    decided: tuple[ProofLine, ...]


@dataclass(frozen=True)
class DecisionPage:
    """One proof for those who decide."""

    public_id: str
    first: str
    rest: str
    facts: tuple[Fact, ...]
    file_href: str
    effect: str
    """What accepting it would do."""
    refusal: str
    """Why this viewer cannot decide."""
    decides: bool
    may_take_back: bool


def own_page(proofs: Sequence[Proof], accepted: Sequence[Acceptable]) -> OwnPage:
    """Return the list of what the viewer handed in."""
    waiting = sum(one.state is ProofState.WAITING for one in proofs)
    first = _("Nothing handed in yet.")
    if proofs:
        counted = _capital(count_word(len(proofs)))
        first = ngettext("%(word)s proof handed in.", "%(word)s proofs handed in.", len(proofs), word=counted)
    rest = ""
    if waiting:
        words = _capital(count_word(waiting))
        rest = ngettext("%(word)s waits for a decision.", "%(word)s wait for a decision.", waiting, word=words)
    return OwnPage(first, rest, tuple(_own_line(one) for one in proofs), bool(accepted))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _own_line(one: Proof) -> ProofLine:
    return ProofLine(
        title=one.title, href=url_for("completion.own_proof_file", proof_id=one.public_id), issuer=one.issuer,
        counts_as=one.counts_as, state=state_words(one), why=_why(one), when=day_year(one.done_on),
    )  # fmt: skip


def state_words(one: Proof) -> str:
    """Say what became of a proof."""
    if one.back_at is not None:
        return _("Accepted, then taken back on %(day)s", day=day_year(one.back_at))
    if one.decided_at is None:
        return _("Waits since %(day)s", day=day_year(one.handed_in_at))
    decided = day_year(one.decided_at)
    if one.state is ProofState.ACCEPTED:
        return _("Accepted on %(day)s", day=decided)
    return _("Refused on %(day)s", day=decided)


def _why(one: Proof) -> str:
    return one.back_reason or one.answer or ""


def hand_in_page(accepted: Sequence[Acceptable]) -> HandInPage:
    """Return what stands above and in the form for a new proof."""
    if not accepted:
        return HandInPage(
            _("Nothing to hand in."),
            _("None of your open duties accepts what was done elsewhere."),
            {},
            {},
            open=False,
        )
    choices = {one.public_id: _choice(one) for one in accepted}
    hints = {
        one.public_id: _("For “%(requirement)s”, due on %(day)s", requirement=one.requirement, day=day(one.due))
        for one in accepted
    }
    return HandInPage(_("Done elsewhere?"), _("Show the paper, and it may count here."), choices, hints, open=True)


def _choice(one: Acceptable) -> str:
    if one.kind is SubjectKind.PROOF:
        return one.says or _("A proof from elsewhere")
    return _("The course “%(title)s”", title=one.title)


def desk_page(proofs: Sequence[Proof]) -> DeskPage:
    """Return the list for those who decide: what waits first."""
    waiting = tuple(_desk_line(one) for one in proofs if one.state is ProofState.WAITING)
    decided = tuple(_desk_line(one) for one in proofs if one.state is not ProofState.WAITING)
    first = _("No proof waits.")
    if waiting:
        words = _capital(count_word(len(waiting)))
        first = ngettext(
            "%(word)s proof waits for a decision.", "%(word)s proofs wait for a decision.", len(waiting), word=words
        )
    return DeskPage(first, _("The first since %(day)s.", day=_since(proofs)) if waiting else "", waiting, decided)


def _since(proofs: Sequence[Proof]) -> str:
    return day(min(one.handed_in_at for one in proofs if one.state is ProofState.WAITING))


def _desk_line(one: Proof) -> ProofLine:
    return ProofLine(
        title=one.title, href=url_for("completion.desk_proof", proof_id=one.public_id), issuer=one.issuer,
        counts_as=one.counts_as, state=state_words(one), why=_why(one), when=day_year(one.handed_in_at),
        who=f"{one.family}, {one.given}", where=one.department or "",
    )  # fmt: skip


@dataclass(frozen=True)
class BackPage:
    """The one question before something is taken back."""

    first: str
    rest: str
    trail: tuple[Fact, ...]
    act: str
    possible: bool


def back_page(viewer: Viewer, found: Proof) -> BackPage:
    """Return the question before an acceptance is taken back."""
    possible = may_decide(viewer, found) and found.counts
    rest = _("Then it does not count any more, and the person is told why.")
    if not may_decide(viewer, found):
        rest = _("This proof is your own, so somebody else has to decide about it.")
    elif not found.counts:
        rest = _("This proof does not count (any more): there is nothing to take back.")
    way = url_for("completion.desk_proof", proof_id=found.public_id)
    return BackPage(
        _("Take back: %(title)s", title=found.title), rest,
        (Fact(_("Proofs"), "", href=url_for("completion.desk_proofs")), Fact(found.name, "", href=way)),
        _("Take it back"), possible,
    )  # fmt: skip


def decision_page(viewer: Viewer, found: Proof, file: ProofFile, effects: Effects | None) -> DecisionPage:
    """Return the page of one proof; `effects` is None where nothing is left to decide."""
    decides = may_decide(viewer, found)
    waits = found.state is ProofState.WAITING
    return DecisionPage(
        public_id=found.public_id, first=_("%(name)s hands in a proof.", name=found.name),
        rest=f"{state_words(found)}.",
        facts=_facts(found, file), file_href=url_for("completion.proof_file", proof_id=found.public_id),
        effect=_effect(effects) if effects else "",
        refusal="" if decides else _("This proof is your own, so somebody else has to decide about it."),
        decides=decides and waits, may_take_back=decides and found.counts,
    )  # fmt: skip


def _facts(found: Proof, file: ProofFile) -> tuple[Fact, ...]:
    sender = found.handed_in_by if found.handed_in_by_id != found.person_id else ""
    by = _("by %(name)s", name=sender) if sender else ""
    return (
        Fact(_("Person"), found.name, found.department or ""),
        Fact(_("On the paper"), found.title),
        Fact(_("Issued by"), found.issuer),
        Fact(_("Done on"), day_full(found.done_on)),
        Fact(_("Is to count as"), found.counts_as, _kind(found.kind)),
        Fact(_("Handed in"), moment(found.handed_in_at), by),
        Fact(_("File"), _file_words(file)),
        *_decided(found),
    )


def _kind(kind: SubjectKind) -> str:
    return _("course") if kind is SubjectKind.COURSE else _("proof from elsewhere")


def _decided(found: Proof) -> list[Fact]:
    facts = []
    if found.decided_at is not None:
        label = _("Accepted") if found.state is ProofState.ACCEPTED else _("Refused")
        facts.append(Fact(label, f"{moment(found.decided_at)}, {found.decided_by}", found.answer or ""))
    if found.back_at is not None:
        facts.append(Fact(_("Taken back"), moment(found.back_at), found.back_reason or ""))
    return facts


def _file_words(file: ProofFile) -> str:
    kinds = {FileKind.PDF: "PDF", FileKind.PNG: "PNG", FileKind.JPEG: "JPEG"}
    kind = kind_of(file.content)
    size = max(1, round(len(file.content) / 1024))
    return _("%(kind)s, %(size)d kB", kind=kinds[kind] if kind else "?", size=size)


def _effect(effects: Effects) -> str:
    if effects.done:
        return _("If you accept it, the duty is done.")
    if effects.moved:
        return _("If you accept it, the duty stays open and is due on another day.")
    return _("If you accept it, it stands on the record. No duty becomes done by it: it may be too long ago.")
