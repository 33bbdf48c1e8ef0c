"""What whoever hosts the bot asks of it on the machine itself: back up, restore, check."""
