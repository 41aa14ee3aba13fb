"""Pages annotated by hand: written, read, checked, counted, compared, shown."""
