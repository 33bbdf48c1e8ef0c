"""Choosing among candidates: features, ranker, everyday words."""
