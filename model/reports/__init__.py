"""Scripts that write the model card: tables, plots and samples."""
