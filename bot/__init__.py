"""A conversational bot that walks an organisation through the steps of a charter."""

__version__ = "0.1.0"
