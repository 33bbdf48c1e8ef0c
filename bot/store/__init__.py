"""What is stored about members and groups, in SQLite or PostgreSQL. Nothing else has SQL.

`tables.sql` has the tables and `queries/` the queries; `stars.py`, `board.py`, `matches.py` and
`seen.py` are a subject each; `store.py` opens it all.
"""
