-- Where a member's duel has left a name.
ALTER TABLE star ADD COLUMN standing INTEGER NOT NULL DEFAULT 0;
