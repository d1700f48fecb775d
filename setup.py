"""Puts the welcome pack into the package. Its source stays `conversations/`, where officers look for it.

Everything else about the package stands in pyproject.toml.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CONTENT = "conversations"


class WithContent(build_py):
    """The usual build, and the content inside the package. An editable install needs none: it reads the source."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib) / "bot" / CONTENT
            shutil.rmtree(target, ignore_errors=True)  # what was deleted since the last build
            shutil.copytree(CONTENT, target)


setup(cmdclass={"build_py": WithContent})
