"""Starting a survey wave by chat, for posts that may."""

import re

from bot.engine.requests import Plan, StartCampaign, ask
from bot.engine.staff.labels import find_town
from bot.engine.survey import FORM, invitation
from bot.engine.talk import Talk
from bot.permissions import desk_of, grant
from storage.entries import CampaignStarted

_COMMAND = re.compile(
    r"(?:请)?(?:发起|启动|下发|开展|发放|发)(?:一期|一次|一轮|一下)?(?:群众|文化|居民)*(?:满意度)(?:的)?(?:调查|问卷|测评)+"
    r"[\s:：，,]*(?P<where>[^。！!\n]{0,12})[。！!]*\Z"
)
_EVERYWHERE = frozenset({"全县", "所有镇", "各镇", "各镇街", "全部"})


def turn(talk: Talk) -> Plan[bool]:
    """发起满意度调查 燕崖镇 starts a wave there; 全县 must be said, as nothing sent can be called back."""
    post, command = talk.person.post, _COMMAND.match(talk.text)
    if post is None or command is None:
        return False
    where = command["where"].strip().removeprefix("在").removeprefix("给")
    town = find_town(where, talk.world.profile)
    if grant(desk_of(post, talk.world.profile), "campaign") != "all":
        talk.say("survey.launch_refused")
    elif town is None and where not in _EVERYWHERE:
        talk.say("survey.launch_where")
    else:
        yield from launch(talk, town.name if town else None)
    return True


def launch(talk: Talk, town: str | None) -> Plan[None]:
    """Start a wave for a town, or for the whole county, and send the invitations."""
    form = talk.world.forms.latest(FORM)
    body = CampaignStarted(FORM, str(form.version), form.title, town, 0)
    wave = yield from ask(StartCampaign(body, invitation(form)))
    where = town or talk.world.profile.county
    if wave is None:
        talk.say("survey.launched_none", where=where)
    else:
        talk.say("survey.launched", title=wave.title, id=wave.id, where=where, issued=wave.issued)
