"""Development commands: make the table of verb forms and the weights again."""
