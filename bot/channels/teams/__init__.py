"""Microsoft Teams: in by the Bot Framework SDK (channel.py, the only file that knows it), out by our own session."""

from bot.channels.teams.channel import TeamsChannel
from bot.channels.teams.values import TeamsValues

__all__ = ["TeamsChannel", "TeamsValues"]
