"""Which messages with a group's top five are remembered."""

from bot.interactions.live_boards import LiveBoards


def test_the_latest_messages_of_a_guild_are_remembered() -> None:
    boards = LiveBoards(max_messages=2)
    for message in (1, 2, 3):
        boards.add(7, 70, message)
    assert boards.latest(7) == ((70, 2), (70, 3))
    assert boards.latest(8) == ()


def test_a_message_shown_again_is_remembered_once_as_the_latest() -> None:
    boards = LiveBoards(max_messages=2)
    for message in (1, 2, 1, 3):
        boards.add(7, 70, message)
    assert boards.latest(7) == ((70, 1), (70, 3))


def test_the_least_recent_guild_is_forgotten() -> None:
    boards = LiveBoards(max_guilds=2)
    for guild in (7, 8, 7, 9):
        boards.add(guild, 70, 1)
    assert [guild for guild in (7, 8, 9) if boards.latest(guild)] == [7, 9]
