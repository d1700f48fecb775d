"""Who does what: owners of steps, leaving, the adopter's own place, one person in two places, two adopters as one."""
