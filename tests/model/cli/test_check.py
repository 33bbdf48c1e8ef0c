from tests.model.shell import Shell


def test_output_for_people_says_who_has_a_name(shell: Shell) -> None:
    text = shell.run("check", "Saoirse", "--surname", "Murphy")
    assert text.startswith("Saoirse: known; syllables: 2; on Wikipedia: ")
    assert "at home in Ireland" in text
    assert "in a million, women" in text
    assert "with Murphy: S. M., syllables: 2 + 2" in text


def test_json_is_a_line_per_name_with_the_documented_fields(shell: Shell) -> None:
    rows = shell.json_lines("check", "Rente", "Ryō")
    assert [row["name"] for row in rows] == ["Rente", "Ryō"]
    for row in rows:
        assert list(row) == [
            *("name", "origin", "kind", "counts", "people", "homes", "uncounted", "syllables"),
            *("spellings", "lookalikes", "words", "is_blocked", "fit"),
        ]
    assert (rows[0]["kind"], rows[1]["origin"]["read_as"]) == ("new", "Ryo")
    assert [bool(row["words"]) for row in rows] == [True, False]
