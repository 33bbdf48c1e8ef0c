"""The cards of `/match`: the question, the deck of one of the two, a match, and the end."""

from collections.abc import Iterator, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import condition_label, country_label, gender_labels
from bot.cards.layout import Card
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.generation import NameRequest

MAX_LISTED = 30
"""Names of both that a card lists."""
LIST_ID = 7
"""Id of the component that lists them, to find them on a card that was sent."""


class MatchQuestionCard(Card):
    """Asks a member, for all to see, whether the two may see what both like."""

    def __init__(
        self,
        _: Translator,
        asker: str,
        asked: str,
        country: str | None,
        buttons: Sequence[ui.Item[Any]],
    ) -> None:
        """Lay it out.

        Args:
            _: the translator.
            asker: mentions who asks, which notifies nobody.
            asked: mentions who is asked.
            country: where the two would begin, by its code; None where each may begin elsewhere.
            buttons: to answer.
        """
        title = _("Find a name together?")
        text = _(
            "Hi {asked}! {asker} would like to find a name with you. You’d each go through "
            "names on your own, liking some and skipping others. You both see only the names "
            "that both of you like here, and nobody else does. Nobody finds out what you skip, "
            "and either of you can stop at any time.",
            asker=asker,
            asked=asked,
        )
        waiting = _("Waiting for {asked} to answer.", asked=asked)
        lines = [*_start_lines(_, country), f"-# {waiting}"]
        super().__init__(f"## 💞 {title}", text, *lines, buttons=buttons)


class MatchAgreedCard(Card):
    """What becomes of the question when it is answered with yes."""

    def __init__(
        self,
        _: Translator,
        asker: str,
        asked: str,
        country: str | None,
        buttons: Sequence[ui.Item[Any]],
    ) -> None:
        text = _(
            "{asker} and {asked}, you’re in! Each of you goes through names in private. Start "
            "below, or with `/match`.",
            asker=asker,
            asked=asked,
        )
        super().__init__(f"💞 {text}", *_start_lines(_, country), buttons=buttons)


class MatchClosedCard(Card):
    """What becomes of the question when it is not, whoever closed it."""

    def __init__(self, _: Translator) -> None:
        super().__init__(_("This invitation is closed."))


class MatchEndingCard(Card):
    """Asks whether to end a match."""

    def __init__(
        self,
        _: Translator,
        other: str,
        both: Sequence[str],
        buttons: Sequence[ui.Item[Any]],
        stars: ui.Item[Any] | None = None,
    ) -> None:
        """Lay it out.

        Args:
            _: the translator.
            other: mentions the other member.
            both: names that both like, the latest last.
            buttons: to end it, or to go on.
            stars: a list of those names, to star some.
        """
        title = _("End this shared search?")
        text = _(
            "It’ll end for {other} too, and I’ll forget what each of you liked here. You keep "
            "your stars, so star any names you want to keep.",
            other=other,
        )
        super().__init__(
            f"## {title}",
            text,
            list_of_both(_, both),
            *([] if stars is None else [ui.ActionRow[Any](stars)]),
            buttons=buttons,
        )


class MatchEndedCard(Card):
    """Tells one of the two that the match has ended, and shows the last list."""

    def __init__(
        self,
        _: Translator,
        other: str,
        both: ui.TextDisplay[Any] | None,
        stars: ui.Item[Any] | None = None,
    ) -> None:
        """Lay it out.

        Args:
            _: the translator.
            other: mentions the other member.
            both: the list of what both like; None if it is not known any more.
            stars: a list of those names, to star some.
        """
        title = _("You and {other}", other=other)
        text = _("This shared search has ended. To invite the other person again, use `/match`.")
        super().__init__(
            f"## {title}",
            text,
            *([] if both is None else [both]),
            *([] if stars is None else [ui.ActionRow[Any](stars)]),
        )


class MatchCard(Card):
    """A member's side of a match: what both like, and the next name of the deck."""

    def __init__(  # noqa: PLR0913 - one for each part of the card
        self,
        _: Translator,
        other: str,
        both: Sequence[str],
        name: str,
        buttons: Sequence[ui.Item[Any]],
        *,
        elsewhere: NameRequest | None = None,
        lists: Sequence[ui.Item[Any]] = (),
        news: Sequence[str] = (),
        stars: ui.Item[Any] | None = None,
    ) -> None:
        """Lay it out.

        Args:
            _: the translator.
            other: mentions the other member.
            both: names that both like, the latest last.
            name: the name to like or pass, or what to do where there is none.
            buttons: below it.
            elsewhere: what the other chose, if it is something else.
            lists: of countries, where there is no name.
            news: names that both like, of which the member has not been told yet.
            stars: a list of names that both like, to star some.
        """
        title = _("You and {other}", other=other)
        note = _(
            "If you both choose the same country and letters, you’ll see the same names. Your "
            "likes stay private until you both like the same name."
        )
        super().__init__(
            f"## 💞 {title}",
            *([_news_line(_, news)] if news else []),
            *([list_of_both(_, both)] if both else []),
            *([] if stars is None else [ui.ActionRow[Any](stars)]),
            ui.Separator(),
            *_elsewhere_lines(_, other, elsewhere),
            name,
            *(ui.ActionRow[Any](item) for item in lists),
            ui.Separator(),
            f"-# {note}",
            buttons=buttons,
        )


class MatchFoundCard(Card):
    """The moment in which a name turns out to be one that both like."""

    def __init__(
        self,
        _: Translator,
        other: str,
        name: str,
        both: Sequence[str],
        buttons: Sequence[ui.Item[Any]],
    ) -> None:
        """Lay it out.

        Args:
            _: the translator.
            other: mentions the other member.
            name: the name.
            both: all names that both like, the latest last.
            buttons: to star it, and to go on.
        """
        text = _("It’s a match! You and {other} both like it.", other=other)
        title = f"# 🎉 {escape_markdown(name)}"
        super().__init__(title, text, list_of_both(_, both), buttons=buttons)


def name_to_choose(_: Translator, name: str, request: NameRequest) -> str:
    """Return a name of a deck, and what the deck is of; it says nothing of the name itself."""
    return f"## {escape_markdown(name)}\n-# {' · '.join(_labels(_, request))}"


def liked_line(_: Translator, name: str) -> str:
    """Return the line that confirms what the member has just liked, if anything."""
    text = _("You like {name}.", name=escape_markdown(name))
    return f"-# ♥️ {text}" if name else ""


def choose_first(_: Translator) -> str:
    """Return what to do before a country is chosen."""
    return _("Choose a country to start. You can choose a gender and letters later.")


def all_liked(_: Translator, request: NameRequest) -> str:
    """Return what to do where a member likes all that comes next."""
    text = _("You already like the names that come next. Press **Next** to see more.")
    return f"{text}\n-# {' · '.join(_labels(_, request))}"


def list_of_both(_: Translator, both: Sequence[str]) -> ui.TextDisplay[Any]:
    """List what both like, in a component that is found again on a card that was sent."""
    return ui.TextDisplay(_both_line(_, both), id=LIST_ID)


def _start_lines(_: Translator, country: str | None) -> Iterator[str]:
    """Yield where two begin, if they agreed on a country."""
    if country is not None:
        label = country_label(_, country)
        yield _(
            "To start with: {country}. You can each switch to another at any time.", country=label
        )


def _elsewhere_lines(_: Translator, other: str, chosen: NameRequest | None) -> Iterator[str]:
    if chosen is not None:
        yield _("{other} chose {country}.", other=other, country=" · ".join(_labels(_, chosen)))


def _both_line(_: Translator, both: Sequence[str]) -> str:
    if not both:
        return _("There’s no name you both like yet.")
    return _.plural(
        "{number} name you both like: {names}",
        "{number} names you both like: {names}",
        len(both),
        names=_listed(both),
    )


def _news_line(_: Translator, news: Sequence[str]) -> str:
    text = _("New since you last looked: {names}", names=_listed(news))
    return f"🎉 {text}"


def _listed(names: Sequence[str]) -> str:
    """Return the latest names, of which more are left out with a sign."""
    listed = ", ".join(f"**{escape_markdown(name)}**" for name in names[-MAX_LISTED:])
    return listed if len(names) <= MAX_LISTED else f"…, {listed}"


def _labels(_: Translator, request: NameRequest) -> Iterator[str]:
    yield condition_label(_, request.condition)
    yield from gender_labels(_, request.condition.gender)
    if request.starts_with:
        yield _("starts with {letters}", letters=escape_markdown(request.starts_with))
    if request.filters.ends_with:
        yield _("ends with {letters}", letters=escape_markdown(request.filters.ends_with))
