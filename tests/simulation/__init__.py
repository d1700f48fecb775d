"""A year of reminders with real code, a real store and a moved clock: `make simulate`, and a part of the tests."""
