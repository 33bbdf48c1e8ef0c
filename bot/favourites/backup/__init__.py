"""Backups: how they are named, rotated and restored."""
