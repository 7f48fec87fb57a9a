"""The untrusted side: what runs in the interpreter that runs the students' code.

These files use the standard library alone (NumPy, SymPy and IPython where that interpreter has them), import one
another relatively, and reach the nursery as a package of a private name (see ``boot.py``), so that nothing else of the
grader can be imported from there. They hold no reference, rubric or expected value.
"""
