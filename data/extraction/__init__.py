"""What takes names out of packages that the build does not read into `extracts/`; see README.md."""
