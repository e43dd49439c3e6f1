"""The records that pass from room to room: a return, a map, a result, and what they are made of."""
