"""Who is reminded of what, when, and what people say about it."""
