#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times Gymnasium and Keras on the workloads of ./nyala bench that are about agents.

    python3 -m venv /tmp/keras && /tmp/keras/bin/pip install keras jax gymnasium
    NYALA_PYTHON=/tmp/keras/bin/python ./nyala bench env-cartpole dqn-step

or alone, with the names of workloads as arguments. Prints one line of JSON for each: name, peer,
us_median (of one step in an environment) and how it was timed. Nothing in Nyala depends on it.
"""

import argparse
import json
import os
import statistics
import sys
import time

WARM_UP_SECONDS = 1.0
POLES = 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="workloads (default: all)")
    parser.add_argument("--seconds", type=float, default=3.0, help="time for each workload")
    arguments = parser.parse_args()
    os.environ.setdefault("KERAS_BACKEND", "jax")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    for name in arguments.names or WORKLOADS:
        if name not in WORKLOADS:
            sys.exit(f"no workload is called '{name}'; known: {', '.join(WORKLOADS)}")
        peer, how, block, steps = WORKLOADS[name]()
        line = {
            "name": name,
            "peer": peer,
            "us_median": round(median_micros(block, arguments.seconds) / steps, 4),
            "how": how,
        }
        print(json.dumps(line), flush=True)


def cartpole():
    import gymnasium

    env = gymnasium.make("CartPole-v1")
    env.reset(seed=0)

    def block():
        for i in range(50):
            _, _, terminated, truncated, _ = env.step(i & 1)
            if terminated or truncated:
                env.reset()

    return "gymnasium", "blocks of 50 steps", block, 50


def cartpole_vector():
    import gymnasium
    import numpy as np

    # The fastest way that Gymnasium has: the poles as arrays, as here.
    env = gymnasium.make_vec("CartPole-v1", POLES, vectorization_mode="vector_entry_point")
    env.reset(seed=0)
    actions = [np.arange(POLES) % 2, (np.arange(POLES) + 1) % 2]
    turn = [0]

    def block():
        env.step(actions[turn[0] & 1])
        turn[0] += 1

    return "gymnasium", f"steps of {POLES} at once, vector_entry_point", block, POLES


def dqn():
    """The loop of keras-rl, with arrays for the memory: act, remember, draw 32, learn."""
    import gymnasium
    import keras
    import numpy as np

    def network():
        layers = [keras.Input((4,))]
        layers += [keras.layers.Dense(16, activation="relu") for _ in range(3)]
        return keras.Sequential(layers + [keras.layers.Dense(2)])

    env = gymnasium.make("CartPole-v1")
    random = np.random.default_rng(0)
    model, target = network(), network()
    target.set_weights(model.get_weights())

    def error_of_taken(y_true, y_pred):
        wanted, taken = y_true[:, :2], y_true[:, 2:]
        return keras.ops.mean(0.5 * keras.ops.sum(taken * (wanted - y_pred) ** 2, axis=1))

    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss=error_of_taken)
    size, batch = 50_000, 32
    before = np.zeros((size, 4), np.float32)
    after = np.zeros((size, 4), np.float32)
    actions = np.zeros(size, np.int32)
    rewards = np.zeros(size, np.float32)
    ends = np.zeros(size, np.float32)
    rows = np.arange(batch)
    state = {"now": env.reset(seed=0)[0], "steps": 0}

    def step():
        now, steps = state["now"], state["steps"]
        epsilon = max(0.1, 1 - 0.9 * steps / 10_000)
        # The values are computed each time, as keras-rl does.
        values = np.asarray(model.predict_on_batch(now[None]))[0]
        action = int(random.integers(2)) if random.random() < epsilon else int(values.argmax())
        new, reward, terminated, truncated, _ = env.step(action)
        at = steps % size
        before[at], after[at], actions[at], rewards[at] = now, new, action, reward
        ends[at] = terminated
        state["now"] = env.reset()[0] if terminated or truncated else new
        state["steps"] = steps + 1
        drawn = random.integers(min(steps + 1, size), size=batch)
        following = np.asarray(target.predict_on_batch(after[drawn]))
        y = np.zeros((batch, 4), np.float32)
        y[rows, actions[drawn]] = (
            rewards[drawn] + 0.99 * (1 - ends[drawn]) * following.max(axis=1)
        )
        y[rows, 2 + actions[drawn]] = 1
        model.train_on_batch(before[drawn], y)

    # Moving the target as well would slow the loop down further.
    return "keras", "single steps; the target stays", step, 1


def median_micros(block, seconds):
    begin = time.perf_counter()
    while time.perf_counter() - begin < WARM_UP_SECONDS:
        block()
    times = []
    begin = time.perf_counter()
    while len(times) < 5 or time.perf_counter() - begin < seconds:
        start = time.perf_counter()
        block()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


WORKLOADS = {"env-cartpole": cartpole, "env-cartpole-vector": cartpole_vector, "dqn-step": dqn}

if __name__ == "__main__":
    main()
