"""What readers think of names, and sheets for readers to come."""
