"""Gatherings: what is on, who comes, what is told of it, and what people take away."""
