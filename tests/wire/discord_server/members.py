"""What members do: they give commands, type into options and press buttons.

Members are held to what Discord's own window lets them do; a forged interaction is not.
"""

from dataclasses import dataclass
from typing import Any

from tests.wire.discord_server import world
from tests.wire.discord_server.checks.callbacks import Asked
from tests.wire.discord_server.components import Component, Kind, buttons
from tests.wire.discord_server.exchanges import Exchange, Message
from tests.wire.discord_server.gateway import Gateway
from tests.wire.discord_server.rest import BotApi, Command
from tests.wire.discord_server.webhooks import Webhooks
from tests.wire.discord_server.world import SERVER, Person, Place

_PYTHON_TYPES: dict[int, type | tuple[type, ...]] = {3: str, 4: int, 5: bool, 10: (int, float)}

Option = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Members:
    """Everyone in front of the windows; whoever is not named is somebody new each time."""

    gateway: Gateway
    api: BotApi
    webhooks: Webhooks

    async def command(
        self,
        name: str,
        /,
        by: Person | None = None,
        place: Place = SERVER,
        **options: str | float,
    ) -> Exchange:
        """Give a command as Discord's window allows it; the name may be of two words.

        Raises:
            AssertionError: there is no such command in this place, or it has not these options.
        """
        root, *path = name.split()
        command = self._registered(root, place)
        for word in path:
            command = next(inner for inner in command["options"] if inner["name"] == word)
        known = {option["name"]: option for option in command.get("options", [])}
        missing = {key for key, option in known.items() if option.get("required")} - options.keys()
        assert not missing, f"/{name} must have {missing}"
        filled = [_fill(known[key], value) for key, value in options.items()]
        for word in reversed(path):
            filled = [{"name": word, "type": 1, "options": filled}]
        return await self.forged_command(root, filled, by, place)

    async def forged_command(
        self, name: str, options: list[Option], by: Person | None = None, place: Place = SERVER
    ) -> Exchange:
        """Give a command with any options, as one who does not use Discord's window."""
        exchange = Exchange(Asked.COMMAND, by or Person(), place)
        return await self._send(exchange, self._data(self._registered(name, place), options))

    async def type_into(
        self,
        name: str,
        option: str,
        text: str,
        by: Person | None = None,
        place: Place = SERVER,
    ) -> Exchange:
        """Type into an option that completes itself, after the others were left empty.

        Raises:
            AssertionError: the option does not complete itself.
        """
        command = self._registered(name, place)
        known = next(known for known in command["options"] if known["name"] == option)
        assert known.get("autocomplete"), f"/{name} {option} does not complete itself"
        typed = {"name": option, "type": known["type"], "value": text, "focused": True}
        exchange = Exchange(Asked.AUTOCOMPLETE, by or Person(), place, option_type=known["type"])
        return await self._send(exchange, self._data(command, [typed]))

    async def press(
        self, message: Message, label: str, by: Person | None = None, place: Place = SERVER
    ) -> Exchange:
        """Press a button of a message, which may be older than the bot's process.

        Raises:
            AssertionError: there is no such button, or it cannot be pressed.
        """
        button = buttons(message).get(label)
        assert button is not None, f"there is no {label} among {[*buttons(message)]}"
        return await self.press_button(message, button, by, place)

    async def press_button(
        self, message: Message, button: Component, by: Person | None = None, place: Place = SERVER
    ) -> Exchange:
        """Press a button that has been found on a message.

        Raises:
            AssertionError: it cannot be pressed.
        """
        assert not button.get("disabled"), f"{button} is disabled"
        data = {
            "custom_id": button["custom_id"],
            "component_type": Kind.BUTTON.value,
            "id": button["id"],
        }
        return await self._send(
            Exchange(Asked.COMPONENT, by or Person(), place, pressed=message), data
        )

    def _registered(self, name: str, place: Place) -> Command:
        assert name in self.api.commands, f"the bot has registered no /{name}"
        command = self.api.commands[name]
        assert place.context in command["contexts"], f"/{name} is not offered in {place}"
        installed = 1 if place.by_user else 0
        assert installed in command["integration_types"], f"/{name} is not installed in {place}"
        return command

    @staticmethod
    def _data(command: Command, options: list[Option]) -> dict[str, Any]:
        return {"id": command["id"], "name": command["name"], "type": 1, "options": options}

    async def _send(self, exchange: Exchange, data: dict[str, Any]) -> Exchange:
        payload = {
            "id": exchange.id,
            "application_id": str(world.APPLICATION_ID),
            "type": exchange.asked.value,
            "token": exchange.token,
            "version": 1,
            "data": data,
            "entitlements": [],
            "attachment_size_limit": 10 * 2**20,
            **exchange.place.describe(exchange.person),
        }
        if exchange.pressed is not None:
            payload["message"] = exchange.pressed
        self.webhooks.expect(exchange)
        await self.gateway.dispatch("INTERACTION_CREATE", payload, exchange.place.guild_id)
        return exchange


def _fill(option: Option, value: object) -> Option:
    """Fill an option in as Discord's window does, which checks what is typed.

    Raises:
        AssertionError: the window would not take the value.
    """
    kind, name = option["type"], option["name"]
    fits = isinstance(value, _PYTHON_TYPES[kind]) and isinstance(value, bool) == (kind == 5)
    assert fits, f"{name} is of type {kind}, {value!r} is not"
    choices = [choice["value"] for choice in option.get("choices", [])]
    assert not choices or value in choices, f"{name} is one of {choices}"
    size = len(value) if isinstance(value, str) else value
    unit = "length" if isinstance(value, str) else "value"
    if f"min_{unit}" in option:
        assert size >= option[f"min_{unit}"], f"{name} is too small"
    if f"max_{unit}" in option:
        assert size <= option[f"max_{unit}"], f"{name} is too big"
    return {"name": name, "type": kind, "value": value}
