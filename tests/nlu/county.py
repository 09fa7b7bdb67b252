"""A small county for the tests of understanding."""

from pathlib import Path

from config.loader import load_profile
from config.profile import Profile, Referral, Town, Venue, Village
from nlu.gazetteer import Gazetteer

_TOWNS = {
    "南麻街道": ("芝芳村", "振兴社区"),
    "历山街道": ("饮马河社区", "田庄社区"),
    "东里镇": ("福禄坪村", "东里店村", "金星村"),
    "西里镇": ("金星村", "东升村"),
    "燕崖镇": ("碾砣村", "北刘庄村"),
    "石桥镇": ("石桥村", "上峪村"),
    "南鲁山镇": ("芦芽店村",),
    "大张庄镇": ("凤凰岭村",),
    "中庄镇": ("社庄村",),
    "悦庄镇": (),
}


def _profile() -> Profile:
    towns = tuple(
        Town(name=name, villages=tuple(Village(name=village) for village in villages))
        for name, villages in _TOWNS.items()
    )
    changes = {
        "towns": towns,
        "venues": (Venue(name="县图书馆"), Venue(name="燕崖镇综合文化站", aliases=("燕崖文化站",))),
        "referrals": (Referral(id="bees", words=("捅蜂窝",), who="应急局"),),
    }
    return load_profile("yiyuan").model_copy(update=changes)


PROFILE = _profile()
GAZETTEER = Gazetteer(PROFILE)
LEXICON = Path(__file__).parents[2] / "nlu" / "lexicon"
