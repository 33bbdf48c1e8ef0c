"""Backups of the database: writing, rotating, checking and restoring them."""
