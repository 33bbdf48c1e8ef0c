"""The cards of `/privacy`: the policy, the export, and the deletion with its confirmation."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from discord import ui
from discord.utils import format_dt

from bot.cards.layout import Card
from bot.i18n.translator import Translator

MAX_LISTED_MATCHES = 15
"""Others that the card mentions."""


class PrivacyCard(Card):
    """What is stored, who sees it, for how long, and buttons to export or delete it."""

    def __init__(  # noqa: PLR0913 - one for each part of the card
        self,
        _: Translator,
        retention_days: int,
        buttons: Sequence[ui.Item[Any]],
        *,
        contact: str = "",
        matches: Sequence[int] = (),
        ties: int = 0,
        not_asked: ui.Item[Any] | None = None,
    ) -> None:
        """Lay it out.

        Args:
            _: the translator.
            retention_days: how long a server's stars outlive the bot's removal.
            buttons: below what is stored, where a long card shows them at once.
            contact: who is responsible and how to reach them, in the host's own Markdown, or empty.
            matches: ids of the others that the member matches with, or one of them has asked.
            ties: in how many servers the member lets their order break ties.
            not_asked: says by whom the member is not asked for matches.
        """
        title = _("What I keep about you")
        super().__init__(
            f"## 🔒 {title}",
            ui.Separator(),
            _what(_),
            ui.ActionRow[Any](*buttons),
            ui.Separator(),
            *_policy_paragraphs(_, retention_days),
            *([_matches_paragraph(_, matches)] if matches else []),
            *([] if not_asked is None else [not_asked]),
            *([_ties_paragraph(_, ties)] if ties else []),
            *([_("**Who is responsible:** {contact}", contact=contact)] if contact else []),
        )


def _matches_paragraph(_: Translator, matches: Sequence[int]) -> str:
    mentions = [f"<@{member}>" for member in matches[:MAX_LISTED_MATCHES]]
    listed = ", ".join(mentions + ["…"] * (len(matches) > MAX_LISTED_MATCHES))
    return _(
        "**Your shared searches and invitations** from `/match`: {others}. They last until "
        "one of you ends them. You both see only the names that both of you like there.",
        others=listed,
    )


def not_asked_section(
    _: Translator, people: Sequence[int], servers: int, button: ui.Item[Any], *, in_messages: bool
) -> ui.Section[Any]:
    """Say by whom a member is not asked for matches.

    Args:
        _: the translator.
        people: ids of those who do not ask anywhere.
        servers: in how many nobody does.
        button: lets them ask again.
        in_messages: whether nobody does in direct messages.
    """
    mentions = [f"<@{member}>" for member in people[:MAX_LISTED_MATCHES]]
    mentions += ["…"] * (len(people) > MAX_LISTED_MATCHES)
    if servers:
        mentions.append(
            _.plural("everyone in {number} server", "everyone in {number} servers", servers)
        )
    if in_messages:
        mentions.append(_("everyone in DMs"))
    text = _(
        "**You’ve turned off invitations** from: {others}. They stay unanswered, and I don’t list "
        "them here.",
        others=", ".join(mentions),
    )
    return ui.Section(text, accessory=button)


def _ties_paragraph(_: Translator, servers: int) -> str:
    return _.plural(
        "**Breaking ties:** when names have the same number of stars, your favourites help "
        "decide the top five in {number} server, until you turn that off. I don’t show "
        "anyone your order, but in a small server they may guess it.",
        "**Breaking ties:** when names have the same number of stars, your favourites help "
        "decide the top five in {number} servers, until you turn that off. I don’t show "
        "anyone your order, but in a small server they may guess it.",
        servers,
    )


def _what(_: Translator) -> str:
    return _(
        "**What:** the list below and nothing else: no messages, nickname or avatar, and no "
        "names you skipped.\n- your user ID\n- for each name you star or add: the name, where "
        "it came from, when you starred it, its place among your favourites, and the "
        "server’s ID\n- for each server: roughly when you last used your favourites there, "
        "and whether they help break ties\n- for shared searches: who you search with or have "
        "invited, since when, which names you like there, whose invitations you’ve turned off, "
        "and, for a day, when you last invited someone\n- how far you’ve got through the lists "
        "of names, in DMs and with `/more`"
    )


def _policy_paragraphs(_: Translator, retention_days: int) -> Iterator[str]:
    yield _(
        "**Who sees it:** only you see your favourites, unless you share your top five. In a "
        "shared search, the other person sees which country, gender and letters you choose, and "
        "only the names that both of you like there. I show how many people starred a name, "
        "never who."
    )
    yield _(
        "**How long:** I keep a star until you remove it or delete everything. If you don’t use "
        "your favourites in a server or in DMs for two years, I delete your stars there. If I’m "
        "removed from a server, I delete its stars {days} days later.",
        days=retention_days,
    )
    yield _(
        "**Backups:** the bot’s owner may keep some. What you delete is gone from my database "
        "right away, but stays in older backups until those are deleted too. If one is ever "
        "restored, a marker without your ID tells me to delete your data again."
    )


class ExportCard(Card):
    """The exported file."""

    def __init__(self, _: Translator, stars: int, filename: str) -> None:
        amount = _.plural("{number} star", "{number} stars", stars)
        super().__init__(
            _("Here’s everything I keep about you, including **{stars}**.", stars=amount),
            ui.File(f"attachment://{filename}"),
        )


class ConfirmDeletionCard(Card):
    """The question whether to delete everything, with how much that is."""

    def __init__(  # noqa: PLR0913 - one for each kind of thing
        self,
        _: Translator,
        buttons: Sequence[ui.Item[Any]],
        *,
        stars: int,
        servers: int,
        outside_servers: bool,
        matches: int,
        likes: int = 0,
        refusals: int = 0,
    ) -> None:
        """Lay it out.

        Args:
            _: the reader's language.
            buttons: to delete or to keep it.
            stars: of the member.
            servers: those in which they are.
            outside_servers: whether some are outside of servers.
            matches: others with whom the member matches, or one of the two has asked.
            likes: names that the member likes in matches.
            refusals: people and groups by whom the member does not want to be asked.
        """
        title = _("Delete everything?")
        text = _(
            "This deletes **{stars}** {where} for good. You can’t undo it.",
            stars=_.plural("{number} star", "{number} stars", stars),
            where=_location(_, servers, outside_servers=outside_servers),
        )
        ended = _.plural(
            "{number} shared search will end, for the other person too.",
            "{number} shared searches will end, for the other people too.",
            matches,
        )
        liked = _.plural(
            "I’ll forget {number} name you like in a shared search.",
            "I’ll forget {number} names you like in shared searches.",
            likes,
        )
        allowed = _("Anyone can invite you to a shared search again.")
        traces = _(
            "You have no stars left. I may still know the day you last used your favourites, how "
            "far you’ve gone through names in DMs and with `/more`, and when you last invited "
            "someone. This deletes that too."
        )
        lines = [
            *([text] if stars else []),
            *([ended] if matches else []),
            *([liked] if likes else []),
            *([allowed] if refusals else []),
        ]
        super().__init__(f"## {title}", "\n".join(lines or [traces]), buttons=buttons)


class DeletionResultCard(Card):
    """The receipt: what was deleted and when, or that it failed; buttons may offer to try again."""

    def __init__(
        self,
        _: Translator,
        number: str,
        at: datetime,
        deleted: Mapping[str, int] | None,
        buttons: Sequence[ui.Item[Any]] = (),
    ) -> None:
        """Lay it out.

        Args:
            _: the reader's language.
            number: for the member to quote.
            at: when.
            deleted: how many of each kind of thing; None if it failed.
            buttons: to try again.
        """
        title = _("Deleted") if deleted is not None else _("Some things couldn’t be deleted")
        quoted = _(
            "{when} · reference `{number}`, in case you need to ask the bot’s owner",
            when=format_dt(at, "f"),
            number=number,
        )
        super().__init__(
            f"## {title}",
            _result_line(_, deleted),
            _result_note(_, failed=deleted is None),
            f"-# {quoted}",
            buttons=buttons,
        )


class NothingStoredCard(Card):
    """The reply where there is nothing to delete."""

    def __init__(self, _: Translator) -> None:
        super().__init__(
            _("You have no stars and no shared searches, so there’s nothing to delete.")
        )


class DeletionCancelledCard(Card):
    """The reply to a cancelled deletion."""

    def __init__(self, _: Translator) -> None:
        super().__init__(_("Nothing was deleted. You still have all your stars."))


def _location(_: Translator, servers: int, *, outside_servers: bool) -> str:
    if not outside_servers:
        return _.plural("in {number} server", "in {number} servers", servers)
    if not servers:
        return _("in DMs")
    return _.plural("in {number} server and in DMs", "in {number} servers and in DMs", servers)


def _result_line(_: Translator, deleted: Mapping[str, int] | None) -> str:
    if deleted is None:
        failure = _("Couldn’t delete: {part}", part=_("favourites"))
        return f"✕ {failure}"
    amounts = ", ".join(_amount(_, kind, number) for kind, number in deleted.items())
    line = _("{part}: {amounts}", part=_("favourites"), amounts=amounts)
    return f"✓ {line}"


def _result_note(_: Translator, *, failed: bool) -> str:
    if not failed:
        return _(
            "That was everything I kept about you. Messages already in the chat stay as they are."
        )
    return _(
        "Whatever couldn’t be deleted is still there. Try again in a moment. If it keeps failing, "
        "tell the bot’s owner."
    )


def _amount(_: Translator, kind: str, number: int) -> str:
    if kind == "stars":
        return _.plural("{number} star", "{number} stars", number)
    if kind == "matches":
        return _.plural("{number} shared search", "{number} shared searches", number)
    if kind == "likes":
        return _.plural("{number} like", "{number} likes", number)
    if kind == "refusals":
        return _.plural(
            "{number} invitation setting",
            "{number} invitation settings",
            number,
        )
    if kind == "places":
        return _.plural(
            "your place in {number} list of names",
            "your place in {number} lists of names",
            number,
        )
    return f"{_.format_number(number, ',')} {_(kind)}"
