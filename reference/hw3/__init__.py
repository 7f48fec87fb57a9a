"""Reference implementations of the practical part of homework 3, one module a question.

Every module stands alone and imports none of its neighbours, so that the folder works both as a
package and as a hand-in of several loose files.
"""
