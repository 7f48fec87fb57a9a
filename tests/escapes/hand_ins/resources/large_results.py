# wants: to fill the grader's memory by results that are as large as allowed, again and again
# stopped_from: T0
# expects: returned|not_run|bad_frame|died|raised|out_of_memory
# calls: 16

import numpy

LARGE = numpy.ones(31 << 17)


def attack(f, n):
    return LARGE
