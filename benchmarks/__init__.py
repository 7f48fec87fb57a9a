"""What is measured by hand: speed beside other graders, what our own machinery costs, equality of answers."""
