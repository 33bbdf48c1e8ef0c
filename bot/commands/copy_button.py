"""A button that gives a card as text to copy: its names, and the command that gives them again."""

from discord import Message

from bot.cards.labels import gender_labels
from bot.commands.names_button import NAMES_KIND
from bot.commands.star_button import star_payloads
from bot.commands.typed import command_for_mix, command_for_request
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction
from bot.interactions.custom_ids import Mix
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.live_messages import MessageLayout
from bot.interactions.persistent_button import PersistentButton
from model.domain.generation import NameRequest


class CopyButton(PersistentButton, kind="copy"):
    """Sends the names of its message, a line each, and the command that gives them again.

    Its payload is the card's seed, or a mix, or empty on cards that cannot be had again. What a
    seed belongs to is in the button beside it that asks for more; former mixes have a seed alone.
    """

    @classmethod
    def for_seed(cls, _: Translator, seed: int) -> "CopyButton":
        """Create the button of a card with a seed."""
        return cls.create(f"{seed}", label=_("As text"))

    @classmethod
    def for_mix(cls, _: Translator, mix: Mix) -> "CopyButton":
        """Create the button of a card of a mix."""
        return cls.create(custom_ids.encode_mix(mix), label=_("As text"))

    @classmethod
    def without_seed(cls, _: Translator) -> "CopyButton":
        """Create the button of a card that no seed gives again."""
        return cls.create(label=_("As text"))

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Send them to the member alone; the star buttons beside them say which they are."""
        _, message = translator_for_user(interaction), interaction.message
        names = [custom_ids.parse_name(each) for each in star_payloads(message)]
        title, command = _title_and_command(_, payload, _request_on(message))
        text = "\n".join(filter(None, [escape_markdown(title), _code_block("\n".join(names))]))
        if command:
            again = _("To get these names again, use this command:")
            text = f"{text}\n-# {again}\n{_code_block(command)}"
        # No card: the apps copy the text of plain messages only.
        await reply_ephemeral(interaction, text)


def _request_on(message: Message | None) -> NameRequest | None:
    """Return what the first button on a message that generates names asks for."""
    buttons = [] if message is None else MessageLayout(message).buttons()
    ids = (button.get("custom_id", "").partition(":") for button in buttons)
    payloads = [payload for kind, _colon, payload in ids if kind == NAMES_KIND]
    return custom_ids.decode_request(payloads[0]) if payloads else None


def _title_and_command(_: Translator, payload: str, request: NameRequest | None) -> tuple[str, str]:
    """Return what a card is of, and the command that gives it again; either may be empty.

    Raises:
        OutdatedComponentError: no version sends such a payload.
    """
    if payload and not payload.isdecimal():
        mix = custom_ids.decode_mix(payload)
        return " + ".join(mix.names), command_for_mix(_, mix)
    if request is None:
        return "", ""
    countries = " × ".join(map(_.country_name, dict(request.condition.countries)))
    title = " · ".join([countries, *gender_labels(_, request.condition.gender)])
    return title, command_for_request(_, request, int(payload)) if payload else ""


def _code_block(text: str) -> str:
    """Quote a text as it is, but for backticks, which could end the block."""
    plain = text.replace("`", "'")
    return f"```\n{plain}\n```"
