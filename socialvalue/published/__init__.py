"""What others have published: banks of values, methods, indices, rates and the vocabulary of outcomes."""
