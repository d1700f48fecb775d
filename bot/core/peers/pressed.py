"""What a button about peers does. Pure."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.model.peers import Wanted
from bot.core.model.presses import Press
from bot.core.peers import chat, introducing, sharing
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again

OF_ONE = ("yes", "no", "write", "address", "close", *introducing.OUTCOMES)
"""What is pressed about one introduction."""


def pressed(reply: Reply, press: Press) -> None:
    """Does it. Raises UnknownButtonError for what is not there."""
    chat.hush(reply)
    what = press.part(0, {*OF_ONE, *DOING})
    if what in OF_ONE:
        chat.do(reply, what, press.number(1))
    else:
        DOING[what](reply, press)


def _organisation(reply: Reply, press: Press) -> None:
    takes_part = press.part(1, ("yes", "no")) == "yes"
    then = sharing.organisation_said(reply, takes_part)
    if then[:1] == ("ask",):
        chat.ask(reply, then[1], then[2])
    elif then[:1] == ("rounds",):
        sharing.rounds(reply, wanted=True)
    elif then[:1] == ("help",):
        sharing.help_others(reply)
        return
    if takes_part and sharing.known(reply).organisation.shared:
        sharing.ask_organisation(reply)


def _theme(reply: Reply, press: Press) -> None:
    themes = {theme.key for theme in reply.journey.peers.themes}
    chat.search(reply, Wanted(themes=(press.part(1, themes),)))


def _done(reply: Reply, _: Press) -> None:
    reply.set(peering=())
    reply.say("peer_profile_done")
    ask_again(reply)


DOING: dict[str, Callable[[Reply, Press], None]] = {
    "find": _theme,
    "ask": lambda reply, press: chat.ask(reply, press.part(1), press.part(2)),
    "organisation": _organisation,
    "region": lambda reply, press: sharing.chosen(reply, "region", press.part(1)),
    "size": lambda reply, press: sharing.chosen(reply, "size", press.part(1)),
    "stock": lambda reply, press: sharing.chosen(reply, "stock", press.part(1)),
    "group": lambda reply, press: sharing.group_said(reply, press.part(1)),
    "done": _done,
    "help": lambda reply, _: sharing.help_others(reply),
    "well": lambda reply, press: sharing.theme_named(reply, "well", press.part(1)),
    "hard": lambda reply, press: sharing.theme_named(reply, "hard", press.part(1)),
    "after": lambda reply, press: sharing.after_themes(reply, press.part(1, ("well", "hard"))),
    "never": lambda reply, _: sharing.stop(reply),
    "rounds": lambda reply, _: sharing.rounds(reply, wanted=True),
    "no_rounds": lambda reply, _: sharing.rounds(reply, wanted=False),
    "drop": lambda reply, _: introducing.drop(reply),
}
