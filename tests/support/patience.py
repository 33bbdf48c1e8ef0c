"""How long tests wait for what is sure to come."""

PATIENCE = 120.0
"""Seconds, since a loaded machine may take long; a test of how fast something is has its own."""
