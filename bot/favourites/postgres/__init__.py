"""Favourites in a PostgreSQL database; the only asyncpg."""
