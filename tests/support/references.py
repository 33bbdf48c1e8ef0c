"""What an object holds, directly or by what it holds."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from types import CoroutineType, FrameType, FunctionType, GeneratorType, ModuleType

Path = tuple[str, ...]
"""The names of the types of objects, each of which holds the next."""


def paths_to(
    root: object,
    is_found: Callable[[object], bool],
    *,
    but: tuple[type, ...] = (),
) -> Iterator[Path]:
    """Yield the shortest path to each object that is held and that somebody looks for.

    It follows whatever the garbage collector does: attributes, slots, the contents of collections,
    closures, and what running tasks have in their variables.

    Args:
        root: what holds them.
        is_found: whether an object is one of them.
        but: types of objects that are not followed. Classes, modules and the event loop, which
            belong to no object, are never.
    """
    ignored = (type, ModuleType, asyncio.AbstractEventLoop, *but)
    seen: dict[int, object] = {id(root): root}  # held, so that no other object gets its id
    level: list[tuple[Path, object]] = [((type(root).__name__,), root)]
    while level:
        held = [(path, each) for path, holder in level for each in _held_by(holder)]
        level = []
        for path, each in held:
            if is_found(each):
                yield path
            elif id(each) not in seen and not isinstance(each, ignored):
                seen[id(each)] = each
                level.append(((*path, type(each).__name__), each))


def _held_by(holder: object) -> list[object]:
    if isinstance(holder, FunctionType):  # not its module
        return [holder.__closure__, holder.__defaults__, holder.__kwdefaults__, holder.__dict__]
    if isinstance(holder, FrameType):
        return [*holder.f_locals.values()]
    if isinstance(holder, CoroutineType):
        return [holder.cr_frame, holder.cr_await]
    if isinstance(holder, GeneratorType):
        return [holder.gi_frame, holder.gi_yieldfrom]
    return gc.get_referents(holder)
