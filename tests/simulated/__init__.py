"""People with a truth of their own, who hold whole conversations with the bot, and a count of what was kept."""
