"""Held-out evaluation of name models, independent of how they were trained."""
