"""The cards of `/match`: the question, the deck of one of the two, and their end."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator

MAX_LISTED = 30
"""Names of both that a card lists."""


class MatchQuestionCard(Card):
    """Asks a member, for all to see, whether the two may see what both have starred."""

    def __init__(
        self, _: Translator, asker: str, asked: str, buttons: Sequence[ui.Item[Any]]
    ) -> None:
        """Lay it out; members are mentioned, which notifies nobody."""
        title = _("Find a name together?")
        text = _(
            "{asked}: {asker} would like to find a name with you. If you agree, I show the two of "
            "you, and nobody else, which names both of you have starred here, and names to like or "
            "pass. Either of you can end it at any time; what you pass stays unknown.",
            asker=asker,
            asked=asked,
        )
        super().__init__(f"## 💞 {title}", text, buttons=buttons)


class MatchAgreedCard(Card):
    """What becomes of the question when it is answered with yes."""

    def __init__(self, _: Translator, asker: str, asked: str) -> None:
        super().__init__(
            _(
                "{asker} and {asked}: use `/match` to draw names, each for yourself.",
                asker=asker,
                asked=asked,
            )
        )


class MatchClosedCard(Card):
    """What becomes of the question when it is not, whoever closed it."""

    def __init__(self, _: Translator) -> None:
        super().__init__(_("This question is closed."))


class MatchEndedCard(Card):
    """The confirmation that nobody sees anything any more."""

    def __init__(self, _: Translator, other: str) -> None:
        super().__init__(
            _(
                "Ended: you and {other} no longer see what you both like. Your stars are still "
                "yours.",
                other=other,
            )
        )


class MatchCard(Card):
    """A member's side of a match: what both like, and the next name of the deck."""

    def __init__(
        self,
        _: Translator,
        other: str,
        both: Sequence[str],
        drawn: NameRow | None,
        buttons: Sequence[ui.Item[Any]],
        *,
        new: str = "",
    ) -> None:
        """Lay it out.

        Args:
            _: the translator.
            other: mentions the other member.
            both: names that both have starred, the latest last.
            drawn: the name to like or pass; None if there is nothing to draw from yet.
            buttons: below it.
            new: the name that both like since the last press, if any.
        """
        title = _("You and {other}", other=other)
        news = [_("🎉 You both like **{name}**!", name=escape_markdown(new))] if new else []
        note = _("Only you see this. What you pass is kept nowhere, and nobody learns of it.")
        super().__init__(
            f"## 💞 {title}",
            *news,
            _both_line(_, both),
            ui.Separator(),
            drawn.to_item() if drawn else _nothing_to_draw(_),
            ui.Separator(),
            f"-# {note}",
            buttons=buttons,
        )


def _both_line(_: Translator, both: Sequence[str]) -> str:
    if not both:
        return _("There is no name yet that both of you like.")
    names = [f"**{escape_markdown(name)}**" for name in both[-MAX_LISTED:]]
    listed = ", ".join(names) if len(both) <= MAX_LISTED else f"…, {', '.join(names)}"
    return _.plural(
        "{number} name that both of you like: {names}",
        "{number} names that both of you like: {names}",
        len(both),
        names=listed,
    )


def _nothing_to_draw(_: Translator) -> str:
    return _(
        "I draw names like those that one of you has starred. Star one first, for example after "
        "`/name {option}: {country}`.",
        option=_.option_name("country"),
        country=_.country_name("NL"),
    )
