from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest
from simcord import Env, Preview

from bot.playground.simulation import open_playground
from bot.services.name_service import NameService

Playground = Callable[..., AbstractAsyncContextManager[tuple[Env, Preview]]]


@pytest.fixture
def playground(name_service: NameService) -> Playground:
    """Opens the playground, in a language if it is given one.

    SimCord's context must be left in the task that entered it.
    """
    return partial(open_playground, name_service, 0)
