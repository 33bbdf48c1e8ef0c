"""Actions of the bot's users: commands, autocomplete, button presses and choices from lists.

The methods allow only what Discord's client allows, except for forged interactions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.wire.discord_server import world
from tests.wire.discord_server.checks import InteractionType
from tests.wire.discord_server.components import (
    Component,
    ComponentType,
    buttons,
    option_values,
    selects,
)
from tests.wire.discord_server.gateway import Gateway
from tests.wire.discord_server.interactions import Message, SentInteraction
from tests.wire.discord_server.rest import BotApi, Command
from tests.wire.discord_server.webhooks import WebhookApi
from tests.wire.discord_server.workers import Workers
from tests.wire.discord_server.world import SERVER, InteractionContext, User

Option = dict[str, Any]
Value = str | float | User
By = User | None
"""None is somebody new."""


@dataclass(frozen=True, slots=True)
class Members:
    """All users of the bot; each call without a user creates a new one."""

    gateway: Gateway
    api: BotApi
    webhooks: WebhookApi
    workers: Workers = field(default_factory=Workers)

    async def command(
        self, name: str, /, by: By = None, context: InteractionContext = SERVER, **options: Value
    ) -> SentInteraction:
        """Run a command as Discord's client allows it; the name may include a subcommand."""
        by, command = by or User(), self._registered_command(name, context)
        needed = int(command["default_member_permissions"] or 0)
        assert by.permissions() & needed == needed, f"{by.username} is not offered /{name}"
        known = self.options_of(name)
        missing = {key for key, option in known.items() if option.get("required")} - options.keys()
        assert not missing, f"/{name} requires {missing}"
        users = [value for value in options.values() if isinstance(value, User)]
        given = {k: v.id if isinstance(v, User) else v for k, v in options.items()}
        filled = [{"name": k, "type": known[k]["type"], "value": v} for k, v in given.items()]
        return await self.forged_command(name, filled, by, context, users)

    async def card(
        self, name: str, /, by: By = None, context: InteractionContext = SERVER, **options: Value
    ) -> Message:
        """Run a command as `command` does, and return the response."""
        return await (await self.command(name, by, context, **options)).message()

    async def forged_command(
        self,
        name: str,
        options: list[Option],
        by: By = None,
        context: InteractionContext = SERVER,
        users: Sequence[User] = (),
    ) -> SentInteraction:
        """Run a command with any options, bypassing the checks of Discord's client; `users` are
        those whose ids are among them.
        """
        interaction = SentInteraction(InteractionType.COMMAND, by or User(), context)
        data = self._command_data(name, options, context)
        if users:
            data["resolved"] = {"users": {user.id: user.user_payload() for user in users}}
        return await self._send(interaction, data)

    async def autocomplete(
        self, name: str, option: str, text: str, by: By = None, context: InteractionContext = SERVER
    ) -> SentInteraction:
        """Type into an option with autocomplete, leaving the others empty."""
        known = self.options_of(name)[option]
        assert known.get("autocomplete"), f"/{name} {option} has no autocomplete"
        typed: Option = {"name": option, "type": known["type"], "value": text, "focused": True}
        interaction = SentInteraction(InteractionType.AUTOCOMPLETE, by or User(), context)
        return await self._send(interaction, self._command_data(name, [typed], context))

    async def press(
        self, message: Message, label: str, by: By = None, context: InteractionContext = SERVER
    ) -> SentInteraction:
        """Press the button with a label; the message may be older than the bot's process."""
        button = buttons(message).get(label)
        assert button is not None, f"there is no {label} among {[*buttons(message)]}"
        return await self.press_button(message, button, by, context)

    async def pressed(
        self, message: Message, label: str, by: By = None, context: InteractionContext = SERVER
    ) -> Message:
        """Press a button as `press` does, and return the response."""
        return await (await self.press(message, label, by, context)).message()

    async def press_button(
        self,
        message: Message,
        button: Component,
        by: By = None,
        context: InteractionContext = SERVER,
        seconds_ago: float = 0,
    ) -> SentInteraction:
        """Press a button of a message, some seconds before the bot hears of it."""
        assert not button.get("disabled"), f"{button} is disabled"
        return await self._use(message, button, {}, by, context, seconds_ago)

    async def select(
        self, message: Message, value: str, by: By = None, context: InteractionContext = SERVER
    ) -> SentInteraction:
        found = next(each for each in selects(message) if value in option_values(each))
        return await self._use(message, found, {"values": [value]}, by, context)

    async def forged_form(
        self,
        custom_id: str,
        filled: list[Component],
        by: By = None,
        context: InteractionContext = SERVER,
    ) -> SentInteraction:
        """Send off any form, bypassing the checks of Discord's client."""
        components = [{"type": ComponentType.LABEL.value, "component": each} for each in filled]
        interaction = SentInteraction(InteractionType.FORM, by or User(), context)
        return await self._send(interaction, {"custom_id": custom_id, "components": components})

    async def _use(  # noqa: PLR0913, PLR0917 - what an interaction consists of
        self,
        message: Message,
        component: Component,
        chosen: dict[str, list[str]],
        by: By,
        context: InteractionContext,
        seconds_ago: float = 0,
    ) -> SentInteraction:
        data = {
            "custom_id": component["custom_id"],
            "component_type": component.get("type", ComponentType.BUTTON.value),
            "id": component["id"],
            **chosen,
        }
        interaction = SentInteraction(
            InteractionType.COMPONENT,
            by or User(),
            context,
            pressed_message=message,
            id=world.new_snowflake(seconds_ago),
            delay=seconds_ago,
        )
        return await self._send(interaction, data)

    def options_of(self, name: str) -> dict[str, Option]:
        """Return the options of a registered command or subcommand by their names."""
        root, *path = name.split()
        command = self.api.commands[root]
        for word in path:
            command = next(inner for inner in command["options"] if inner["name"] == word)
        return {option["name"]: option for option in command.get("options", [])}

    def _registered_command(self, name: str, context: InteractionContext) -> Command:
        command = self.api.commands[name.split(maxsplit=1)[0]]
        assert context.context_type in command["contexts"], f"/{name} is not offered in {context}"
        installation = 1 if context.user_install else 0
        installed = installation in command["integration_types"]
        assert installed, f"/{name} is not installed in {context}"
        return command

    def _command_data(
        self, name: str, options: list[Option], context: InteractionContext
    ) -> dict[str, Any]:
        command = self._registered_command(name, context)
        for word in reversed(name.split()[1:]):
            options = [{"name": word, "type": 1, "options": options}]
        return {"id": command["id"], "name": command["name"], "type": 1, "options": options}

    async def _send(self, interaction: SentInteraction, data: dict[str, Any]) -> SentInteraction:
        payload = {
            "id": interaction.id,
            "application_id": str(world.APPLICATION_ID),
            "type": interaction.interaction_type.value,
            "token": interaction.token,
            "version": 1,
            "data": data,
            "entitlements": [],
            "attachment_size_limit": 10 * 2**20,
            **interaction.context.payload(interaction.user),
        }
        if interaction.pressed_message is not None:
            payload["message"] = interaction.pressed_message
        self.webhooks.register(interaction)
        if self.workers.urls:
            await self.workers.deliver(payload)
        else:
            await self.gateway.dispatch("INTERACTION_CREATE", payload)
        return interaction
