"""What a command cannot use is refused in one line, before any output."""

import pytest

from tests.model.shell import Shell

REFUSED: dict[str, list[tuple[list[str], str]]] = {
    "names": [
        (["Netherlandz"], "Did you mean: Netherlands"),
        (["NL", "--starts-with", "李"], "I can’t read 李"),
        (["NL", "--seed", "-1"], "0 or more"),
        (["NL", "--raw", "--ends-with", "a"], "cannot be chosen by their last letters"),
    ],
    "blend": [
        (["NL"], "two or three countries, not 1"),
        (["NL", "PL", "CL", "FR"], "two or three countries, not 4"),
        (["NL", "Holland"], "same country twice: Netherlands"),
        (["NL", "Polandd"], "Did you mean: Poland"),
        (["NL", "PL", "--weights", ""], "each of the 2 countries"),
        (["NL", "PL", "--weights", "0.5,0.3,0.2"], "each of the 2 countries"),
        (["NL", "PL", "--weights", "1,0"], "a number above 0"),
        (["NL", "PL", "--weights", "half,half"], "a number above 0"),
        (["NL", "PL", "--weights", "nan,1"], "a number above 0"),
        (["NL", "PL", "--weights", "1e308,1e308"], "a number above 0"),
        (["NL", "PL", "--weights", "1e-320,1e300"], "a number above 0"),
    ],
    "mix": [
        (["Anna", "P"], "A name needs at least two letters"),
        (["Anna", "Peter", "--country", "Polnad"], "Did you mean: Poland"),
        (["Anna", "Peter", "--seed", "-1"], "A seed is 0 or more"),
        (["Anna", "Peter", "--count", "0"], "1 to 1000 names"),
    ],
    "origin": [
        (["Anna", "李"], "I can’t read 李"),
        (["Anna", "--among", "NL,Narnia"], "a country called 'Narnia'"),
        (["Anna", "--among", ""], "a country called ''"),
    ],
    "check": [
        (["Ana", "B"], "A name needs at least two letters"),
        (["Ana", "--surname", "?"], "surname"),
    ],
    "evaluate": [
        (["--countries", "NL,Narnia"], "a country called 'Narnia'"),
        (["--names", "0"], "--names is 1 to 100,000"),
        (["--seed", "-1"], "0 or more"),
    ],
    "clip": [
        (["-5"], "from 0 to 1,000,000"),
        (["16", "--threshold", "0"], "above 0"),
        (["16", "--plot", "/nowhere/clip.png"], "No plot could be drawn"),
        (["16", "--plot", "clip.xyz"], "No plot could be drawn"),
    ],
}


@pytest.mark.parametrize(
    ("command", "arguments", "message"),
    [(command, *row) for command, rows in REFUSED.items() for row in rows],
)
def test_refusal(shell: Shell, command: str, arguments: list[str], message: str) -> None:
    assert message in shell.error(command, *arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("blend NL PL --style classic --sharpness 2", "not allowed with argument --style"),
        ("blend NL PL --sharpness much", "invalid float value: 'much'"),
        ("blend NL PL --method mean", "invalid BlendMethod value: 'mean'"),
        ("train --recipe assignment --teachers", "--teachers: not allowed with argument --recipe"),
        ("train --recipe assignment --size tiny", "--size: not allowed with argument --recipe"),
        *((f"clip {text}", f"invalid float value: '{text}'") for text in ("", "many", "3,5")),
    ],
)
def test_arguments_that_a_command_does_not_have(shell: Shell, arguments: str, message: str) -> None:
    assert message in shell.usage_error(*arguments.split(" "))
