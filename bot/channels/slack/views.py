"""What the parts behind Slack's channel show: its App Home and its modals are drawn from these."""

from __future__ import annotations

from bot.channels.views import FORM, Field, Form, Home, HomeItem, HomeList, HomeRow, NoViews, Views

__all__ = ["FORM", "Field", "Form", "Home", "HomeItem", "HomeList", "HomeRow", "NoViews", "Views"]
