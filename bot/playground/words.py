"""The page's own words, and which language a visitor reads."""

from collections.abc import Mapping

from bot.i18n.languages import ENGLISH, languages
from bot.i18n.translator import Translator


def preferred_language(accepted: str) -> str:
    """Return the first of the bot's languages that a browser's `Accept-Language` names."""
    wishes = (wish.strip().partition(";q=") for wish in accepted.split(","))
    weights = [(_weight(weight), tag.partition("-")[0].lower()) for tag, _, weight in wishes]
    weights.sort(key=lambda wish: -wish[0])
    return next((tag for weight, tag in weights if weight and tag in languages()), ENGLISH)


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def page_words(_: Translator) -> Mapping[str, str]:
    """Return the page's words by what they are for; `{…}` is filled in by the page."""
    return {
        "language": _.language,
        "topic": _("Try me here. Everything stays on this computer, and is gone when you stop me."),
        "viewingAs": _("Viewing as"),
        "channel": _("Conversation"),
        "message": _("Message"),
        "placeholder": _("Type /name to invent first names"),
        "notRead": _("I don’t read messages, only commands: type /name to invent first names"),
        "send": _("Send"),
        "older": _("Load earlier messages"),
        "newest": _("Newest messages"),
        "thinking": _("One moment…"),
        "ephemeral": _("Only you can see this."),
        "used": _("{member} used {command}"),
        "edited": _("edited"),
        "copy": _("Copy"),
        "copied": _("Copied"),
        "play": _("Play"),
        "pause": _("Pause"),
        "download": _("Download"),
        "commands": _("Commands"),
        "choices": _("Choices"),
        "members": _("Members"),
        "options": _("Options"),
        "sendOrAdd": _("Press Enter to send it, or add an option"),
        "more": _("+ {number} more"),
        "remove": _("Remove {option}"),
        "leave": _("Cancel the command"),
        "cancel": _("Cancel"),
        "submit": _("Submit"),
        "noChoices": _("Nothing found"),
        "required": _("Fill this in."),
        "wrongChoice": _("Pick one from the list."),
        "wrongNumber": _("Type a whole number."),
        "wrongRange": _("Type a number from {least} to {most}."),
        "wrongLength": _("Type {least} to {most} letters."),
        "unknownCommand": _(
            "I don’t have a command called {typed!r}. Type `/` to see them all, then pick one "
            "with Enter.",
            typed="{typed}",
        ).replace("`", ""),  # the page shows no Markdown
        "failed": _("That didn’t work. Try again."),
        "noKey": _("This address is incomplete"),
        "noKeyHow": _(
            "Open the whole address that the playground printed in the terminal. The long part "
            "after # is its key."
        ),
        "restarted": _("This page is from an earlier run"),
        "restartedHow": _(
            "The playground was restarted. Open the new address it printed. Stars only last until "
            "a restart, so the earlier ones are gone."
        ),
        "ended": _("The playground has ended"),
        "endedHow": _(
            "Start it again, and open the address it prints. Stars only last while it runs, so "
            "yours are gone."
        ),
    }
