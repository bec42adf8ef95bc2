"""Rules of mail: kinds of messages and their states."""

from enum import StrEnum


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
