"""Rules of mail: kinds of messages and their states."""

from enum import StrEnum

from training.core.world import ALPHABET, CODE_LENGTH


class MessageState(StrEnum):
    """Where a message is. `kept` is the end of the road where no mail server is configured."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"


class CalendarMethod(StrEnum):
    """What a calendar entry in a mail asks for (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


CODE_HERE = "\ufdd0"
"""Stands in the body of a mail where its check code is to be printed: a sign that no text holds."""
READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1", "u": "v"})
"""Letters that no code has, and for what they are taken."""


def grouped(code: str) -> str:
    """Return a check code as it is printed: XXXX-XXXX."""
    return f"{code[:4]}-{code[4:]}".upper() if code else ""


def read_code(typed: str) -> str:
    """Return the check code that somebody typed, whatever its capitals, spaces and dashes; "" for what is none."""
    code = "".join(character for character in typed.lower() if character.isalnum()).translate(READ_AS)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""


def hidden_address(address: str) -> str:
    """Return as much of a mail address as its owner knows again, and nobody else learns: "j… at c….example"."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}… at {domain[:1]}….{domain.rpartition('.')[2]}" if at and name and domain else ""
