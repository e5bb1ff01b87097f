"""Rules of workshops and their online shops."""

from __future__ import annotations

import re

from shop.core.errors import N_, NotAllowed, RuleBroken

PLATFORMS = {
    "taobao": N_("Taobao"),
    "tmall": N_("Tmall"),
    "1688": "1688",
    "pdd": N_("Pinduoduo"),
    "douyin": N_("Douyin"),
    "kuaishou": N_("Kuaishou"),
    "xiaohongshu": N_("Xiaohongshu"),
    "wechat": N_("WeChat shop"),
    "other": N_("Other"),
}
LONGEST_NAME = 60
_LINK = re.compile(r"https?://[^\s/<>\"']+\.[^\s<>\"']+")


class NoName(RuleBroken):
    """Tell that nothing was written where a name belongs."""

    message = N_("Please fill this in.")


class LongName(RuleBroken):
    """Tell that a name does not fit."""

    message = N_("This is too long: at most %(most)s characters.")


class NameTaken(RuleBroken):
    """Tell that a name is in use."""

    message = N_("There is one of this name already. Choose another name, or add the village to it.")


class BadLink(RuleBroken):
    """Tell that a text is not a link to a shop."""

    message = N_("This is not a link. Copy the shop's address from the browser; it begins with https://")


class AlreadyMember(RuleBroken):
    """Tell that a person works in the workshop already."""

    message = N_("This person works in the workshop already.")


class NobodyThere(RuleBroken):
    """Tell that nobody has this phone number."""

    message = N_("Nobody is registered with this phone number yet. Register the person first.")


class StepAside(NotAllowed):
    """Tell somebody that another officer decides: they are not a stranger to the parties."""

    message = N_("You belong to %(workshop)s's family: please step aside, another officer decides.")


class SameVillage(StepAside):
    """Tell somebody that they come from a party's village."""

    message = N_("%(workshop)s is of your own village: please step aside, another officer decides.")


class OwnTie(RuleBroken):
    """Tell an administrator that somebody else takes away what ties them."""

    message = N_("This note is about yourself: ask another administrator to take it away.")


class NoSuchWorkshop(RuleBroken):
    """Tell that no workshop has this name."""

    message = N_("There is no workshop of this name. Look for its exact name in the list of workshops.")


def tidy_name(text: str) -> str:
    """Give a name on one line; raise NoName or LongName."""
    name = " ".join(text.split())
    if not name:
        raise NoName
    if len(name) > LONGEST_NAME:
        raise LongName(most=LONGEST_NAME)
    return name


def tidy_link(text: str) -> str:
    """Give a shop's link (or nothing for nothing); raise BadLink for what no browser should open."""
    text = text.strip()
    if text and not _LINK.fullmatch(text):
        raise BadLink
    return text
