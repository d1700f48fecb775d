"""Briefings, questions, subscriptions, and a person at the programme."""
