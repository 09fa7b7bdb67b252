"""Starting a survey wave by chat, for posts that may."""

import re

from bot.engine.requests import Plan, StartCampaign, ask
from bot.engine.staff.labels import find_town
from bot.engine.survey import FORM, invitation
from bot.engine.talk import Talk
from bot.permissions import desk_of, grant
from config.profile import Profile
from storage.entries import CampaignStarted

_COMMAND = re.compile(
    r"(?:请|帮我|怎[么样]|如何|我?[想要]|[给在向对](?P<to>[^，,。\s]{1,8}))*(?:发起|启动|下发|开展|发放|推送|群发|发)(?![了过出的])"
    r"(?P<kind>[^，,。！!？?\n]{0,16}?)(?:满意度|问卷|测评)(?:的|调查|问卷|测评|表)*(?![了过没的])"
    r"[\s:：，,]*(?P<where>[^。！!？?\n]{0,16})[。！!]*\Z"
)
EVERYWHERE = "全县"
_DENIES = re.compile("别|不要|不用|停|没")
_EVERYWHERE = re.compile("全县|所有(?:镇|乡镇)|各(?:镇街?|乡镇)|全部")
_BESIDE = re.compile(r"[到给在向对的吧了里上\s，,]|群众|居民|老百姓|大家|街道|镇")
"""What may stand beside the name of a town where a place is meant and nothing else."""


def turn(talk: Talk) -> Plan[bool]:
    """发起满意度调查 燕崖镇 starts a wave there; 全县 must be said, as nothing sent can be called back."""
    post, command = talk.person.post, _COMMAND.match(talk.text)
    if post is None or command is None or _DENIES.search(talk.text):
        return False
    where = next((place for said in command.groups("") if (place := _place(said, talk.world.profile))), "")
    if grant(desk_of(post, talk.world.profile), "campaign") != "all":
        talk.say("survey.launch_refused")
    elif not where or (command["where"] and not _place(command["where"], talk.world.profile)):
        talk.say("survey.launch_where")
    else:
        yield from launch(talk, None if where == EVERYWHERE else where)
    return True


def _place(said: str, profile: Profile) -> str:
    """Return the town that words name, or the whole county; empty where they say anything else."""
    if everywhere := _EVERYWHERE.search(said):
        return EVERYWHERE if not _BESIDE.sub("", said.replace(everywhere[0], "")) else ""
    town = find_town(said, profile)
    names = sorted((town.name, *town.aliases), key=len, reverse=True) if town else ()
    for name in names:
        said = said.replace(name, "")
    return town.name if town and not _BESIDE.sub("", said) else ""


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
