"""The only place that joins parts: settings, the secret, the channels, the running bot."""
