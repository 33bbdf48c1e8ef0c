"""The two exercises of the assignment, under its own file names."""
