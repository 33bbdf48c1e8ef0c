"""All that is known of one name."""
