"""Builds the catalogues: extracts messages from the source and compiles translations."""
