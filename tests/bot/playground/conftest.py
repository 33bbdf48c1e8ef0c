from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest
from simcord import Env, Preview

from bot.i18n.languages import ENGLISH
from bot.i18n.translator import Translator, translator_for_language
from bot.playground.simulation import open_playground
from bot.services.name_service import NameService

Playground = Callable[[], AbstractAsyncContextManager[tuple[Env, Preview]]]


@pytest.fixture
def language() -> str | None:
    """The playground's language option; tests override it by parametrisation."""
    return None


@pytest.fixture
def translator(language: str | None) -> Translator:
    return translator_for_language(language or ENGLISH)


@pytest.fixture
def playground(name_service: NameService, language: str | None) -> Playground:
    """Opens the playground; SimCord's context must be left in the task that entered it."""
    return partial(open_playground, name_service, 0, language)
