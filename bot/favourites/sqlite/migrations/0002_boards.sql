-- Names that those who manage a group have hidden from its board.
CREATE TABLE hidden_name (
    guild INTEGER NOT NULL CHECK (guild <> 0),
    folded TEXT NOT NULL,
    PRIMARY KEY (guild, folded)
) WITHOUT ROWID;

-- Groups whose members may not bring names that they type themselves.
CREATE TABLE typed_names_refused (
    guild INTEGER PRIMARY KEY CHECK (guild <> 0)
);

-- Whatever forgets a group forgets its decisions too.
CREATE TRIGGER guild_gone AFTER DELETE ON guild BEGIN
    DELETE FROM hidden_name WHERE guild = old.id;
    DELETE FROM typed_names_refused WHERE guild = old.id;
END;
