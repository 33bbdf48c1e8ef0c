-- Names that those who manage a group have hidden from its board.
CREATE TABLE hidden_name (
    guild INTEGER NOT NULL CHECK (guild <> 0),
    folded TEXT NOT NULL,
    sequence INTEGER NOT NULL,   -- of the ledger, to tell whether a deletion came first
    PRIMARY KEY (guild, folded)
) WITHOUT ROWID;

-- Groups whose members may not bring names that they type themselves.
CREATE TABLE typed_names_refused (
    guild INTEGER PRIMARY KEY CHECK (guild <> 0),
    sequence INTEGER NOT NULL    -- as above
);

CREATE TRIGGER hiding_numbered AFTER INSERT ON hidden_name BEGIN
    UPDATE ledger SET sequence = new.sequence WHERE sequence < new.sequence;
END;
CREATE TRIGGER refusal_numbered AFTER INSERT ON typed_names_refused BEGIN
    UPDATE ledger SET sequence = new.sequence WHERE sequence < new.sequence;
END;
