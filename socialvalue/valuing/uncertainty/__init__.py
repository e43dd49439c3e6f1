"""How sure a total is: its range, which assumption moves it most, and what many drawn runs give."""
