# SPDX-License-Identifier: Apache-2.0
"""Makes the files keras2_*.h5 of this folder with Keras 2 itself, and what they predict.

Run with TensorFlow 2.21, which still has the Keras of TensorFlow 2.5 inside:  python make_keras2.py
expected_keras2.npz holds NAME_in0 and NAME_out.
"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import numpy as np
from tensorflow.python import keras
from tensorflow.python.keras import layers
from tensorflow.python.keras.engine.sequential import Sequential

keras.__version__ = "2.5.0"  # what files say; the copy has lost it

rng = np.random.default_rng(7)
expected = {}


def write(name, model, *shape):
    x = np.round(rng.uniform(-1, 1, shape), 2).astype("float32")
    model(x)
    model.set_weights([np.round(rng.uniform(-0.5, 0.5, w.shape), 2) for w in model.get_weights()])
    model.save(name + ".h5", include_optimizer=False)
    expected[f"{name}_in0"] = x
    expected[f"{name}_out"] = np.asarray(model(x), "float32")


# Films of any number of frames, as in the example of Keras that predicts the next one.
write(
    "keras2_convlstm",
    Sequential(
        [
            layers.ConvLSTM2D(4, (3, 3), padding="same", return_sequences=True, input_shape=(None, 6, 6, 1)),
            layers.ConvLSTM2D(
                3, 2, strides=2, activation="relu", recurrent_dropout=0.2, go_backwards=True, return_sequences=True
            ),
            layers.ConvLSTM2D(2, 1, data_format="channels_last", recurrent_activation="sigmoid"),
            layers.Flatten(),
            layers.Dense(3),
            layers.ThresholdedReLU(0.1),
        ]
    ),
    *(2, 3, 6, 6, 1),
)

np.savez("expected_keras2.npz", **expected)
