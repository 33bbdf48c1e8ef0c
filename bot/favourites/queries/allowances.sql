-- name: whole_at(owner, purpose)
SELECT whole_at FROM allowance WHERE owner = :owner AND purpose = :purpose;

-- name: use_allowance(owner, purpose, whole_at)!
INSERT INTO allowance (owner, purpose, whole_at) VALUES (:owner, :purpose, :whole_at)
ON CONFLICT (owner, purpose) DO UPDATE SET whole_at = excluded.whole_at;

-- name: give_back(owner, purpose)!
DELETE FROM allowance WHERE owner = :owner AND purpose = :purpose;

-- name: forget_whole_allowances(now)!
DELETE FROM allowance WHERE whole_at <= :now;
