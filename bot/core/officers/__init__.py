"""How all adopters are getting on, for whoever runs the programme. Pure: from facts, days and open questions."""
