"""What builds the catalogues: gathering messages from the code, compiling translations."""
