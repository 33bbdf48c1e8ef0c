"""What people see: layouts and their words."""
