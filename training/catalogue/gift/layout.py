"""Drafts as the text of a questions.yaml, with comments for their author."""

import re
from collections.abc import Callable, Iterator, Sequence

from training.catalogue.content.marked import MOST_LETTERS
from training.catalogue.content.problems import shown
from training.catalogue.gift.drafting import Draft, DraftOption, DraftPair
from training.core.text import Text, text

Say = Callable[[Text], str]
"""Says a sentence in the language of whoever reads the file."""

WIDTH = 100
MOST_SENT = 480_000
"""Bytes that a form can carry, with room for its other fields; a browser sends a line break as two."""
# No colon, no '#', no quotes, nothing that YAML could take for a number, a list or another thing than words.
_PLAIN = re.compile(r"[A-Za-z][\w ,.?!()/’“”–…-]*", re.ASCII)
_NO_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
UNWRITTEN = "{{ to do: takeaway }}"
"""Stands for a takeaway that nobody has written: a local word that does not exist, so that the checker asks for it."""


def yaml_of(drafts: Sequence[Draft], say: Say = str) -> str:
    """Return the drafts as YAML that our own reader reads; "" for none."""
    if not drafts:
        return ""
    entries = ["\n".join(_entry(draft, say)) for draft in drafts]
    return "\n\n".join(("\n".join(_head(say)), *entries)) + "\n"


def is_too_large(yaml: str) -> bool:
    """Say whether a file of this text would be refused by our own reader, or could not be sent back by a page."""
    return len(yaml) > MOST_LETTERS or len(yaml.encode()) + yaml.count("\n") > MOST_SENT


def _head(say: Say) -> Iterator[str]:
    yield from _comment(say(text("Drafts, read from a GIFT file. Nobody is asked a draft: write what is still to do,")))
    yield from _comment(say(text("look at objective, lesson and level of each, then remove its line 'status'.")))


def _entry(draft: Draft, say: Say) -> Iterator[str]:
    yield f"- id: {_one_line(draft.id)}"
    yield from (f"  {line}" for line in _origin(draft, say))
    for key in ("objective", "lesson", "kind", "level"):
        yield f"  {key}: {_one_line(getattr(draft, key))}"
    yield "  status: draft"
    yield from (f"  {line}" for note in draft.notes for line in _to_do(note, say))
    yield from _keyed("stem", draft.stem, 2)
    yield from _choices(draft, say)
    if not draft.takeaway:
        yield from (f"  {line}" for line in _to_do(text("takeaway, one sentence that is worth keeping"), say))
    yield from _keyed("takeaway", draft.takeaway or UNWRITTEN, 2)


def _origin(draft: Draft, say: Say) -> Iterator[str]:
    where = say(text("line %(n)s of the file", n=draft.line))
    told = (where, shown(draft.title, WIDTH), shown(draft.category, WIDTH))
    yield from _comment(" · ".join(one for one in told if one))


def _choices(draft: Draft, say: Say) -> Iterator[str]:
    if draft.options:
        yield "  options:"
        for option in draft.options:
            yield from _option(option, say)
    if draft.pairs:
        yield "  pairs:"
        for pair in draft.pairs:
            yield from _pair(pair, say)
    if draft.decoys:
        yield "  decoys:"
        yield from (f"    - {line}" for decoy in draft.decoys for line in [_one_line(decoy)])


def _option(option: DraftOption, say: Say) -> Iterator[str]:
    yield f"    - text: {_one_line(option.text)}"
    if option.right:
        yield "      right: true"
    if option.why:
        yield from _keyed("why", option.why, 6)
    yield from (f"      {line}" for note in _wanted(option) for line in _to_do(note, say))


def _wanted(option: DraftOption) -> Iterator[Text]:
    yield from option.notes
    if not option.why:
        yield text("why, in one or two sentences to whoever chose it")
    if not option.right:
        yield text("misconception, a slug of misconceptions.yaml")


def _pair(pair: DraftPair, say: Say) -> Iterator[str]:
    yield f"    - text: {_one_line(pair.text)}"
    yield f"      goes_with: {_one_line(pair.goes_with)}"
    yield from (f"      {line}" for line in _to_do(text("why, in one or two sentences"), say))


# --- texts and comments -----------------------------------------------------------------------------------------------


def _to_do(note: Text, say: Say) -> Iterator[str]:
    yield from _comment(f"{say(text('to do'))}: {say(note)}")


def _comment(words: str) -> Iterator[str]:
    yield f"# {shown(words, 3 * WIDTH)}"


def _keyed(key: str, words: str, indent: int) -> Iterator[str]:
    """Yield a key with its text: on one line if it fits, else folded where that changes nothing."""
    lead = " " * indent
    line = f"{lead}{key}: {_one_line(words)}"
    if len(line) <= WIDTH or not _folds(words):
        yield line
        return
    yield f"{lead}{key}: >-"
    yield from (f"{lead}  {folded}" for folded in _folded(words, WIDTH - indent - 2))


def _one_line(words: str) -> str:
    if _PLAIN.fullmatch(words) and words == words.strip() and words.lower() not in _NO_WORDS:
        return words
    inside = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{inside}"'


def _folds(words: str) -> bool:
    """Say whether a text is words with one space between each: only such a one comes back from folded lines."""
    return words == " ".join(words.split(" ")) and all(words.split(" ")) and "\n" not in words and "\t" not in words


def _folded(words: str, width: int) -> Iterator[str]:
    line = ""
    for word in words.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
