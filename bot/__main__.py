"""The command line: `python -m bot …`, installed also as `charter-bot`."""
