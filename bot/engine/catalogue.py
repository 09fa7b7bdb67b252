"""All forms and what each does: the one place that knows them all."""

from bot.engine.form_engine import Behaviour
from bot.engine.intake import INTAKE
from bot.engine.resident.chosen import WHICH
from bot.engine.resident.data_rights import ERASURE
from bot.engine.resident.doubt import DOUBT
from bot.engine.resident.evaluate import EVALUATION
from bot.engine.resident.supplement import CORRECTION
from bot.engine.resident.withdraw import WITHDRAWAL
from bot.engine.staff.operator import CALL
from bot.engine.survey import SURVEY

FORMS: dict[str, Behaviour] = {
    "intake": INTAKE,
    "evaluation": EVALUATION,
    "withdrawal": WITHDRAWAL,
    "which": WHICH,
    "doubt": DOUBT,
    "correction": CORRECTION,
    "erasure": ERASURE,
    "survey": SURVEY,
    "call": CALL,
}
