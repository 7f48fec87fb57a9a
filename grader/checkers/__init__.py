"""What judges one answer: small frozen classes, their fields the rubric's parameters."""
