"""Held-out metrics, and an independent classifier to measure generated names with."""
