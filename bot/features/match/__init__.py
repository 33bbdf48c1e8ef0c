"""Two members who find names that both like."""
