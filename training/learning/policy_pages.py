"""What the pages of policies show, as frozen values in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from markupsafe import Markup

from training.catalogue.content.labels import without_blanks
from training.learning.pages import supports
from training.learning.parts import Entry, Fact, Words, filled, minutes_words, sentence
from training.learning.policy_queries import Agreed, Policy, PolicyEntry
from training.web.language import day_full, day_year
from training.web.words import _, count_word, ngettext


@dataclass(frozen=True)
class PoliciesPage:
    statement: str
    rest: str
    entries: tuple[Entry, ...]


def policies_page(policies: Sequence[PolicyEntry], agreed: Mapping[str, Agreed]) -> PoliciesPage:
    """Build the list of all policies: what is asked of the reader comes first."""
    asked = sum(one.asked for one in policies)
    number = ngettext("%(word)s policy.", "%(word)s policies.", len(policies), word=count_word(len(policies)))
    waiting = ngettext("%(word)s waits for you.", "%(word)s wait for you.", asked, word=sentence(count_word(asked)))
    ordered = sorted(policies, key=lambda one: not one.asked)
    return PoliciesPage(
        sentence(number), waiting if asked else "", tuple(_entry(one, agreed.get(one.slug)) for one in ordered)
    )


def _entry(one: PolicyEntry, last: Agreed | None) -> Entry:
    facts = [_("Asked of you again, since the text has changed")] if _newer(one, last) else []
    if one.asked and not facts:
        facts.append(_("Asked of you"))
    if last is not None:
        facts.append(_("You agreed on %(day)s", day=day_year(last.on)))
    return Entry(
        one.title, url_for("learning.policy", slug=one.slug), one.summary, minutes_words(one.minutes), "", tuple(facts),
        _("Read and agree") if one.asked else "",
    )  # fmt: skip


def _newer(one: PolicyEntry, last: Agreed | None) -> bool:
    return one.asked and last is not None and (last.edition or 0) < one.edition


@dataclass(frozen=True)
class Change:
    heading: str
    text: Markup


@dataclass(frozen=True)
class PolicyPage:
    slug: str
    title: str
    language: str
    summary: str
    text: Markup
    statement: str
    digest: str
    open: bool
    """Whether the form stands below the text."""
    facts: tuple[Fact, ...]
    agreed: str
    agreed_note: str
    changed: tuple[Change, ...]
    """What is new since the edition that the reader agreed to."""
    changes: tuple[Change, ...]
    supports: str


def policy_page(policy: Policy, last: Agreed | None, citations: Mapping[str, str], words: Words) -> PolicyPage:
    """Build one policy's own page."""
    words = without_blanks(words, policy.content["language"])
    content, read = policy.content, last.edition or 0 if last else policy.number
    changes = [(one, Change(_heading(one), filled(one["html"], words))) for one in content["changes"]]
    return PolicyPage(
        slug=policy.slug, title=policy.title, language=content["language"], summary=content["summary"],
        text=filled(content["html"], words), statement=content["statement"], digest=policy.digest,
        open=policy.asked or last is None or last.digest != policy.digest,
        facts=_facts(policy), agreed=_agreed(policy, last), agreed_note=_note(policy, last),
        changed=tuple(change for one, change in changes if read < one["edition"] <= policy.number),
        changes=tuple(change for _one, change in changes),
        supports=supports(content, citations),
    )  # fmt: skip


def _heading(change: Mapping[str, str]) -> str:
    on = day_full(date.fromisoformat(change["date"]))
    return _("Edition %(number)s, %(day)s", number=change["edition"], day=on)


def _facts(policy: Policy) -> tuple[Fact, ...]:
    return (
        Fact(_("Answers for it"), policy.content["owner"]),
        Fact(_("Edition"), str(policy.number), _("in force since %(day)s", day=day_year(policy.published_at))),
        Fact(_("Last read as a whole"), day_year(date.fromisoformat(policy.content["reviewed"]))),
    )


def _agreed(policy: Policy, last: Agreed | None) -> str:
    if last is None:
        return ""
    if last.edition is not None and last.edition < policy.number:
        return _("You agreed to edition %(n)d on %(day)s.", n=last.edition, day=day_full(last.on))
    return _("You agreed to this on %(day)s.", day=day_full(last.on))


def _note(policy: Policy, last: Agreed | None) -> str:
    if last is None or not policy.asked:
        return ""
    if last.edition is not None and last.edition < policy.number:
        return _("The text has changed since. What is new stands at the top.")
    return _("It is time to read it again.")
