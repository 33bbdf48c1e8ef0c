"""What every interaction passes: middleware, rate limits, error handler, persistent buttons."""
