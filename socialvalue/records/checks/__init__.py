"""The checks of a return: each file a kind of mistake people make in reporting."""
