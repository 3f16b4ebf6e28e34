# SPDX-License-Identifier: Apache-2.0
"""Makes the files of this folder: models in the forms of Keras 1 and 2, written with h5py.

Run with Keras 3.15.1, h5py and jax:  KERAS_BACKEND=jax python make_older.py

The forms are those of Keras 1.2.2 (engine/topology.py, layers/recurrent.py) and 2.2.4
(engine/saving.py). What each model must give is computed by layers of Keras 3.15.1 with weights
that numpy brings to their present layout, as preprocess_weights_for_loading of 2.2.4 did; the old
hard_sigmoid is given as a function. expected.npz holds NAME_in0, ... and NAME_out.
"""
import json

import h5py
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(7)
expected = {}


def draw(*shape):
    return np.round(rng.uniform(-1, 1, shape), 2).astype("float32")


def hard(x):
    return keras.ops.clip(0.2 * x + 0.5, 0, 1)


def write(name, config, groups, inputs, output, version=None, backend=None, class_name="Sequential"):
    """groups: [(layer name, [(weight name, array), ...]), ...]"""
    with h5py.File(name + ".h5", "w") as f:
        if version:
            f.attrs["keras_version"] = version.encode()
        if backend:
            f.attrs["backend"] = backend.encode()
        f.attrs["model_config"] = json.dumps({"class_name": class_name, "config": config}).encode()
        g = f.create_group("model_weights")
        g.attrs["layer_names"] = [n.encode() for n, _ in groups]
        for layer, weights in groups:
            h = g.create_group(layer)
            h.attrs["weight_names"] = [n.encode() for n, _ in weights]
            for n, array in weights:
                h.create_dataset(n, data=array)
    for i, x in enumerate(inputs):
        expected[f"{name}_in{i}"] = x
    expected[f"{name}_out"] = np.asarray(output, "float32")


def layer(class_name, **config):
    return {"class_name": class_name, "config": config}


def run(keras_layer, weights, *inputs):
    x = inputs[0] if len(inputs) == 1 else list(inputs)
    keras_layer(x)
    keras_layer.set_weights(weights)
    return np.asarray(keras_layer(x))


# --- Keras 1: recurrent layers, whose gates are apart

def gates(prefix, names, n_in, units):
    return [
        (f"{prefix}_{kind}_{gate}:0", draw(*shape))
        for gate in names
        for kind, shape in (("W", (n_in, units)), ("U", (units, units)), ("b", (units,)))
    ]


def joined(arrays, order):
    return [np.concatenate([arrays[3 * g + part][1] for g in order], -1) for part in range(3)]


LSTM, GRU = (0, 2, 1, 3), (0, 1, 2)


def rnn(class_name, name, units, shape=None, **more):
    config = dict(
        name=name, trainable=True, output_dim=units, init="glorot_uniform", inner_init="orthogonal",
        activation="tanh", inner_activation="hard_sigmoid", W_regularizer=None, U_regularizer=None,
        b_regularizer=None, dropout_W=0.0, dropout_U=0.0, return_sequences=False,
        go_backwards=False, stateful=False, unroll=False, consume_less="cpu", **more)
    if shape:
        config["batch_input_shape"] = shape
    return layer(class_name, **config)


x = draw(2, 4, 3)
w = gates("gru_1", "zrh", 3, 2)
write("keras1_gru", [rnn("GRU", "gru_1", 2, [None, 4, 3])], [("gru_1", w)], [x],
      run(layers.GRU(2, recurrent_activation=hard, reset_after=False), joined(w, GRU), x), "1.2.2")

f, b = gates("f", "icfo", 3, 2), gates("b", "icfo", 3, 2)
d = [("dense_1_W:0", draw(4, 2)), ("dense_1_b:0", draw(2))]
dense = layer("Dense", name="dense_1", trainable=True, output_dim=2, init="glorot_uniform",
              activation="linear", W_regularizer={"name": "WeightRegularizer", "l1": 0.0, "l2": 0.01},
              b_regularizer=None, activity_regularizer={"name": "ActivityRegularizer", "l1": 0.0, "l2": 0.01},
              W_constraint={"name": "MaxNorm", "m": 2, "axis": 0}, b_constraint=None, bias=True, input_dim=None)
y = np.concatenate([
    run(layers.LSTM(2, recurrent_activation=hard), joined(f, LSTM), x),
    run(layers.LSTM(2, recurrent_activation=hard, go_backwards=True), joined(b, LSTM), x)], -1)
write("keras1_bidirectional",
      [layer("Bidirectional", name="bidirectional_1", trainable=True, batch_input_shape=[None, 4, 3],
             merge_mode="concat", layer=rnn("LSTM", "lstm_1", 2)), dense],
      [("bidirectional_1", f + b), ("dense_1", d)], [x], y @ d[0][1] + d[1][1], "1.2.2")

# A chain inside a chain: all that is trained, then the averages; the file does not say its version.
w = gates("lstm_2", "icfo", 3, 4)
bn = [(f"batchnormalization_1_{n}:0", draw(4) + 1) for n in ("gamma", "beta")]
moving = [(f"batchnormalization_1_running_{n}:0", np.abs(draw(4)) + 1) for n in ("mean", "std")]
inner = [rnn("LSTM", "lstm_2", 4, [None, 4, 3]),
         layer("BatchNormalization", name="batchnormalization_1", trainable=True, epsilon=0.001,
               mode=0, axis=-1, momentum=0.99, gamma_regularizer=None, beta_regularizer=None)]
h = run(layers.LSTM(4, recurrent_activation=hard), joined(w, LSTM), x)
h = run(layers.BatchNormalization(), [a for _, a in bn + moving], h)
write("keras1_nested", [layer("Sequential", name="sequential_1", layers=inner) | {"config": inner}, dense],
      [("sequential_1", w + bn + moving), ("dense_1", d)], [x], h @ d[0][1] + d[1][1])

# --- Convolutions: Keras 1 with channels first, on TensorFlow and on Theano

def conv(name, **more):
    return layer("Convolution2D", name=name, trainable=True, nb_filter=2, nb_row=2, nb_col=3,
                 init="glorot_uniform", activation="linear", border_mode="valid", subsample=[1, 1],
                 dim_ordering="th", W_regularizer=None, b_regularizer=None,
                 activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True, **more)


image = draw(2, 3, 5, 4)  # channels first
kernel, bias = draw(2, 3, 2, 3), draw(2)
flat = layer("Flatten", name="flatten_1", trainable=True)
last = np.moveaxis(image, 1, -1)


def conv_th(k):
    y = run(layers.Conv2D(2, (2, 3)), [k.transpose(2, 3, 1, 0), bias], last)
    return np.moveaxis(y, -1, 1).reshape(2, -1)


config = [conv("convolution2d_1", batch_input_shape=[None, 3, 5, 4]), flat]
write("keras1_conv_tensorflow", config,
      [("convolution2d_1", [("convolution2d_1_W:0", kernel), ("convolution2d_1_b:0", bias)])],
      [image], conv_th(kernel), "1.2.2")
write("keras1_conv_theano", config,
      [("convolution2d_1", [("convolution2d_1_W", kernel), ("convolution2d_1_b", bias)])],
      [image], conv_th(kernel[:, :, ::-1, ::-1]), "1.1.0")

steps = draw(2, 6, 3)
k1, b1 = draw(2, 3, 4), draw(4)
config = [layer("Convolution1D", name="c", trainable=True, batch_input_shape=[None, 6, 3], nb_filter=4,
                filter_length=2, init="uniform", activation="relu", border_mode="same",
                subsample_length=1, W_regularizer=None, b_regularizer=None,
                activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True,
                input_dim=3, input_length=6),
          layer("MaxPooling1D", name="p", trainable=True, stride=2, pool_length=2, border_mode="valid")]
y = run(layers.Conv1D(4, 2, padding="same", activation="relu"), [k1, b1], steps)
y = np.maximum(y[:, ::2], y[:, 1::2])
write("keras1_conv1d", config, [("c", [("c_W:0", k1[:, None]), ("c_b:0", b1)])], [steps], y, "1.2.1")
write("keras1_conv1d_filters_first", config,
      [("c", [("c_W:0", k1[:, None].transpose(3, 2, 0, 1)), ("c_b:0", b1)])], [steps], y, "1.0.8")

# --- Keras 2 on Theano: all kernels are turned round

def on_theano(name, class_name, shape, keras_layer, kernels, **settings):
    x = draw(2, *shape)
    flipped = [k[tuple([slice(None, None, -1)] * (k.ndim - 2))] for k in kernels]
    bias = [draw(kernels[-1].shape[-2 if "Transpose" in class_name else -1])]
    if class_name == "DepthwiseConv2D":
        bias = [draw(kernels[0].shape[2] * kernels[0].shape[3])]
    names = ["depthwise_kernel", "pointwise_kernel"] if len(kernels) > 1 else ["kernel"]
    arrays = [(f"c/{n}", k) for n, k in zip(names + ["bias"], kernels + bias)]
    config = [layer(class_name, name="c", trainable=True, batch_input_shape=[None, *shape],
                    activation="linear", use_bias=True, data_format="channels_last", **settings)]
    write(name, config, [("c", arrays)], [x], run(keras_layer, flipped + bias, x), "2.1.6", "theano")


on_theano("theano_conv1d", "Conv1D", (6, 3), layers.Conv1D(2, 3), [draw(3, 3, 2)],
          filters=2, kernel_size=[3], strides=[1], padding="valid", dilation_rate=[1])
on_theano("theano_conv3d", "Conv3D", (3, 4, 3, 2), layers.Conv3D(2, (2, 3, 2)), [draw(2, 3, 2, 2, 2)],
          filters=2, kernel_size=[2, 3, 2], strides=[1, 1, 1], padding="valid", dilation_rate=[1, 1, 1])
on_theano("theano_conv2d_transpose", "Conv2DTranspose", (3, 2, 2),
          layers.Conv2DTranspose(3, (2, 3), strides=2), [draw(2, 3, 3, 2)],
          filters=3, kernel_size=[2, 3], strides=[2, 2], padding="valid")
on_theano("theano_separable", "SeparableConv2D", (4, 4, 2),
          layers.SeparableConv2D(3, (2, 3), depth_multiplier=2), [draw(2, 3, 2, 2), draw(1, 1, 4, 3)],
          filters=3, kernel_size=[2, 3], strides=[1, 1], padding="valid", depth_multiplier=2)

# --- Layers of NVIDIA's library: the inverse of what 2.2.4 does when it reads them

def to_library(weights, n_gates):
    kernel, recurrent, bias = weights
    split = lambda a: np.split(a, n_gates, axis=1)
    kernel = np.concatenate([k.T.reshape(k.shape) for k in split(kernel)], 1)
    return [kernel, np.concatenate([r.T for r in split(recurrent)], 1), bias]


def library(name, class_name, units, weights, keras_layer, stored_bias):
    arrays = to_library(weights, 4 if "LSTM" in class_name else 3)[:2] + [stored_bias]
    names = [f"r/{n}:0" for n in ("kernel", "recurrent_kernel", "bias")]
    config = {"name": "s", "layers": [layer(
        class_name, name="r", trainable=True, batch_input_shape=[None, 4, 3], dtype="float32",
        return_sequences=True, return_state=False, go_backwards=False, stateful=False, units=units)]}
    write(name, config, [("r", list(zip(names, arrays)))], [x], run(keras_layer, weights, x),
          "2.2.4", "tensorflow")


halves = draw(2, 8)
library("cudnn_lstm", "CuDNNLSTM", 2, [draw(3, 8), draw(2, 8), halves.sum(0)],
        layers.LSTM(2, return_sequences=True), halves.reshape(-1))
both = draw(2, 6)
library("cudnn_gru", "CuDNNGRU", 2, [draw(3, 6), draw(2, 6), both],
        layers.GRU(2, return_sequences=True), both.reshape(-1))

# --- Chains inside a graph, whose calls are counted from 1, and one called twice

a, c = draw(2, 3), draw(2, 3)
w = [("dense_1/kernel:0", draw(3, 2)), ("dense_1/bias:0", draw(2))]


def dense2(name, units, **more):
    return layer("Dense", name=name, trainable=True, units=units, activation="tanh", use_bias=True, **more)


def entry(form, *calls):
    return form | {"name": form["config"]["name"], "inbound_nodes": list(calls)}


twin = {"class_name": "Sequential", "config": [dense2("dense_1", 2, batch_input_shape=[None, 3])]}
config = {"name": "model_1", "layers": [
    entry(layer("InputLayer", name="input_1", batch_input_shape=[None, 3], dtype="float32", sparse=False)),
    entry(layer("InputLayer", name="input_2", batch_input_shape=[None, 3], dtype="float32", sparse=False)),
    twin | {"name": "sequential_1", "inbound_nodes": [[["input_1", 0, 0, {}]], [["input_2", 0, 0, {}]]]},
    entry(layer("Subtract", name="subtract_1", trainable=True),
          [["sequential_1", 1, 0, {}], ["sequential_1", 2, 0, {}]])],
    "input_layers": [["input_1", 0, 0], ["input_2", 0, 0]], "output_layers": [["subtract_1", 0, 0]]}
tanh = lambda v: np.tanh(v @ w[0][1] + w[1][1])
write("twin_chain", config, [("input_1", []), ("input_2", []), ("sequential_1", w), ("subtract_1", [])],
      [a, c], tanh(a) - tanh(c), "2.2.4", "tensorflow", "Model")

# An input of which nothing is made.
config = {"name": "model_1", "layers": [
    entry(layer("InputLayer", name=n, batch_input_shape=[None, 3], dtype="float32", sparse=False))
    for n in ("input_1", "input_2")] + [entry(dense2("dense_1", 2), [["input_2", 0, 0, {}]])],
    "input_layers": [["input_1", 0, 0], ["input_2", 0, 0]], "output_layers": [["dense_1", 0, 0]]}
write("unused_input", config, [("input_1", []), ("input_2", []), ("dense_1", w)], [a, c], tanh(c),
      "2.2.4", "tensorflow", "Model")

# A chain that begins with a model, and so does not say what it takes.
head = {"class_name": "Model", "config": {
    "name": "model_2", "layers": [
        entry(layer("InputLayer", name="input_3", batch_input_shape=[None, 3], dtype="float32", sparse=False)),
        entry(dense2("dense_1", 2), [["input_3", 0, 0, {}]])],
    "input_layers": [["input_3", 0, 0]], "output_layers": [["dense_1", 0, 0]]}}
v = [("dense_2/kernel:0", draw(2, 2)), ("dense_2/bias:0", draw(2))]
write("chain_of_model", [head, dense2("dense_2", 2)], [("model_2", w), ("dense_2", v)], [a],
      np.tanh(tanh(a) @ v[0][1] + v[1][1]), "2.1.2", "tensorflow")

# --- Keras 1's Merge, at the head of a chain and in a graph

a, c = draw(2, 3), draw(2, 3)
left = [("left_W:0", draw(3, 4)), ("left_b:0", draw(4))]
right = [("right_W:0", draw(3, 4)), ("right_b:0", draw(4))]
p, q = a @ left[0][1] + left[1][1], c @ right[0][1] + right[1][1]
unit = lambda v: v / np.linalg.norm(v, axis=-1, keepdims=True)


def dense1(name, **more):
    return layer("Dense", name=name, trainable=True, output_dim=4, init="glorot_uniform",
                 activation="linear", W_regularizer=None, b_regularizer=None,
                 activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True,
                 input_dim=3, **more)


def branch(name):
    return {"class_name": "Sequential", "config": [dense1(name, batch_input_shape=[None, 3])]}


def merge(mode, **more):
    return layer("Merge", name="merge_1", mode=mode, mode_type="raw", concat_axis=-1, dot_axes=-1,
                 output_shape=None, output_shape_type="raw", output_mask=None,
                 output_mask_type="raw", arguments={}, **more)


ends = layer("Activation", name="end", trainable=True, activation="tanh")
merged = {"ave": (p + q) / 2, "concat": np.concatenate([p, q], -1),
          "dot": (p * q).sum(-1, keepdims=True),
          "cos": (unit(p) * unit(q)).sum(-1)[:, None, None]}
for mode, y in merged.items():
    write("keras1_merge_" + mode, [merge(mode, layers=[branch("left"), branch("right")]), ends],
          [("left", left), ("right", right), ("merge_1", []), ("end", [])], [a, c], np.tanh(y), "1.2.2")

graph = {"name": "model_1", "layers": [
    entry(layer("InputLayer", name=n, batch_input_shape=[None, 3], input_dtype="float32", sparse=False))
    for n in ("input_1", "input_2")] + [
    entry(dense1("left"), [["input_1", 0, 0]]), entry(dense1("right"), [["input_2", 0, 0]]),
    entry(merge("cos") | {"config": merge("cos")["config"] | {"dot_axes": [1, 1]}},
          [["left", 0, 0], ["right", 0, 0]]),
    entry(layer("Flatten", name="flatten_1", trainable=True), [["merge_1", 0, 0]])],
    "input_layers": [["input_1", 0, 0], ["input_2", 0, 0]], "output_layers": [["flatten_1", 0, 0]]}
write("keras1_merge_graph", graph, [("input_1", []), ("input_2", []), ("left", left), ("right", right),
                                    ("merge_1", []), ("flatten_1", [])],
      [a, c], merged["cos"][:, 0], "1.2.2", class_name="Model")

# --- The state of optimizers: the arrays of a kind together, in expected.npz as they are since

trained = [("d/kernel:0", draw(3, 2)), ("d/bias:0", draw(2))]
one = {"name": "s", "layers": [layer("Dense", name="d", trainable=True, batch_input_shape=[None, 3],
                                     dtype="float32", units=2, activation="linear", use_bias=True)]}


def state(name, class_name, arrays, since, version="2.2.4", backend="tensorflow", model=one,
          groups=(("d", trained),), inputs=(), output=0, **config):
    write(name, model, list(groups), inputs, output, version, backend)
    with h5py.File(name + ".h5", "a") as f:
        f.attrs["training_config"] = json.dumps({
            "optimizer_config": {"class_name": class_name, "config": config}, "loss": "mse",
            "metrics": ["mae"], "sample_weight_mode": None, "loss_weights": None}).encode()
        g = f.create_group("optimizer_weights")
        names = [f"training/{class_name}/Variable_{i}:0" for i in range(len(arrays))]
        g.attrs["weight_names"] = [n.encode() for n in names]
        for n, array in zip(names, arrays):
            g.create_dataset(n, data=array)
    for i, array in enumerate(since):
        expected[f"{name}_state{i}"] = np.asarray(array, "float32")


mk, mb, vk, vb = draw(3, 2), draw(2), np.abs(draw(3, 2)), np.abs(draw(2))
five, none = np.int64(5), [np.zeros(1, "float32")] * 2
rates = dict(beta_1=0.9, beta_2=0.999, decay=0.0)
product = np.prod([0.9 * (1 - 0.5 * 0.96 ** t) for t in range(1, 6)])
mixed = [mk, vk, mb, vb]
state("state_adam", "Adam", [five, mk, mb, vk, vb] + none, mixed, lr=0.002, epsilon=1e-7, amsgrad=False, **rates)
state("state_adamax", "Adamax", [five, mk, mb, vk, vb], mixed, lr=0.002, epsilon=1e-7, **rates)
state("state_nadam", "Nadam", [five, mk, mb, vk, vb], mixed + [product], lr=0.002, epsilon=1e-7,
      schedule_decay=0.004, beta_1=0.9, beta_2=0.999)
state("state_nadam_scheduled", "Nadam", [five, np.float32(0.25), mk, mb, vk, vb], mixed + [0.25], "2.3.1",
      lr=0.002, epsilon=1e-7, schedule_decay=0.004, beta_1=0.9, beta_2=0.999)
state("state_adadelta", "Adadelta", [mk, mb, vk, vb], mixed, lr=1.0, rho=0.95, epsilon=1e-7, decay=0.0)
state("state_rmsprop_counted", "RMSprop", [five, vk, vb], [vk, vb], "2.3.1", lr=0.001, rho=0.9, epsilon=1e-7, decay=0.0)
state("state_sgd_still", "SGD", [five, mk, mb], [], lr=0.01, momentum=0.0, decay=0.0, nesterov=False)
state("state_sgd_still_since", "SGD", [five, np.float32(0.25), mk, mb], [], "2.12.0",
      learning_rate=0.01, momentum=0.0, nesterov=False)
state("state_ftrl", "Ftrl", [five] + mixed, mixed, "2.4.0", learning_rate=0.01, learning_rate_power=-0.5,
      initial_accumulator_value=0.1, l1_regularization_strength=0.0, l2_regularization_strength=0.0)
state("state_of_another", "Adam", [five, mk, mb, vk], [0 * mk, 0 * mk, 0 * mb, 0 * mb], lr=0.002, epsilon=1e-7, **rates)
kernel, back, rms = draw(3, 2, 1), draw(1), np.abs(draw(3, 2, 1))
state("state_theano", "RMSprop", [rms, back], [rms[::-1], back], "2.1.6", "theano",
      [layer("Conv1D", name="c", trainable=True, batch_input_shape=[None, 4, 2], filters=1, kernel_size=[3],
             strides=[1], padding="valid", dilation_rate=[1], activation="linear", use_bias=True)],
      [("c", [("c/kernel", kernel), ("c/bias", back)])], lr=0.001, rho=0.9, epsilon=1e-7, decay=0.0)

np.savez("expected.npz", **expected)
