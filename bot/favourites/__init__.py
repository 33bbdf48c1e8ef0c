"""Stars and top fives: models, repository, backups and their SQLite implementation."""
