"""What runs: turns, the outbox, the clock's turns, background jobs. Only `clock` asks the machine for the time."""
