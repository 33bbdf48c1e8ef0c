"""The cards of `/privacy`: the policy, the export, and the deletion with its confirmation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards.layout import Card
from bot.i18n.translator import Translator

MAX_LISTED_MATCHES = 15
"""Others that the card mentions."""


class PrivacyCard(Card):
    """What is stored, who sees it, for how long, and buttons to export or delete it."""

    def __init__(
        self,
        _: Translator,
        retention_days: int,
        buttons: Sequence[ui.Item[Any]],
        *,
        contact: str = "",
        matches: Sequence[int] = (),
        allow_invitations: ui.Item[Any] | None = None,
    ) -> None:
        """Lay it out.

        Args:
            _: the translator.
            retention_days: how long a server's stars outlive the bot's removal.
            buttons: below what is stored, where a long card shows them at once.
            contact: who is responsible and how to reach them, in the host's own Markdown, or empty.
            matches: ids of the others that the member matches with, or one of them has asked.
            allow_invitations: the button that does, where the member takes none.
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
            *([_no_invitations_section(_, allow_invitations)] if allow_invitations else []),
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


def _no_invitations_section(_: Translator, allow: ui.Item[Any]) -> ui.Section[Any]:
    text = _(
        "**You’ve turned off invitations** to shared searches. Nobody can send you one, and I tell "
        "anyone who tries."
    )
    return ui.Section(text, accessory=allow)


def _what(_: Translator) -> str:
    return _(
        "**What:** the list below and nothing else: no messages, nickname or avatar, and no "
        "names you skipped.\n- your user ID\n- for each name you star or add: the name, where "
        "it came from, when you starred it, its place among your favourites, and the "
        "server’s ID\n- for each server: roughly when you last used your favourites there\n- for "
        "shared searches: who you search with or have invited, since when, which names you like "
        "there, and whether you’ve turned off invitations\n- how far you’ve got through the lists "
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

    def __init__(self, _: Translator, filename: str) -> None:
        super().__init__(
            _("Here’s everything I keep about you."), ui.File(f"attachment://{filename}")
        )


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much is stored about a member.

    Attributes:
        stars: of the member.
        servers: those in which they are.
        outside_servers: whether some are outside of servers.
        matches: others with whom the member matches, or one of the two has invited the other.
        likes: names that the member likes in matches.
        takes_invitations: whether others may invite the member.
    """

    stars: int = 0
    servers: int = 0
    outside_servers: bool = False
    matches: int = 0
    likes: int = 0
    takes_invitations: bool = True


class ConfirmDeletionCard(Card):
    """The question whether to delete everything, with how much that is."""

    def __init__(self, _: Translator, buttons: Sequence[ui.Item[Any]], holdings: Holdings) -> None:
        title = _("Delete everything?")
        traces = _(
            "You have no stars left. I may still know the day you last used your favourites, and "
            "how far you’ve gone through names in DMs and with `/more`. This deletes that too."
        )
        lines = [*_consequences(_, holdings)] or [traces]
        super().__init__(f"## {title}", "\n".join(lines), buttons=buttons)


def _consequences(_: Translator, holdings: Holdings) -> Iterator[str]:
    if holdings.stars:
        yield _(
            "This deletes **{stars}** {where} for good. You can’t undo it.",
            stars=_.plural("{number} star", "{number} stars", holdings.stars),
            where=_location(_, holdings),
        )
    if holdings.matches:
        yield _.plural(
            "{number} shared search will end, for the other person too.",
            "{number} shared searches will end, for the other people too.",
            holdings.matches,
        )
    if holdings.likes:
        yield _.plural(
            "I’ll forget {number} name you like in a shared search.",
            "I’ll forget {number} names you like in shared searches.",
            holdings.likes,
        )
    if not holdings.takes_invitations:
        yield _("Anyone can invite you to a shared search again.")


class DeletedCard(Card):
    """What was deleted."""

    def __init__(self, _: Translator, holdings: Holdings) -> None:
        title = _("Deleted")
        amounts = {
            _.plural("{number} star", "{number} stars", holdings.stars): holdings.stars,
            _.plural(
                "{number} shared search", "{number} shared searches", holdings.matches
            ): holdings.matches,
            _.plural("{number} like", "{number} likes", holdings.likes): holdings.likes,
        }
        line = ", ".join(text for text, number in amounts.items() if number)
        note = _(
            "That was everything I kept about you. Messages already in the chat stay as they are."
        )
        super().__init__(f"## {title}", *([f"✓ {line}"] if line else []), note)


class DeletionFailedCard(Card):
    """The reply where the database or the record of deletions could not be written."""

    def __init__(self, _: Translator, buttons: Sequence[ui.Item[Any]]) -> None:
        title = _("Not deleted yet")
        text = _(
            "I couldn’t finish that. Try again in a moment, and if it keeps failing, tell the "
            "bot’s owner."
        )
        super().__init__(f"## {title}", text, buttons=buttons)


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


def _location(_: Translator, holdings: Holdings) -> str:
    servers = holdings.servers
    if not holdings.outside_servers:
        return _.plural("in {number} server", "in {number} servers", servers)
    if not servers:
        return _("in DMs")
    return _.plural("in {number} server and in DMs", "in {number} servers and in DMs", servers)
