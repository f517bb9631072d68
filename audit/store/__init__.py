"""The tables, one file a noun. Importing this package registers all of them."""

from audit.store.appeal import Acknowledgement, Appeal, AppealOutcome
from audit.store.audit import Alert, Audit, Fact
from audit.store.base import Base
from audit.store.call import Call, CallStatus, Review
from audit.store.client import ClientTerms
from audit.store.desk import Assignment, Claim, SavedView
from audit.store.engine import Store, open_store
from audit.store.fetch import FetchOrder
from audit.store.finding import (
    PERSON,
    Decision,
    Finding,
    FindingStatus,
    ReviewDecision,
    Verdict,
)
from audit.store.hold import LegalHold
from audit.store.intake import IntakeEntry, Outcome
from audit.store.journal import JournalEntry
from audit.store.note import Exemplar, Note
from audit.store.opinion import SecondOpinion
from audit.store.recording import Recording
from audit.store.rectification import (
    Rectification,
    RectificationStatus,
    RectificationStep,
    Step,
)
from audit.store.review import settle
from audit.store.rule_change import ChangeStatus, RuleChange
from audit.store.sample import Sample, SampleAnswer, SampleItem
from audit.store.schedule import Every, MadeReport, Schedule
from audit.store.summary import DayMark, DaySummary, MonthSummary
from audit.store.transcript import Transcript
from audit.store.user import Role, User
from audit.store.vectors import TurnVectors
from audit.store.webhook import WebhookCursor
from audit.store.work import Attempt, Executor

__all__ = [
    "PERSON",
    "Acknowledgement",
    "Alert",
    "Appeal",
    "AppealOutcome",
    "Assignment",
    "Attempt",
    "Audit",
    "Base",
    "Call",
    "CallStatus",
    "ChangeStatus",
    "Claim",
    "ClientTerms",
    "DayMark",
    "DaySummary",
    "Decision",
    "Every",
    "Executor",
    "Exemplar",
    "Fact",
    "FetchOrder",
    "Finding",
    "FindingStatus",
    "IntakeEntry",
    "JournalEntry",
    "LegalHold",
    "MadeReport",
    "MonthSummary",
    "Note",
    "Outcome",
    "Recording",
    "Rectification",
    "RectificationStatus",
    "RectificationStep",
    "Review",
    "ReviewDecision",
    "Role",
    "RuleChange",
    "Sample",
    "SampleAnswer",
    "SampleItem",
    "SavedView",
    "Schedule",
    "SecondOpinion",
    "Step",
    "Store",
    "Transcript",
    "TurnVectors",
    "User",
    "Verdict",
    "WebhookCursor",
    "open_store",
    "settle",
]
