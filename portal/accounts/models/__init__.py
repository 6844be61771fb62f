"""Who signs in, how often that was tried, and what became of accounts. Nothing here knows an interview."""

from portal.accounts.models.acting import Acting
from portal.accounts.models.event import Event
from portal.accounts.models.pace import Pace
from portal.accounts.models.recovery_code import RecoveryCode
from portal.accounts.models.standing import Standing

__all__ = ["Acting", "Event", "Pace", "RecoveryCode", "Standing"]
