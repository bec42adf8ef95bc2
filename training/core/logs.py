"""Log lines: one JSON object each, with the request's number; never a token, a password or an answer."""

import json
import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

request_number: ContextVar[str] = ContextVar("request_number", default="")

# Tokens travel in paths of mailed links only; whatever looks like one is cut, also in a traceback.
_TOKEN = re.compile(r"[\w\-]{4,}\.[\w\-]{5,8}\.[\w\-]{27}|[\w\-]{40,}|(?<=://)[^/@\s]+:[^/@\s]+(?=@)", re.ASCII)


def without_secrets(line: str) -> str:
    """Replace what looks like a token or the credentials of an address by a dash."""
    return _TOKEN.sub("—", line)


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; line ends in values cannot forge a second one."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            "request": request_number.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            entry["trace"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps({key: value for key, value in entry.items() if value != ""}, ensure_ascii=True)


def start_logging(stream: TextIO = sys.stderr, *, level: int = logging.INFO) -> None:
    """Send everything from the level on to the stream as JSON lines."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
