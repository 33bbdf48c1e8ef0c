"""What a member, or all, are told of a star."""

from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, shows_counts
from bot.store.stars import Starred

CELEBRATED_STARS = 3
"""Stars of a name that are a moment worth a word."""


def starred_message(_: Translator, name: str, *, is_hidden: bool = False) -> str:
    """Confirm that a name is now a favourite, and say if the group's top five leaves it out."""
    if is_hidden:
        return _(
            "**{name}** is now one of your favourites. Only you see it, because the server’s "
            "managers have hidden it from the top five. See all your favourites with "
            "`/favourites list`.",
            name=escape_markdown(name),
        )
    return _(
        "**{name}** is now one of your favourites. See them all with `/favourites list`.",
        name=escape_markdown(name),
    )


def news_of_a_star(interaction: NomenInteraction, name: str, starred: Starred) -> str:
    """Return what to tell a member of a star that they have just given, if anything.

    That it is their first one, or that the name has stars of others, too. All see the same button,
    so that it cannot tell them whose stars it counts.
    """
    _, message = translator_for_user(interaction), interaction.message
    escaped = escape_markdown(name)
    if not starred.is_new:
        return _("**{name}** is one of your favourites.", name=escaped)
    if starred.is_hidden:
        return starred_message(_, name, is_hidden=True)
    if starred.favourites == 1:
        return _(
            "⭐ **{name}** is your first favourite here! `/favourites list` shows all yours, and "
            "`/more` invents names like them.",
            name=escaped,
        )
    is_shown = message and not message.flags.ephemeral and shows_counts(interaction)
    if not is_shown or starred.members <= 1:
        return ""
    return _.plural(
        "⭐ **{name}** has {number} star now, and it’s yours.",
        "⭐ **{name}** has {number} stars now, and one is yours.",
        starred.members,
        name=escaped,
    )


def third_star_line(interaction: NomenInteraction, name: str, starred: Starred) -> str:
    """Return the line for all who see a name's third star; empty at any other."""
    if not starred.is_new or starred.members != CELEBRATED_STARS:
        return ""
    _ = translator_for_channel(interaction)
    return _("🎉 **{name}** just got its third star here!", name=escape_markdown(name))
