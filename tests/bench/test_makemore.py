import torch

from bench.makemore import TEST_WORDS, compare, split

WORDS = ["emma", "olivia", "ava", "isabella", "sophia", "mia"] * 10


def test_the_split_is_makemores() -> None:
    words = [str(number) for number in range(20_000)]
    # As makemore's script has it: the seed of all randomness, and the first permutation.
    torch.manual_seed(3407)
    order = torch.randperm(len(words)).tolist()
    assert split(words) == (
        [words[index] for index in order[:-TEST_WORDS]],
        [words[index] for index in order[-TEST_WORDS:]],
    )


def test_ours_is_compared_with_a_transformer_word_by_word() -> None:
    _, _, *rows = compare(WORDS, WORDS[:6], passes=1, peer=True)
    ours, peer, difference = (float(row.split("|")[3]) for row in rows)
    assert abs(peer - ours - difference) < 0.002
