"""Names that exist: whether anybody bears one, where, and how many."""
