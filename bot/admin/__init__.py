"""Administration on the host: backup, restore, checks and summaries."""
