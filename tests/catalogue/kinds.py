"""One right question of each kind beside 'one', as YAML for the small right course."""

from tests.catalogue.making import right_files

_HEAD = """\
- id: {slug}
  objective: examine
  lesson: look
  kind: {kind}
  level: apply
  takeaway: Look at the whole of it.
"""

MANY = (
    _HEAD.format(slug="ask-many", kind="many")
    + """\
  stem: What would make you stop?
  options:
    - text: It asks for a code
      right: true
      why: A code opens your account.
    - text: It came in the morning
      misconception: padlock
      why: The hour tells nothing.
    - text: It hurries you
      right: true
      why: Haste keeps you from looking.
    - text: It has a logo
      misconception: delete-is-enough
      why: Pictures are copied.
"""
)
ORDER = (
    _HEAD.format(slug="ask-order", kind="order")
    + """\
  stem: Put what you do in order.
  steps:
    - text: Stop
      why: Nothing runs away.
    - text: Look at the sender
      why: The end of the address counts.
    - text: Report it
      why: We look after the rest.
"""
)
MATCH = (
    _HEAD.format(slug="ask-match", kind="match")
    + """\
  stem: What goes with what?
  pairs:
    - text: A message from a friend that asks for money
      goes_with: Ring them
      why: You know their number.
    - text: A message that you sent yourself
      goes_with: Keep it
      why: It is yours.
    - text: A message from a stranger with a file
      goes_with: Report it
      why: We open it safely.
  decoys:
    - Answer at once
"""
)
INSPECT = (
    _HEAD.format(slug="ask-inspect", kind="inspect")
    + """\
  stem: Mark the signs in this message.
  scene: message
  options:
    - label: From
      text: Pay Team <pay@alder.example.pay-desk.test>
      right: true
      misconception: padlock
      why: The owner is pay-desk.test.
    - label: Subject
      text: Confirm your details
      why: On its own it says nothing.
    - text: Hello,
      why: A greeting is no sign.
    - text: your account closes in one hour.
      right: true
      why: It wants you to hurry.
    - text: Kind regards
      misconception: delete-is-enough
      why: Anybody can be polite.
"""
)
ROOM = (
    INSPECT.replace("ask-inspect", "ask-room")
    .replace("scene: message", "scene: room\n  picture: images/owner.svg")
    .replace("in this message", "in this room")
)
KINDS = {"many": MANY, "order": ORDER, "match": MATCH, "inspect": INSPECT, "room": ROOM}


def with_kinds(*kinds: str) -> dict[str, str]:
    """The right folder with one more question of each of these kinds, or of all."""
    files = right_files()
    files["spot-it/questions.yaml"] += "".join(KINDS[kind] for kind in kinds or KINDS)
    return files


def only(kind: str) -> dict[str, str]:
    """The right folder in which every question of the lesson `look` is of this kind, and two are drawn."""
    files = right_files()
    parts = files["spot-it/questions.yaml"].split("- id: ")
    others = [part for part in parts[1:] if "lesson: look" not in part]
    again = KINDS[kind].replace("id: ask-", "id: again-")
    files["spot-it/questions.yaml"] = "- id: " + "- id: ".join(others) + KINDS[kind] + again
    return files


def nothing_but(kind: str) -> dict[str, str]:
    """The right folder in which every question is of this kind: two for each objective, of which two are drawn."""
    files = right_files()
    told = KINDS[kind].replace("objective: examine", "objective: report").replace("lesson: look", "lesson: tell")
    asked = [KINDS[kind], KINDS[kind].replace("id: ask-", "id: again-"), told.replace("id: ask-", "id: told-")]
    files["spot-it/questions.yaml"] = "".join([*asked, told.replace("id: ask-", "id: retold-")])
    return files
