"""Keeps what SimCord would project anew: with every answer, every message.

What has not changed is not computed again, and the page holds the latest messages, with a button
for earlier ones; so an answer takes about as long below fifty cards as below one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, ParamSpec, TypeVar

from simcord.preview import _action_plans, _messages, _snapshot

WINDOW = 12
"""Messages on the page when it opens, and that its button loads."""
MAX_KEPT = 1024
"""Projections that are kept; the oldest go first."""

P = ParamSpec("P")
R = TypeVar("R")


def keep_results(
    function: Callable[P, R], key_of: Callable[P, object | None], max_kept: int = MAX_KEPT
) -> Callable[P, R]:
    """Call a function once for each key; a key of None is never kept."""
    kept: dict[object, R] = {}

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        key = key_of(*args, **kwargs)
        if key is None:
            return function(*args, **kwargs)
        if key not in kept:
            if len(kept) >= max_kept:
                kept.pop(next(iter(kept)))
            kept[key] = function(*args, **kwargs)
        return kept[key]

    return call


def _components_key(
    _preview: object,
    page: Any,  # noqa: ANN401 - SimCord's, which is private
    message: Any,  # noqa: ANN401 - the same
    components: object,
    attachments: Sequence[object],
    context: Mapping[str, Any],
) -> object | None:
    """Tell components apart; images are never kept, since each page loads its own."""
    return None if attachments else (page.viewer.id, message.id, repr((components, context)))


def latest_messages(
    page: Any,  # noqa: ANN401 - as above
    visible: Sequence[Any],
) -> tuple[None, Sequence[Any], dict[str, object]]:
    """Return a page's messages up to the newest, in place of SimCord's `_history_window`.

    Its window slides, so that answers fall out of it once somebody has looked at earlier messages.
    This one grows: the button for earlier messages moves its anchor back by a window.
    """
    anchor = page.window_end_id
    end = sum(anchor is None or message.id <= anchor for message in visible)
    start = max(0, end - WINDOW)
    return None, visible[start:], {"hasBefore": start > 0, "hasAfter": False}


@contextmanager
def kept_projections() -> Iterator[None]:
    """Have SimCord keep projections, and show the latest messages alone, until the end."""
    decorate = _messages._decorate_components  # type: ignore[attr-defined] # noqa: SLF001 - no public way
    with ExitStack() as stack:
        for module, name, value in (
            (_messages, "_decorate_components", keep_results(decorate, _components_key)),
            (_snapshot, "_history_window", latest_messages),
            # The page has no list of messages to search, whose summaries would be made anew.
            (_snapshot, "_message_navigation", lambda *_: ([], {})),
            (_action_plans, "HISTORY_WINDOW_SIZE", WINDOW),
            (_action_plans, "HISTORY_STEP", 0),
        ):
            stack.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, value)
        yield
