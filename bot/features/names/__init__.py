"""Names of a country or a blend: what is wished for, and the cards."""
