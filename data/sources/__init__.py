"""The sources of names: one module per package, reading its wheel as a zip file."""
