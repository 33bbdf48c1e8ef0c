"""Keeps what SimCord's page would project anew: with every answer, every message and its summary.

What has not changed is not computed again, and the page holds the latest messages, with a button
for earlier ones; so an answer takes about as long below fifty cards as below one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, ParamSpec, TypeVar

from simcord.preview import _action_plans, _messages, _queries, _snapshot

WINDOW = 12
"""Messages on the page, and in its drawer, at once."""
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


def _summary_key(
    _preview: object,
    page: Any,  # noqa: ANN401 - as above
    message: object,
    _channel: object,
    *,
    context: object = None,
) -> object:
    return page.viewer.id, repr((message, context))


def with_target(window: Callable[P, R]) -> Callable[P, R]:
    """Have SimCord's `_history_window` show the message that a page is at.

    It begins 24 messages before it, which is more than so small a window has.
    """

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        page: Any
        visible: Any
        page, visible = args
        if page.target_id is not None and page.window_end_id == page.target_id:
            later = [message.id for message in visible if message.id > page.target_id]
            page.window_end_id = later[WINDOW // 2] if len(later) > WINDOW // 2 else None
        return window(*args, **kwargs)

    return call


@contextmanager
def kept_projections() -> Iterator[None]:
    """Have SimCord keep projections, and show so many messages, until the end."""
    decorate = _messages._decorate_components  # type: ignore[attr-defined] # noqa: SLF001 - no public way
    summarise = _queries._message_summary_parts  # noqa: SLF001 - the same
    window = _snapshot._history_window  # noqa: SLF001 - the same
    with ExitStack() as stack:
        for module, name, value in (
            (_snapshot, "_history_window", with_target(window)),
            (_messages, "_decorate_components", keep_results(decorate, _components_key)),
            (_queries, "_message_summary_parts", keep_results(summarise, _summary_key)),
            (_snapshot, "HISTORY_WINDOW_SIZE", WINDOW),
            (_queries, "QUERY_PAGE_SIZE", WINDOW),
            (_action_plans, "HISTORY_WINDOW_SIZE", WINDOW),
            (_action_plans, "HISTORY_STEP", WINDOW // 2),
        ):
            stack.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, value)
        yield
