"""Interactions that Discord delivers over HTTP, to any of several equal processes."""
