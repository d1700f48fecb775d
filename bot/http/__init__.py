"""The officer's pages and the public ones."""
