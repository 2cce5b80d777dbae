"""Runs scripts, each in a process of its own that is forked from here, so that they find large libraries imported already.

Reads a folder a line, runs the script.py in it with its output in the files stdout and stderr, and answers with the
folder and the exit status.
"""

import faulthandler
import gc
import os
import runpy
import selectors
import sys

import aiohttp, asyncio, httpx, requests, trio  # noqa: E401, F401

TIME_LIMIT = 60

# What is here already is nothing for a child to collect: looking through it takes longer than most scripts.
gc.collect()
gc.freeze()


def start(folder):
    """Forks; returns the child's id in the parent, and None in the child, which has its output in files."""
    pid = os.fork()
    if pid != 0:
        return pid
    os.chdir(folder)
    sys.path.insert(0, folder)
    for descriptor, name in (1, "stdout"), (2, "stderr"):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    faulthandler.dump_traceback_later(TIME_LIMIT, exit=True)
    return None


def serve():
    """Returns in a child that has a script to run, and when there are no more folders."""
    running = {}
    with selectors.DefaultSelector() as selector:
        selector.register(0, selectors.EVENT_READ)
        rest = b""
        while True:
            for key, _ in selector.select():
                if key.fd == 0:
                    read = os.read(0, 1 << 16)
                    if not read:
                        return None
                    *lines, rest = (rest + read).split(b"\n")
                    for line in lines:
                        folder = line.decode()
                        pid = start(folder)
                        if pid is None:
                            return os.path.join(folder, "script.py")
                        descriptor = os.pidfd_open(pid)
                        running[descriptor] = (pid, folder)
                        selector.register(descriptor, selectors.EVENT_READ)
                else:
                    pid, folder = running.pop(key.fd)
                    selector.unregister(key.fd)
                    os.close(key.fd)
                    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                    os.write(1, f"{folder} {status}\n".encode())


script = serve()
if script is not None:
    runpy.run_path(script, run_name="__main__")
