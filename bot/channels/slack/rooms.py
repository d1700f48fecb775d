"""What the rooms behind Slack's door show: its App Home and its modals are drawn from these."""

from __future__ import annotations

from bot.channels.rooms import FORM, Field, Form, Home, HomeItem, HomeList, HomeRow, NoRooms, Rooms

__all__ = ["FORM", "Field", "Form", "Home", "HomeItem", "HomeList", "HomeRow", "NoRooms", "Rooms"]
