"""The favourites' repository in SQLite; the only SQL of the project."""
