"""Names that anybody is known to bear: for existence and use, never for training."""
