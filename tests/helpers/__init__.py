"""What several tests share: the command, banks of one value, made-up registers and returns, LibreOffice."""
