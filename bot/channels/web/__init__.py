"""The web channel: a chat page, its two small interfaces, and the personal links that open it."""

from bot.channels.web.endpoint import WebChannel
from bot.channels.web.settings import WebSettings

__all__ = ["WebChannel", "WebSettings"]
