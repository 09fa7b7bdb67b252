"""Points: this locality's rule, and honestly that there is no account of them yet."""

from bot.engine.requests import Plan
from bot.engine.resident.progress import HUMAN
from bot.engine.talk import Talk


def handle(talk: Talk) -> Plan[None]:
    """Answer a question about points, or a wish to exchange them; nothing is made up."""
    rule = talk.world.profile.faq.get("points_rules")
    key = "points.redeem" if talk.read.intent == "redeem_points" else "points.none"
    talk.say(key, HUMAN, rule=rule.answer if rule else "")
    yield from ()
