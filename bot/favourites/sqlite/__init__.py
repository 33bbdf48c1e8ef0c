"""Favourites in SQLite; the only SQL of the bot."""
