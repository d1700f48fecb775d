"""Reads `conversations/` strictly and kindly: every problem at once, each with file, line, rule and remedy."""
