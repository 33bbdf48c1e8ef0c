"""Favourites in an SQLite file."""
