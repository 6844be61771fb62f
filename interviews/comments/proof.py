"""Work that a browser does before a doubtful comment is taken (ALTCHA, version 2): a second for it, much for a robot.

Nobody has to: without script a comment goes to those that are suspected, where an editor finds it.
"""

from __future__ import annotations

import datetime as dt
import json

from altcha import create_challenge, verify_solution
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from interviews.comments.models import UsedProof

#: Iterations of each of the some 256 attempts that it takes.
COST = 2_000
LASTS = dt.timedelta(minutes=30)
#: Longer than any that is handed out here.
LONGEST = 4_000


def challenge() -> str:
    """A new piece of work, signed, as JSON."""
    made = create_challenge(
        algorithm="PBKDF2/SHA-256", cost=COST, expires_at=timezone.now() + LASTS, hmac_secret=_secret()
    )
    return json.dumps(made.to_dict())


def spend(payload: str) -> bool:
    """Whether that is work done for this site, in time, and never handed in before. It counts once."""
    if not payload or len(payload) > LONGEST:
        return False
    try:
        result = verify_solution(payload, _secret())
    except (ValueError, TypeError, OverflowError):  # whatever strangers make up
        return False
    if not result.verified:
        return False
    try:
        with transaction.atomic():
            UsedProof.objects.create(signature=_signature(payload))
    except IntegrityError:
        return False
    return True


def _signature(payload: str) -> str:
    """By which a challenge is known: verified above, so that it is there."""
    from altcha import Payload

    return str(Payload.from_base64(payload).challenge.signature)[:128]


def _secret() -> str:
    return salted_hmac("interviews.comments.proof", settings.SECRET_KEY, algorithm="sha256").hexdigest()
