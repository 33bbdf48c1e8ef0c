"""Several equal processes share a bot's shards by leases in a PostgreSQL database.

Every `BEAT` seconds each process P does this in one transaction, by the server's clock:

    process[P].expires_at := now + LEASE
    for each shard with holder = P:  expires_at := now + LEASE; session, sequence := where P is
    alive := the processes with expires_at > now
    part  := shards / alive, rounded up for those that have most
    free  := the shards without a holder, and those with expires_at <= now
    take part - held of the free ones    (FOR UPDATE SKIP LOCKED): holder := P
    if there are no free ones, give up held - part

To give a shard up, P stops reading its connection, so that the sequence is final, and writes it
with holder := none; whoever takes it resumes the session from there, and Discord sends what came
in between. After a death the sequence written last is resumed. A session that Discord does not
know any more begins anew, for which a turn is taken:

    wait until turn[shard % concurrency].free_at <= now and the budget has some left
    free_at := now + HOLD; budget := budget - 1; identify; free_at := now + SPACING

Invariants:

1. A shard has one holder at any time; who takes it has seen the lease of the one before end.
2. P counts on its lease only until LEASE after it *began* the last transaction that succeeded, by
   its own monotonic clock: no later than the database does. After that P changes nothing in the
   database, opens no connection, and learns of a lost shard before it does either again. It keeps
   the connections that are open, since without the database nobody can have taken them, and names
   need none. Whoever does take one resumes its session, and that leaves P without its events.
3. LEASE exceeds a beat and the age at which interactions are let go: what is sent again after a
   death, and the dead may have done, is too old to be done again. During a handover each event
   goes to one process.
4. Between two identifies in a bucket lie more than Discord's five seconds, whoever makes them, and
   all together are no more than it grants.
5. A process that could not reach the database itself takes no expired lease for a LEASE after
   that: the others, too, may just be coming back.
"""
