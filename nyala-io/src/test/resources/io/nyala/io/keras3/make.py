# SPDX-License-Identifier: Apache-2.0
"""Makes the files of this folder with Keras 3.15.1 on JAX: python make.py [NAME ...]

NAME.keras is the model, trained two steps where it is compiled, its entries deflated. NAME.npz has
the inputs in_0, ..., the predictions out_0, ... in the order in which the model's file has them,
and where it is compiled the targets y_0, ... and the weights after one more step, after_0, ...
"""

import os
import sys
import tempfile
import zipfile

os.environ["KERAS_BACKEND"] = "jax"
import keras
import numpy as np
from keras import ops
from keras.layers import *

random = np.random.RandomState(7)


def numbers(*shape):
    return random.uniform(-1, 1, shape).astype("f")


def flat(part):
    if isinstance(part, dict):
        return [x for v in part.values() for x in flat(v)]
    if isinstance(part, (list, tuple)):
        return [x for v in part for x in flat(v)]
    return [np.asarray(part)]


def like(struct, part):
    """Puts a map of results in the order of the model's own, which JAX loses."""
    if isinstance(struct, dict):
        return {k: like(v, part[k]) for k, v in struct.items()}
    if isinstance(struct, (list, tuple)):
        return [like(a, b) for a, b in zip(struct, part)]
    return part


def plain(array):
    return array.astype("i" if array.dtype.kind == "i" else "f")


def make(name, model, x, optimizer=None, loss="mse", **settings):
    for w in model.weights:
        if "seed" not in w.path and "int" not in w.dtype:
            v = random.uniform(-0.5, 0.5, w.shape)
            w.assign(np.abs(v) + 0.3 if "variance" in w.path else v)
    arrays = {f"in_{i}": a for i, a in enumerate(flat(x))}
    struct = getattr(model, "_outputs_struct", None)
    if optimizer is not None:
        model.compile(optimizer, loss=loss, **settings)
        p = model.predict(x, verbose=0)
        y = keras.tree.map_structure(lambda a: random.uniform(0, 1, a.shape).astype("f"), p)
        for _ in range(2):
            model.train_on_batch(x, y)
    for i, a in enumerate(flat(like(struct, model.predict(x, verbose=0)))):
        arrays[f"out_{i}"] = a
    if sys.argv[1:] and name not in sys.argv[1:]:
        return
    stored = os.path.join(tempfile.mkdtemp(), "m.keras")
    model.save(stored)
    with zipfile.ZipFile(stored) as old, zipfile.ZipFile(name + ".keras", "w") as new:
        for entry in old.infolist():
            day = zipfile.ZipInfo(entry.filename)
            day.compress_type = zipfile.ZIP_DEFLATED
            text = old.read(entry)
            if entry.filename == "metadata.json":
                text = b'{"keras_version": "3.15.1", "date_saved": "2026-11-30@12:00:00"}'
            new.writestr(day, text)
    if optimizer is not None:
        model.train_on_batch(x, y)
        for i, a in enumerate(flat(like(struct, y))):
            arrays[f"y_{i}"] = a
        for i, w in enumerate(model.weights):
            arrays[f"after_{i}"] = np.asarray(w)
    np.savez_compressed(name + ".npz", **{k: plain(v) for k, v in arrays.items()})


# Ends that are maps, in an order that is not the sorted one, in which Keras counts


def heads(*names):
    """Returns a model whose outputs are a map from key to a layer of another name."""
    i = keras.Input((3,))
    h = Dense(4, activation="tanh")(i)
    return keras.Model(i, {key: Dense(1, name=layer)(h) for key, layer in names})


x = numbers(5, 3)
make("map_of_outputs", heads(("zeta", "zz"), ("alpha", "aa")), x, "adam")
make(
    "map_of_losses",
    heads(*[(k, k + "_layer") for k in "ebdac"]),
    x,
    keras.optimizers.Adam(0.01),
    loss=dict(zip("ebdac", ["mse", "mae", "mse", "mae", "mse"])),
    loss_weights=dict(zip("ebdac", [1.0, 0.5, 0.25, 2.0, 0.125])),
    metrics={"e": ["mae"], "a": ["mse"]},
)
make(
    "list_of_losses_for_a_map",
    heads(("zeta", "zz"), ("alpha", "aa")),
    x,
    keras.optimizers.SGD(0.1, momentum=0.9),
    loss=["mse", "mae"],
)
make("only_one_in_a_map", heads(("only", "layer")), x, "adam", loss={"only": "mse"})
i = keras.Input((3,))
h = Dense(4, activation="tanh")(i)
make(
    "maps_in_maps",
    keras.Model(
        i,
        {
            "z": [Dense(1)(h), Dense(1)(h)],
            "a": {"y": Dense(1)(h), "b": Dense(1)(h)},
        },
    ),
    x,
    "adam",
)
i = keras.Input((3,))
h = Dense(4)(i)
make(
    "losses_by_layer",
    keras.Model(i, [Dense(1, name="zz")(h), Dense(1, name="aa")(h)]),
    x,
    "adam",
    loss={"zz": "mse", "aa": "mae"},
    loss_weights={"zz": 0.2, "aa": 1.0},
)
b = keras.Input((2,), name="b")
a = keras.Input((2,), name="a")
c = keras.Input((2,), name="c")
h = Concatenate()([Dense(3)(c), Dense(3)(b), Dense(3)(a)])
make(
    "map_of_inputs",
    keras.Model([c, {"b": b, "a": a}], {"q": Dense(1)(h), "p": Dense(1)(h)}),
    [numbers(4, 2), {"b": numbers(4, 2), "a": numbers(4, 2)}],
    "adam",
)
i = keras.Input((3,), name="k")
j = keras.Input((3,), name="j")
inner = keras.Model(
    {"k": i, "j": j}, {"y": Dense(4)(i), "b": Dense(2)(Add()([i, j]))}, name="inner"
)
q = keras.Input((3,))
u = inner({"j": Dense(3)(q), "k": q})
make("map_of_an_inner_model", keras.Model(q, [u["y"], u["b"]]), x, "adam")

# Inputs that lead to no output

a = keras.Input((2,), name="a")
b = keras.Input((2,), name="b")
make("unused_input", keras.Model([b, a], Dense(1)(a)), [numbers(4, 2), numbers(4, 2)], "adam")
inner = keras.Model([a, b], Dense(3)(a))
p = keras.Input((2,))
make("unused_input_of_an_inner_model", keras.Model(p, inner([p, Dense(2)(p)])), numbers(4, 2))

# Layers that stand in several models; Keras 3.15.1 does not open its own files of these


def shared(first):
    layer = Dense(3, name="shared")
    i = keras.Input((3,))
    inner = keras.Model(i, Dense(3)(layer(i)), name="inner")
    q = keras.Input((3,))
    return keras.Model(q, inner(layer(q)) if first else layer(inner(q)))


make("layer_inside_and_behind", shared(False), x, keras.optimizers.SGD(0.1, momentum=0.9))
make("layer_inside_and_before", shared(True), x, keras.optimizers.SGD(0.1, momentum=0.9))
layer = Dense(3, name="shared")
a = keras.Sequential([keras.Input((3,)), layer, Dense(3)])
b = keras.Sequential([keras.Input((3,)), Dense(3), layer])
q = keras.Input((3,))
make("layer_in_two_models", keras.Model(q, [a(q), b(q)]), x, keras.optimizers.SGD(0.1))
innermost = keras.Sequential([keras.Input((3,)), Dense(3, activation="tanh")])
inner = keras.Sequential([keras.Input((3,)), innermost, Dense(3)])
make(
    "model_in_two_models",
    keras.Sequential([keras.Input((3,)), Dense(3), inner, innermost]),
    x,
    keras.optimizers.SGD(0.1),
)

# Cells one above the other

i = keras.Input((5, 3))
make(
    "stacked_cells",
    keras.Model(i, RNN([LSTMCell(4), LSTMCell(3), GRUCell(2)], return_sequences=True)(i)),
    numbers(4, 5, 3),
    keras.optimizers.SGD(0.1),
)
i = keras.Input((5, 3))
cells = StackedRNNCells([SimpleRNNCell(4), LSTMCell(3)])
make("stacked_cells_as_one", keras.Model(i, RNN(cells)(i)), numbers(4, 5, 3))
i = keras.Input((5, 3))
make(
    "stacked_cells_both_ways",
    keras.Model(i, Bidirectional(RNN([LSTMCell(4), LSTMCell(3)]))(i)),
    numbers(4, 5, 3),
)
