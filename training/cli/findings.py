"""What `doctor` finds: one line each, and how to mend what is wrong."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. It is wrong if there is something to mend."""

    what: str
    mend: str = ""

    @property
    def wrong(self) -> bool:
        return bool(self.mend)

    def __str__(self) -> str:
        return f"WRONG  {self.what}\n       Mend it: {self.mend}" if self.wrong else f"ok     {self.what}"
