from model.__main__ import main
from tests.model.shell import Shell


def test_output_for_people_says_whose_letters_are_where(shell: Shell) -> None:
    title, *lines = shell.run("mix", "Marian", "Anneke", "--country", "NL").splitlines()
    assert title.startswith("Marian and Anneke, spelled for Netherlands; card 1 of ")
    assert "  Maike                     Ma of Marian, i, ke of Anneke; exists" in lines
    assert "  Annerian                  Anne of Anneke, rian of Marian" in lines


def test_json_has_the_documented_fields(shell: Shell) -> None:
    options = ["mix", "Marieke", "Jeroen", "--country", "NL"]
    rows = shell.json(*options)
    assert {row["country"] for row in rows} == {"NL"}
    for row in rows:
        assert [*row] == [
            *("name", "country", "begins_like", "beginning", "ends_like", "end", "exists")
        ]
        assert {row["begins_like"], row["ends_like"]} == {"Marieke", "Jeroen"}
    following = shell.json(*options, "--seed", "1")
    assert not {row["name"] for row in rows} & {row["name"] for row in following}
    women = {row["name"] for row in shell.json(*options, "--gender", "F")}
    assert women
    assert not women & {row["name"] for row in shell.json(*options, "--gender", "M")}
    assert [row["exists"] for row in shell.json(*options, "--count", "2")].count(False) == 2


def test_fewer_names_than_asked_warn(shell: Shell) -> None:
    assert main(["mix", "Anna", "Peter", "--country", "DE", "--count", "50"]) == 0
    assert "mixtures are left" in shell.capsys.readouterr().err
