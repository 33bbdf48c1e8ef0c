"""What is kept about a member, the last question before it is deleted, and what came of that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.i18n.translator import Translator


@dataclass(frozen=True, slots=True)
class Holding:
    """How much is kept of a member: stars, in how many servers, and whether outside of them too."""

    stars: int
    servers: int
    outside: bool


@dataclass(frozen=True, slots=True)
class Deleted:
    """What came of a deletion.

    Attributes:
        deleted: how many of each kind of thing every part has deleted, by what the part keeps.
        failed: what the parts keep that could not delete theirs.
    """

    deleted: Mapping[str, Mapping[str, int]]
    failed: Sequence[str]


class PrivacyCard(Card):
    """What is kept, who sees it, for how long, and buttons to have it handed out or deleted.

    Args:
        words: of the member.
        grace: days that stars outlive the bot's removal from a server.
        buttons: one at least.
    """

    def __init__(self, _: Translator, grace: int, buttons: Sequence[ui.Item[Any]]) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow(*buttons)
        title, note = _("What I keep about you"), _("Only you see this.")
        super().__init__(
            ui.TextDisplay(f"## 🔒 {title}"),
            ui.Separator(),
            *(ui.TextDisplay(text) for text in _policy(_, grace)),
            ui.Separator(),
            ui.TextDisplay(f"-# {note}"),
            row,
        )


def _policy(_: Translator, grace: int) -> Iterator[str]:
    yield _(
        "**What:** your id, and for each name that you starred or added the name itself, where it "
        "came from, when you starred it, its place in your order, and the server’s id. Nothing "
        "else: no messages, no nickname, no picture."
    )
    yield _(
        "**Who sees it:** your list is yours alone until you share it. Cards say how many have "
        "starred a name, never who."
    )
    yield _(
        "**How long:** until you take a star back, or delete everything below. When a server "
        "removes me, its stars are deleted {days} days later.",
        days=grace,
    )
    yield _(
        "**Backups:** whoever runs me may keep some. What you delete is gone from my database at "
        "once, but stays in older backups until those are deleted. Should one be put back before, "
        "a mark that does not hold your id tells me to delete yours again."
    )


class ExportCard(Card):
    """The file with all that is kept."""

    def __init__(self, _: Translator, stars: int, file: str) -> None:
        amount = _.plural("{number} star", "{number} stars", stars)
        super().__init__(
            ui.TextDisplay(_("This is all that I keep about you: **{stars}**.", stars=amount)),
            ui.File(f"attachment://{file}"),
        )


class SureCard(Card):
    """What would be deleted, and whether it should be."""

    def __init__(self, _: Translator, holding: Holding, buttons: Sequence[ui.Item[Any]]) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow(*buttons)
        title = _("Delete everything?")
        text = _(
            "**{stars}** {where} will be gone for good. This cannot be undone.",
            stars=_.plural("{number} star", "{number} stars", holding.stars),
            where=_where(_, holding),
        )
        super().__init__(ui.TextDisplay(f"## {title}"), ui.TextDisplay(text), row)


class DeletedCard(Card):
    """What every part has deleted, and what could not be; buttons may offer another try."""

    def __init__(self, _: Translator, deleted: Deleted, buttons: Sequence[ui.Item[Any]]) -> None:
        row: ui.ActionRow[Any] = ui.ActionRow(*buttons)
        super().__init__(
            ui.TextDisplay(f"## {_title(_, deleted)}"),
            ui.TextDisplay("\n".join(_lines(_, deleted))),
            ui.TextDisplay(_end(_, deleted)),
            *([row] if buttons else []),
        )


class NothingCard(Card):
    """There is nothing to delete."""

    def __init__(self, _: Translator) -> None:
        super().__init__(
            ui.TextDisplay(_("You have no stars anywhere, so there is nothing to delete."))
        )


class KeptCard(Card):
    """Nothing was deleted."""

    def __init__(self, _: Translator) -> None:
        super().__init__(ui.TextDisplay(_("Nothing was deleted. Your stars stay yours.")))


def _where(_: Translator, holding: Holding) -> str:
    if not holding.outside:
        return _.plural("in {number} server", "in {number} servers", holding.servers)
    if not holding.servers:
        return _("outside of servers")
    return _.plural(
        "in {number} server and outside of it",
        "in {number} servers and outside of them",
        holding.servers,
    )


def _lines(_: Translator, deleted: Deleted) -> Iterator[str]:
    for part, amounts in deleted.deleted.items():
        if any(amounts.values()):
            yield f"✓ {_(part)}: {_amounts(_, amounts)}"
    for part in deleted.failed:
        said = _("Could not be deleted: {part}", part=_(part))
        yield f"✕ {said}"


def _title(_: Translator, deleted: Deleted) -> str:
    if not deleted.failed:
        return _("Deleted")
    return _("Not everything could be deleted")


def _end(_: Translator, deleted: Deleted) -> str:
    if not deleted.failed:
        return _("That was all that I kept about you.")
    return _(
        "What could not be deleted is as it was. Try again in a moment, and if it happens again, "
        "tell whoever runs me."
    )


def _amounts(_: Translator, amounts: Mapping[str, int]) -> str:
    return ", ".join(_amount(_, kind, number) for kind, number in amounts.items())


def _amount(_: Translator, kind: str, number: int) -> str:
    if kind == "stars":
        return _.plural("{number} star", "{number} stars", number)
    return f"{_.number(number)} {_(kind)}"
