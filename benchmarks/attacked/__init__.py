"""Wrong answers with an attack laid on top: what each grader gives for them."""
