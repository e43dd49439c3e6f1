"""This year against last: the same months of both, a change in parts that add up, and a forecast."""
