"""Random worlds: meaning for every symbol of a question, and the value of any formula in a batch of them."""
