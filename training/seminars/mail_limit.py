"""How many mails an address gets from us in a day because somebody typed it: the typing may be a stranger's."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from training.people.service import count_tries

MAILS_A_DAY = 5


def used_up(emails: Sequence[str], *, now: datetime) -> list[str]:
    """Count a mail to each address; return those that have had as many today as we send, in their order."""
    keys = {f"seminar-mail:{email}": email for email in emails}
    full = count_tries(dict.fromkeys(keys, 1), most=MAILS_A_DAY, now=now, window=timedelta(days=1))
    return [keys[key] for key in full]
