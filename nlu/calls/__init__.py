"""Reading call records of a hotline: what was asked for, by whom, and where each word of it stands."""

from nlu.calls.read import read_record
from nlu.calls.record import CallCase, CallRecord

__all__ = ["CallCase", "CallRecord", "read_record"]
