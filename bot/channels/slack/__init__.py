"""Slack's channel. Importing this package does not import Slack's SDK; building the channel does.

payloads   safe reading of Slack's JSON          words      Slack's text -> plain text, and who is named in it
parsing    event -> Turn (pure)                  mrkdwn     small Markdown -> Slack's mrkdwn (pure)
blocks     Message -> blocks (pure)              answers    what Slack's answers mean: one table
signing    the raw body's signature (pure)       channel       HTTP in: gates in order, bolt, the turn handler
framework  the one file that imports slack_bolt  sending    HTTP out: one session, each answer sorted
settling   did a doubtful message arrive?        people     names, with an expiry; who we are
channel    what the rest of the house sees
"""

from bot.channels.slack.channel import SlackChannel, SlackSettings

__all__ = ["SlackChannel", "SlackSettings"]
