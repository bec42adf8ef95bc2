"""Each thing with one home: what would go round it is refused by the linter. Every rule is seen red here."""

import subprocess
import sys

import pytest

from tests.shape.sources import ROOT

GOING_ROUND = {
    "the clock": "from datetime import datetime\nx = datetime.now()",
    "the day": "from datetime import date\nx = date.today()",
    "seconds": "import time\nx = time.time()",
    "chance": "import random\nx = random.random()",
    "tokens": "import secrets\nx = secrets.token_hex()",
    "ids": "import uuid\nx = uuid.uuid4()",
    "bytes of chance": "import os\nx = os.urandom(8)",
    "mail": "import smtplib\nx = smtplib.SMTP()",
    "mailboxes": "import imaplib\nx = imaplib.IMAP4()",
    "routes": "from flask import Blueprint\nx = Blueprint('x', __name__)",
    "the application": "from flask import current_app\nx = current_app",
    "errors": "from flask import abort\nx = abort",
    "the viewer": "from flask_login import current_user\nx = current_user",
    "CSV": "import csv\nx = csv.writer",
    "outside addresses": "import urllib.request\nx = urllib.request.urlopen",
}


def lint(code: str, name: str) -> str:
    ruff = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--select",
        "TID251,S",
        "--output-format",
        "concise",
        "--stdin-filename",
        name,
        "-",
    ]
    return subprocess.run(ruff, input=code, capture_output=True, text=True, cwd=ROOT, check=False).stdout


@pytest.mark.parametrize("what", GOING_ROUND)
def test_the_other_way_is_refused(what: str) -> None:
    assert "TID251" in lint(GOING_ROUND[what], "training/learning/service.py")


def test_what_is_allowed_stays_allowed() -> None:
    assert "TID251" not in lint(
        "from training.core.world import new_token\nx = new_token()", "training/learning/service.py"
    )
