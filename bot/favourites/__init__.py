"""Stars and top fives: what counts as one, who keeps them, and the only SQL in the project."""
