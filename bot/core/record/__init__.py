"""What the facts say: progress of each step, evidence in words."""
