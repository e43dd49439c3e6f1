"""JSON by the published contracts: money as text, never floats."""
