"""Where the names come from: one module a package, each of which reads its wheel as a zip file."""
