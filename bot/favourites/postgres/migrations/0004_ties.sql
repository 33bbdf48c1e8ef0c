-- The number at which a member let their order break ties in the group's top five; else NULL.
ALTER TABLE activity ADD COLUMN ties_sequence bigint;
CREATE INDEX tie_breaker ON activity (guild, ties_sequence, member)
WHERE ties_sequence IS NOT NULL;
