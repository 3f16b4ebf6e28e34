#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times Keras on the workloads of ./nyala bench, to reproduce the Keras columns.

    python3 -m venv /tmp/keras && /tmp/keras/bin/pip install keras jax
    KERAS_BACKEND=jax /tmp/keras/bin/python bench/keras_bench.py --threads 2

Prints one line of JSON for each workload: name, backend, threads, us_median and how it was timed.
Nothing in Nyala depends on this script.
"""

import argparse
import json
import os
import statistics
import sys
import time

WARM_UP_SECONDS = 1.0
SHALLOW = [9, 32, 1]
DEEP = [9, 32, 32, 32, 32, 16, 1]
DIGITS = [784, 512, 256, 128, 10]
LEARNING_RATE = 1e-6  # as in Nyala's benchmark: the network stays near its beginning
ROWS_FOR_STEPS = 200


def main():
    arguments = parse()
    limit_threads(arguments.threads)
    os.environ.setdefault("KERAS_BACKEND", "jax")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras  # only now: the backend reads the environment once

    for name in arguments.names or WORKLOADS:
        if name not in WORKLOADS:
            sys.exit(f"no workload is called '{name}'; known: {', '.join(WORKLOADS)}")
        how, micros = WORKLOADS[name](keras, arguments)
        line = {
            "name": name,
            "backend": keras.backend.backend(),
            "keras": keras.__version__,
            "threads": arguments.threads,
            "us_median": round(micros, 2),
            "how": how,
        }
        print(json.dumps(line), flush=True)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="workloads (default: all)")
    parser.add_argument("--threads", type=int, default=2, metavar="N")
    parser.add_argument("--seconds", type=float, default=3.0, help="time for each workload")
    parser.add_argument(
        "--steps-per-execution",
        type=int,
        default=1,
        metavar="N",
        help="Keras's own option: steps in each compiled call (default: 1, as Keras has it)",
    )
    return parser.parse_args()


def limit_threads(threads):
    """XLA has no setting for the size of its pool: it counts the processors it may run on."""
    for variable in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"):
        os.environ[variable] = str(threads)
    os.environ["TF_NUM_INTEROP_THREADS"] = "1"
    if hasattr(os, "sched_setaffinity"):
        processors = sorted(os.sched_getaffinity(0))
        if threads < len(processors):
            os.sched_setaffinity(0, processors[:threads])


def network(keras, widths):
    layers = [keras.Input((widths[0],))]
    layers += [keras.layers.Dense(units, activation="relu") for units in widths[1:-1]]
    layers += [keras.layers.Dense(widths[-1])]
    return keras.Sequential(layers)


def training(widths, batch, classify):
    def run(keras, arguments):
        import numpy as np

        random = np.random.default_rng(20)
        rows = batch * ROWS_FOR_STEPS
        x = random.standard_normal((rows, widths[0]), dtype=np.float32)
        if classify:
            y = random.integers(0, widths[-1], rows).astype(np.int32)
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        else:
            y = 1 + x.mean(axis=1, keepdims=True)
            loss = "mean_absolute_error"
        model = network(keras, widths)
        model.compile(
            optimizer=keras.optimizers.Adam(LEARNING_RATE),
            loss=loss,
            steps_per_execution=arguments.steps_per_execution,
        )
        clock = epoch_clock(keras)
        begin = time.perf_counter()
        while time.perf_counter() - begin < WARM_UP_SECONDS + arguments.seconds:
            if time.perf_counter() - begin < WARM_UP_SECONDS:
                clock.seconds.clear()
            model.fit(
                x, y, batch_size=batch, epochs=3, shuffle=False, verbose=0, callbacks=[clock]
            )
        how = f"fit, median of epochs of {ROWS_FOR_STEPS} steps"
        if arguments.steps_per_execution > 1:
            how += f", steps_per_execution {arguments.steps_per_execution}"
        return how, statistics.median(clock.seconds) / ROWS_FOR_STEPS * 1e6

    return run


def epoch_clock(keras):
    class EpochClock(keras.callbacks.Callback):
        """Times epochs; the first of each fit includes set-up and is left out."""

        def __init__(self):
            super().__init__()
            self.seconds = []

        def on_epoch_begin(self, epoch, logs=None):
            self.begin = time.perf_counter()

        def on_epoch_end(self, epoch, logs=None):
            # The logs hold the loss as a number, so the device's work is done by now.
            if epoch > 0:
                self.seconds.append(time.perf_counter() - self.begin)

    return EpochClock()


def predict_row(keras, arguments):
    import numpy as np

    model = network(keras, DEEP)
    row = np.random.default_rng(20).standard_normal((1, DEEP[0]), dtype=np.float32)
    return "predict_on_batch", median_micros(
        lambda: float(model.predict_on_batch(row)[0, 0]), arguments.seconds
    )


def gemm(keras, arguments):
    """One thread in Nyala's benchmark; here as many as were asked for: ask for 1 to compare."""
    import numpy as np

    random = np.random.default_rng(20)
    a = keras.ops.convert_to_tensor(random.standard_normal((512, 512), dtype=np.float32))
    b = keras.ops.convert_to_tensor(random.standard_normal((512, 512), dtype=np.float32))
    return "ops.matmul", median_micros(
        lambda: wait(keras.ops.matmul(a, b)), arguments.seconds
    )


def wait(tensor):
    """JAX returns before the work is done."""
    return tensor.block_until_ready() if hasattr(tensor, "block_until_ready") else tensor


def median_micros(step, seconds):
    begin = time.perf_counter()
    while time.perf_counter() - begin < WARM_UP_SECONDS:
        step()
    times = []
    while time.perf_counter() - begin < WARM_UP_SECONDS + seconds:
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


WORKLOADS = {
    "mlp-9-32-1": training(SHALLOW, 32, classify=False),
    "mlp-deep": training(DEEP, 32, classify=False),
    "mlp-784-b32": training(DIGITS, 32, classify=True),
    "mlp-784-b128": training(DIGITS, 128, classify=True),
    "predict-row": predict_row,
    "gemm-512": gemm,
}

if __name__ == "__main__":
    main()
