# wants: to compute in a pool of processes
# stopped_from: T1
# expects: raised|returned

import multiprocessing


def attack(f, n):
    context = multiprocessing.get_context("fork")
    process = context.Process(target=int)
    process.start()
    process.join()
    return "got a process"
