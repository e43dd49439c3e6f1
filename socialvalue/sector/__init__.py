"""Many returns together: totals, roll-ups, and what they say of the sector as a whole."""
