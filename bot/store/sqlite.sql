-- name: next_number()
UPDATE ledger SET number = number + 1 RETURNING number;

-- name: set_number(number)!
UPDATE ledger SET number = :number;

-- name: newest_number()
SELECT number FROM ledger;

-- name: size()
SELECT page_count * page_size FROM pragma_page_count, pragma_page_size;
