"""What people see: the layouts of messages, and the texts in them."""
