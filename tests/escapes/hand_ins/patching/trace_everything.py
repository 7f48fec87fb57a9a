# wants: to change the nursery's own variables by a trace function
# stopped_from: T0
# expects: returned|raised|bad_frame|died

import ctypes
import sys
import threading


def tracer(frame, event, argument):
    if frame.f_code.co_name in {"_call", "serve_calls", "encode_value"}:
        for name, forged in (("value", 42.0), ("ended", "returned"), ("number", 1)):
            if name in frame.f_locals:
                frame.f_locals[name] = forged
        if hasattr(ctypes.pythonapi, "PyFrame_LocalsToFast"):
            ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
    return tracer


def attack(f, n):
    frame = sys._getframe()
    while frame is not None:
        frame.f_trace = tracer
        frame = frame.f_back
    sys.settrace(tracer)
    sys.setprofile(tracer)
    threading.settrace(tracer)
    return "tried"
