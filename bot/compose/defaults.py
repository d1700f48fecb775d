"""What holds where a setting says nothing: which content, and where the database is.

Kept apart from the settings because `understand`, which is started often, needs the content's folder alone.
"""

from __future__ import annotations

import os
from pathlib import Path

from dotenv import dotenv_values

ENV_FILE = ".env"
CONTENT, DATABASE = "conversations", "charter-bot.db"
_BOT = Path(__file__).parent.parent
PACKAGED = (_BOT / CONTENT, _BOT.parent / CONTENT)
"""Where the welcome pack is: inside the package as installed, beside it in a checkout."""


def content_folder() -> Path:
    """The content's folder: BOT_CONTENT, of the environment or of `.env`, or the default."""
    for given in (os.environ, dotenv_values(ENV_FILE, encoding="utf-8")):
        value = next((v for name, v in given.items() if name.upper() == "BOT_CONTENT"), None)
        if value:
            return Path(value)
    return default_content()


def default_content() -> Path:
    """The folder `conversations` here, where there is one (an officer's own copy); else the welcome pack."""
    folders = (Path(CONTENT), *PACKAGED)
    return next((folder for folder in folders if (folder / "journey.yaml").is_file()), folders[0])


def default_database() -> str:
    """A file here, or in the user's own data folder where this one cannot be written."""
    if Path(DATABASE).exists() or os.access(".", os.W_OK):
        return f"sqlite:///{DATABASE}"
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "charter-bot"
    return f"sqlite:///{data / DATABASE}"
