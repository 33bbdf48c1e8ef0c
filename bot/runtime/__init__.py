"""Settings, log, connection to Discord and request context."""
