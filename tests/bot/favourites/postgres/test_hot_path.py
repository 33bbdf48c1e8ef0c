"""Every statement that members wait for names its group, by which the tables can be distributed."""

import re

from bot.favourites.models import DIRECT_MESSAGES
from tests.bot.favourites.stores import PostgresStore

TABLES = "star|tally|activity|hidden_name|typed_names_refused|guild|place"
OF_A_TABLE = re.compile(rf"(FROM|INTO|UPDATE|JOIN)\s+({TABLES})\b")
WITH_THE_GROUP = re.compile(r"\bguild = \$\d|INTO \w+ \(guild, [^)]*\)\s+VALUES \(\$1,")
STATEMENTS = """
    SELECT query FROM public.pg_stat_statements JOIN pg_database ON oid = dbid
    WHERE datname = current_database()
"""


async def test_each_statement_of_the_hot_path_has_the_group(postgres_store: PostgresStore) -> None:
    async with postgres_store.opened():
        pass
    await postgres_store.run_sql("CREATE EXTENSION pg_stat_statements SCHEMA public")
    await postgres_store.run_sql("SELECT public.pg_stat_statements_reset()")
    async with postgres_store.opened() as repository:
        for guild in (7, DIRECT_MESSAGES):
            for member in (1, 2):
                await repository.star(guild, member, "José", None)
                await repository.star(guild, member, "Ana", None)
            await repository.move(guild, 1, "Ana", -1)
            await repository.list_favourites(guild, 1)
            await repository.count_members(guild, 1, ["Ana"])
            await repository.unstar(guild, 1, "José")
            await repository.places.take(guild, 1, b"request")
        assert await repository.ties.agree(7, 1)
        assert await repository.ties.may_break(7, 1)
        await repository.top_of_group(7)
        assert await repository.ties.withdraw(7, 1)
        await repository.totals(7)
        await repository.board.takes_typed_names(7)
        await repository.board.hidden_among(7, ["Ana"])
        statements = [str(query) for (query,) in await postgres_store.run_sql(STATEMENTS)]
    of_tables = [query for query in statements if OF_A_TABLE.search(query)]
    assert len(of_tables) > 16
    assert [query for query in of_tables if not WITH_THE_GROUP.search(query)] == []
