# SPDX-License-Identifier: Apache-2.0
"""Makes the files keras2_*.h5 of this folder with Keras 2 itself, and what they predict.

Run with TensorFlow 2.21, which still has the Keras of TensorFlow 2.5 inside:  python make_keras2.py
expected_keras2.npz holds NAME_in0 and NAME_out.

This copy has lost the locally connected layers, but not the functions behind them. Layouts of
weights and settings are those of tensorflow/python/keras/layers/local.py of TensorFlow 2.5.
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import h5py
import numpy as np
import tensorflow as tf
from tensorflow.python import keras
from tensorflow.python.keras import activations, backend, layers
from tensorflow.python.keras.engine.base_layer import Layer
from tensorflow.python.keras.engine.sequential import Sequential
from tensorflow.python.keras.utils import conv_utils

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


class Local(Layer):
    def __init__(self, filters, kernel_size, strides=1, padding="valid", data_format="channels_last",
                 activation=None, use_bias=True, implementation=1, **kwargs):
        super().__init__(**kwargs)
        self.settings = {
            "filters": filters,
            "kernel_size": conv_utils.normalize_tuple(kernel_size, self.axes, "kernel_size"),
            "strides": conv_utils.normalize_tuple(strides, self.axes, "strides"),
            "padding": padding,
            "data_format": data_format,
        }
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.implementation = implementation

    def sides(self, space, features):
        first = self.settings["data_format"] == "channels_first"
        return (features,) + space if first else space + (features,)

    def build(self, shape):
        s = self.settings
        first = s["data_format"] == "channels_first"
        space = tuple(shape[2:]) if first else tuple(shape[1:-1])
        features = shape[1] if first else shape[-1]
        windows = (space, s["kernel_size"], s["strides"], s["padding"])
        self.out = tuple(
            conv_utils.conv_output_length(n, k, s["padding"], t)
            for n, k, t in zip(space, s["kernel_size"], s["strides"])
        )
        if self.implementation == 1:
            kernel = (np.prod(self.out), np.prod(s["kernel_size"]) * features, s["filters"])
        elif self.implementation == 2:
            kernel = self.sides(space, features) + self.sides(self.out, s["filters"])
            mask = conv_utils.conv_kernel_mask(*windows)
            n = self.axes
            at = (0, -n - 1) if first else (n, -1)
            self.mask = np.expand_dims(np.expand_dims(mask, at[0]), at[1]).astype("float32")
        else:
            self.dense = (np.prod(self.out) * s["filters"], np.prod(space) * features)
            self.places = sorted(
                conv_utils.conv_kernel_idxs(
                    *windows, filters_in=features, filters_out=s["filters"], data_format=s["data_format"]
                )
            )
            kernel = (len(self.places),)
        self.kernel = self.add_weight("kernel", shape=kernel)
        if self.use_bias:
            self.bias = self.add_weight("bias", shape=self.out + (s["filters"],))
        super().build(shape)

    def call(self, x):
        s = self.settings
        flat = tf.reshape(x, (tf.shape(x)[0], -1))
        shape = (-1,) + self.sides(self.out, s["filters"])
        if self.implementation == 1:
            y = backend.local_conv(x, self.kernel, s["kernel_size"], s["strides"], self.out, s["data_format"])
        elif self.implementation == 2:
            y = tf.reshape(flat @ tf.reshape(self.mask * self.kernel, (-1, np.prod(self.out) * s["filters"])), shape)
        else:
            sparse = tf.SparseTensor(self.places, self.kernel, self.dense)
            y = tf.reshape(tf.transpose(tf.sparse.sparse_dense_matmul(sparse, flat, adjoint_b=True)), shape)
        if self.use_bias:
            y = backend.bias_add(y, self.bias, data_format=s["data_format"])
        return self.activation(y)

    def get_config(self):
        return {
            **super().get_config(),
            **self.settings,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
            "bias_initializer": {"class_name": "Zeros", "config": {}},
            "kernel_regularizer": None,
            "bias_regularizer": None,
            "activity_regularizer": None,
            "kernel_constraint": None,
            "bias_constraint": None,
            "implementation": self.implementation,
        }


class LocallyConnected1D(Local):
    axes = 1


class LocallyConnected2D(Local):
    axes = 2


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

write(
    "keras2_local_1d",
    Sequential(
        [
            LocallyConnected1D(3, 2, activation="relu", input_shape=(11, 2)),
            LocallyConnected1D(2, 3, strides=2, padding="same", implementation=2, use_bias=False),
            LocallyConnected1D(2, 4, padding="same", implementation=3),
        ]
    ),
    *(2, 11, 2),
)
for form, shape in ("last", (7, 6, 2)), ("first", (2, 7, 6)):
    both = {"data_format": f"channels_{form}"}
    write(
        f"keras2_local_{form}",
        Sequential(
            [
                LocallyConnected2D(3, (3, 2), strides=(1, 2), activation="tanh", input_shape=shape, **both),
                LocallyConnected2D(2, 2, strides=2, padding="same", implementation=2, **both),
                LocallyConnected2D(2, (2, 3), padding="same", implementation=3, **both),
                LocallyConnected2D(1, (2, 1), implementation=3, **both),
                LocallyConnected2D(1, 1, implementation=2, **both),
            ]
        ),
        *((2,) + shape),
    )

# The first of these networks as Keras 2 on Theano stored it, with its kernels turned round.
with h5py.File("keras2_convlstm.h5") as f, h5py.File("keras2_convlstm_theano.h5", "w") as g:
    f.copy("model_weights", g)
    for key, value in f.attrs.items():
        g.attrs[key] = value
    g.attrs["keras_version"], g.attrs["backend"] = "2.1.6", "theano"

    def turn(path, array):
        if path.endswith("kernel:0") and array.ndim == 4:
            array[...] = array[...][::-1, ::-1]

    g["model_weights"].visititems(lambda path, a: turn(path, a) if isinstance(a, h5py.Dataset) else None)

# One of its layers as Keras 1 stored it: an array for each part of each gate, i, c, f and o.
film = np.round(rng.uniform(-1, 1, (2, 3, 5, 4, 1)), 2).astype("float32")
parts = [np.round(rng.uniform(-0.5, 0.5, s), 2).astype("float32") for s in ((2, 3, 1, 8), (2, 3, 2, 8), (8,))]
one = layers.ConvLSTM2D(2, (2, 3), padding="same")
one(film)
one.set_weights(parts)
with h5py.File("keras1_convlstm.h5", "w") as f:
    f.attrs["keras_version"] = "1.2.2"
    config = {
        "name": "film", "trainable": True, "batch_input_shape": [None, None, 5, 4, 1], "input_dtype": "float32",
        "nb_filter": 2, "nb_row": 2, "nb_col": 3, "init": "glorot_uniform", "inner_init": "orthogonal",
        "forget_bias_init": "one", "activation": "tanh", "inner_activation": "hard_sigmoid",
        "dim_ordering": "tf", "border_mode": "same", "subsample": [1, 1], "return_sequences": False,
        "go_backwards": False, "stateful": False, "W_regularizer": None, "U_regularizer": None,
        "b_regularizer": None, "dropout_W": 0.0, "dropout_U": 0.0,
    }
    model = {"class_name": "Sequential", "config": [{"class_name": "ConvLSTM2D", "config": config}]}
    f.attrs["model_config"] = json.dumps(model).encode()
    g = f.create_group("model_weights")
    g.attrs["layer_names"] = [b"film"]
    h = g.create_group("film")
    names = []
    for letter, gate in ("i", 0), ("c", 2), ("f", 1), ("o", 3):
        for kind, part in zip("WUb", parts):
            names.append(f"film_{kind}_{letter}:0")
            h.create_dataset(names[-1], data=part[..., 2 * gate : 2 * gate + 2])
    h.attrs["weight_names"] = [n.encode() for n in names]
expected["keras1_convlstm_in0"] = film
expected["keras1_convlstm_out"] = np.asarray(one(film), "float32")
for end in "in0", "out":
    expected[f"keras2_convlstm_theano_{end}"] = expected[f"keras2_convlstm_{end}"]

np.savez("expected_keras2.npz", **expected)
