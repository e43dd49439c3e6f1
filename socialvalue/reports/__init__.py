"""The only rooms that know terminals, files and pages: they show what a result holds and compute nothing."""
