-- name: reserve_places(guild, member, request, least, count, day)
-- Each reservation begins where the one before ended, or later.
INSERT INTO place (guild, member, request, next, used_on)
VALUES (:guild, :member, :request, :least, :day)
ON CONFLICT (guild, member, request) DO UPDATE SET
    next = CASE WHEN place.next + :count < excluded.next
        THEN excluded.next ELSE place.next + :count END,
    used_on = excluded.used_on
RETURNING next;

-- name: give_back_places(guild, member, request, next, end)!
-- Unless others have reserved more since.
UPDATE place SET next = :next
WHERE guild = :guild AND member = :member AND request = :request AND next = :end;

-- name: delete_places(guild, member)
DELETE FROM place WHERE guild = :guild AND member = :member RETURNING guild;

-- name: owners_of_places()
SELECT DISTINCT guild, member FROM place;

-- name: places_used_no_later(day)!
UPDATE place SET used_on = :day WHERE used_on > :day;

-- name: owners_of_silent_places(day)
SELECT DISTINCT guild, member FROM place WHERE used_on <= :day;

-- name: delete_silent_places(guild, member, day)
DELETE FROM place WHERE guild = :guild AND member = :member AND used_on <= :day RETURNING guild;
