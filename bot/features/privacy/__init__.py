"""What is stored about a member, to export or delete."""
