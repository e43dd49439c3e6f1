"""Maps of what a spreadsheet's headings, sheets and words mean: guessed for a person to look over, and read back."""
