"""The web door: a chat page, its two small interfaces, and the personal links that open it."""

from bot.channels.web.door import WebChannel
from bot.channels.web.links import make_link
from bot.channels.web.settings import WebSettings

__all__ = ["WebChannel", "WebSettings", "make_link"]
