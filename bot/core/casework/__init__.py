"""A question handed to a person at the programme, and the way back."""
