import pytest

from model.domain.name_check import CountryCount, SurnameFit


def test_counts_say_who_bears_a_name_and_when_most_were_born() -> None:
    count = CountryCount("US", 75, 25, 3.0, ((195, 30), (196, 50), (197, 20)))
    assert (count.bearers, count.share_of_women, count.peak) == (100, 0.75, 1960)
    assert CountryCount("DE", 1, 0, 1.0).peak is None


@pytest.mark.parametrize(
    ("name", "surname", "alliterates", "rhymes", "runs_together"),
    [
        ("Milou", "Meijer", True, False, False),
        ("Jan", "Brand", False, False, False),
        ("Marielle", "Engels", False, False, True),
        ("Dean", "McLean", False, True, False),
        ("Zoë", "Ézanne", False, False, True),
        ("Emma", "Silva", False, False, False),
        ("Marina", "Medina", True, True, False),
        ("Brzk", "Brzk", True, True, False),  # without vowels, names rhyme as a whole
        ("Brzk", "Crzk", False, False, False),
    ],
)
def test_fit(
    name: str, surname: str, *, alliterates: bool, rhymes: bool, runs_together: bool
) -> None:
    fit = SurnameFit.of(name, surname)
    assert (fit.alliterates, fit.rhymes, fit.runs_together) == (alliterates, rhymes, runs_together)


def test_initials_and_syllables() -> None:
    assert SurnameFit.of("Anna", "Noël").syllables == 2
    fit = SurnameFit.of("élodie", "O’Brien")
    assert (fit.initials, fit.syllables) == ("É. O.", 2)
    assert SurnameFit.of("Ana", "'t Hooft").initials == "A. 't H."
