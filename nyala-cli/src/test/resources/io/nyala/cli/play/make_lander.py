# SPDX-License-Identifier: Apache-2.0
"""Writes lander.keras and lander.h5 with Keras: the book's network for LunarLander, taught Gymnasium's rule for landing.

    pip install keras==3.15.1 jax h5py && KERAS_BACKEND=jax python make_lander.py
"""

import keras
import numpy as np

keras.utils.set_random_seed(3)
rng = np.random.default_rng(3)
n = 300_000
s = np.stack([rng.normal(0, 0.3, n), rng.uniform(-0.1, 1.5, n), rng.normal(0, 0.3, n), rng.normal(-0.25, 0.3, n),
              rng.normal(0, 0.25, n), rng.normal(0, 0.25, n), rng.integers(0, 2, n), rng.integers(0, 2, n)], 1)
down = rng.random(n) < 0.15
s[:, 6:] *= down[:, None]  # in the air, mostly
s = s.astype(np.float32)
touches = (s[:, 6] > 0) | (s[:, 7] > 0)
turn = np.where(touches, 0, (np.clip(s[:, 0] * 0.5 + s[:, 2], -0.4, 0.4) - s[:, 4]) * 0.5 - s[:, 5])
climb = np.where(touches, -s[:, 3] * 0.5, (0.55 * np.abs(s[:, 0]) - s[:, 1]) * 0.5 - s[:, 3] * 0.5)
action = np.where((climb > np.abs(turn)) & (climb > 0.05), 2, np.where(turn < -0.05, 3, np.where(turn > 0.05, 1, 0)))

model = keras.Sequential([
    keras.Input((1, 8)),  # a window of one observation, as keras-rl has it
    keras.layers.Flatten(),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(4, activation="linear"),
])
model.compile(keras.optimizers.Adam(2e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(s[:, None], action, batch_size=512, epochs=12, verbose=2)
model.optimizer.learning_rate = 2e-4
model.fit(s[:, None], action, batch_size=512, epochs=4, verbose=2)
clean = keras.models.clone_model(model)  # without the optimizer, which players do not need
clean.set_weights(model.get_weights())
clean.save("lander.keras")
clean.save("lander.h5")
