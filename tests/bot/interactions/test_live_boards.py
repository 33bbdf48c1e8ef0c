from collections.abc import Callable, Collection

from bot.interactions.live_boards import LiveBoards, ShownBoard


class Exchange:
    """Passes boards on to all that listen to it, as a database does."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[ShownBoard], object]] = []

    def listen(self, listener: Callable[[ShownBoard], object]) -> None:
        self._listeners.append(listener)

    def announce(self, boards: Collection[ShownBoard]) -> None:
        for board in boards:
            for listener in self._listeners:
                listener(board)


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


def test_processes_know_of_each_others_boards() -> None:
    exchange = Exchange()
    one, other = LiveBoards(exchange), LiveBoards(exchange)
    one.add(7, 70, 1)
    other.add(7, 70, 2)
    assert one.latest(7) == other.latest(7) == ((70, 1), (70, 2))


def test_process_that_came_later_hears_of_the_boards_of_guilds_that_it_takes_over() -> None:
    exchange = Exchange()
    before = LiveBoards(exchange)
    for guild in (7, 8):
        before.add(guild, 70, 1)
    after = LiveBoards(exchange)
    before.hand_over(lambda guild: guild == 7)
    assert [guild for guild in (7, 8) if after.latest(guild)] == [7]
