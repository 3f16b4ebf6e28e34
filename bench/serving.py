# SPDX-License-Identifier: Apache-2.0
"""What the scripts that time peers on the workloads of ./nyala bench have in common.

A script calls main(PEERS, prepare). Alone, it measures the named workloads and prints one line of
JSON for each. With --serve, it obeys the lines of its standard input as PeerMain.java does:
"prepare NAME MILLIS", "measure NAME MILLIS" and "release NAME", each answered by a line of JSON.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

# Written by WorkloadsFileTest from Workload.java.
DEFINITIONS = json.loads(pathlib.Path(__file__).with_name("workloads.json").read_text())
WORKLOADS = {workload["name"]: workload for workload in DEFINITIONS["workloads"]}
CIFAR = DEFINITIONS["cifarCnn"]
TEXT = DEFINITIONS["textCnn"]
LEARNING_RATE = DEFINITIONS["learningRate"]
EPSILON = DEFINITIONS["epsilon"]
EXPANSION = 4  # of the dense layers in an encoder block

BLOCK_SECONDS = 50e-6
FEWEST_BLOCKS = 5
STABLE = 0.02


def main(peers, prepare, description, more=lambda parser: None):
    """Runs a script.

    prepare(workload, arguments) returns the step, a function that does the work, as many times as
    its attribute "count" says (default: once), and returns its loss or an element of the result. It
    raises NotImplementedError if the peer has no such network.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("names", nargs="*", metavar="NAME", help="workloads (default: all)")
    parser.add_argument("--threads", type=int, default=2, metavar="N")
    parser.add_argument("--seconds", type=float, default=3.0, help="time for each workload")
    parser.add_argument("--peer", choices=peers, help="only this one (default: all)")
    parser.add_argument("--serve", action="store_true", help="obey standard input")
    more(parser)
    arguments = parser.parse_args()
    for name in arguments.names:
        if name not in WORKLOADS:
            sys.exit(f"no workload is called '{name}'; known: {', '.join(WORKLOADS)}")
    if not arguments.peer:
        for peer in peers:
            # In a process of its own: engines do not share their threads well.
            subprocess.run([sys.executable, *sys.argv, "--peer", peer], check=False)
        return
    limit_threads(arguments.threads)
    if arguments.serve:
        serve(prepare, arguments)
        return
    for name in arguments.names or WORKLOADS:
        report(prepare, name, arguments)


def limit_threads(threads):
    """Sets what the libraries read when they are loaded."""
    for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"):
        os.environ[variable] = str(threads)
    os.environ["TF_NUM_INTEROP_THREADS"] = "1"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def pin(threads):
    """For XLA, which has no setting for its pool: it counts the processors that it may use."""
    if hasattr(os, "sched_setaffinity"):
        processors = sorted(os.sched_getaffinity(0))
        if threads < len(processors):
            os.sched_setaffinity(0, processors[:threads])


def report(prepare, name, arguments):
    line = {"name": name, "peer": arguments.peer, "threads": arguments.threads}
    try:
        step = prepare(WORKLOADS[name], arguments)
        warm_up(step, arguments.seconds / 4, arguments.seconds)
        line["us_median"] = round(median_micros(step, arguments.seconds), 2)
    except NotImplementedError:
        return
    print(json.dumps(line), flush=True)


def serve(prepare, arguments):
    steps = {}
    for line in sys.stdin:
        words = line.split()
        answer = {"workload": words[1]}
        try:
            answer |= obey(prepare, arguments, steps, *words)
        except NotImplementedError:
            answer["error"] = "this network is not implemented"
        except Exception as e:  # of whatever library
            answer["error"] = (str(e).strip() or type(e).__name__).splitlines()[0]
        print(json.dumps(answer), flush=True)


def obey(prepare, arguments, steps, order, name, millis="0"):
    seconds = float(millis) / 1e3
    match order:
        case "prepare":
            steps[name] = prepare(WORKLOADS[name], arguments)
            warm_up(steps[name], seconds / 4, seconds)
            return {"witness": float(steps[name]())}
        case "measure":
            return {"us_median": median_micros(steps[name], seconds)}
        case "release":
            steps.pop(name, None)
            return {}
        case _:
            raise ValueError(f"unknown order '{order}'")


def warm_up(step, window, at_most):
    """Runs the step until two successive medians agree, or the time is up, as StepTimer does."""
    deadline = time.perf_counter() + at_most
    before = median_micros(step, window)
    while time.perf_counter() < deadline:
        now = median_micros(step, window)
        if abs(now - before) <= STABLE * before:
            return
        before = now


def median_micros(step, seconds):
    """The median over blocks of runs of the time of a run, as StepTimer has it."""
    runs = runs_per_block(step)
    times = []
    start = time.perf_counter()
    deadline = start + seconds
    while len(times) < FEWEST_BLOCKS or start < deadline:
        for _ in range(runs):
            step()
        end = time.perf_counter()
        times.append((end - start) / runs)
        start = end
    return statistics.median(times) * 1e6 / getattr(step, "count", 1)


def runs_per_block(step):
    runs = 1
    while True:
        start = time.perf_counter()
        for _ in range(runs):
            step()
        if time.perf_counter() - start >= BLOCK_SECONDS:
            return runs
        runs *= 2


def features(*shape):
    """Normally distributed, as in WorkloadData.java, though not the same numbers."""
    import numpy as np

    return np.random.default_rng(20).standard_normal(shape, dtype=np.float32)


def labels(classes, *shape):
    import numpy as np

    return np.random.default_rng(21).integers(0, classes, shape).astype(np.int32)


def sequence_targets(batch, time_steps, width):
    """The step that follows each step."""
    return features(batch * time_steps + 1, width)[1:].reshape(batch, time_steps, width)
