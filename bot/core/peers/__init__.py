"""Peers: who can help whom, how two people are introduced, and what goes between them."""
