"""What every interaction passes: guard, errors, persistent items, forms, live messages."""
