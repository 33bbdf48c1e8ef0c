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
        "topic": _("Stars stay on your machine, until the playground ends."),
        "viewingAs": _("Viewing as"),
        "channel": _("Conversation"),
        "message": _("Message"),
        "placeholder": _("Type /name to invent first names"),
        "send": _("Send"),
        "older": _("Load earlier messages"),
        "newest": _("Newest messages"),
        "thinking": _("One moment…"),
        "ephemeral": _("Only you can see this."),
        "used": _("{member} used {command}"),
        "edited": _("edited"),
        "commands": _("Commands"),
        "choices": _("Choices"),
        "members": _("Members"),
        "options": _("Options"),
        "more": _("+ {number} more"),
        "remove": _("Remove {option}"),
        "leave": _("Leave the command"),
        "noChoices": _("Nothing matches"),
        "required": _("Please fill this in."),
        "wrongChoice": _("Please pick one from the list."),
        "wrongNumber": _("Please type a whole number."),
        "wrongRange": _("Please type a number from {least} to {most}."),
        "wrongLength": _("Please type {least} to {most} letters."),
        "unknownCommand": _(
            "I don’t have a command called {typed!r}. Type `/` to see all of mine, and pick one "
            "with Enter.",
            typed="{typed}",
        ).replace("`", ""),  # the page shows no Markdown
        "failed": _("That didn’t work. Please try again."),
        "noKey": _("This address lacks its key"),
        "noKeyHow": _(
            "Open the whole address that the playground printed in the terminal: the long part "
            "after # is the key."
        ),
        "restarted": _("This page is from an earlier run"),
        "restartedHow": _(
            "The playground has been started anew. Open the address that it printed now. Stars "
            "last only as long as a run, so the earlier ones are gone."
        ),
        "ended": _("The playground has ended"),
        "endedHow": _(
            "Start it again, and open the address that it prints. Stars last only as long as it "
            "runs, so this visit’s are gone."
        ),
    }
