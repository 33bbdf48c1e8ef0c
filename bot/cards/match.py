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
            "{asked}: {asker} would like to find a name with you. If you agree, I’ll "
            "show the two of you, and nobody else, which names you’ve both starred "
            "here, and new names to like or skip. Either of you can end it at any time,"
            " and nobody finds out what you skip.",
            asker=asker,
            asked=asked,
        )
        super().__init__(f"## 💞 {title}", text, buttons=buttons)


class MatchAgreedCard(Card):
    """What becomes of the question when it is answered with yes."""

    def __init__(self, _: Translator, asker: str, asked: str) -> None:
        super().__init__(
            _(
                "{asker} and {asked}: use `/match` to go through names, each of you privately.",
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
                "Ended: you and {other} can no longer see which names you both like. You "
                "keep your stars.",
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
        note = _(
            "Only you can see this. The names you skip aren’t kept anywhere, and nobody "
            "finds out about them."
        )
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
        return _("There’s no name yet that you both like.")
    names = [f"**{escape_markdown(name)}**" for name in both[-MAX_LISTED:]]
    listed = ", ".join(names) if len(both) <= MAX_LISTED else f"…, {', '.join(names)}"
    return _.plural(
        "{number} name you both like: {names}",
        "{number} names you both like: {names}",
        len(both),
        names=listed,
    )


def _nothing_to_draw(_: Translator) -> str:
    return _(
        "I pick names like the ones either of you has starred. Star one first, for "
        "example after `/name {option}: {country}`.",
        option=_.option_name("country"),
        country=_.country_name("NL"),
    )
