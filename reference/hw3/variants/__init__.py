"""Known wrong answers, one module a question; every function here is wrong on purpose.

A variant is named after the function that it imitates, followed by its slip, and takes the same arguments.
"""
