#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times Keras on JAX and on TensorFlow on the workloads of ./nyala bench.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install keras jax tensorflow
    NYALA_PYTHON=/tmp/peers/bin/python ./nyala bench mlp-784-b32

or alone, with the names of workloads as arguments. A step is one compiled function of the batch in
memory, the fastest form that Keras documents: stateless calls in jax.jit, or a gradient tape in
tf.function. --fit measures training by fit instead, as most programs have it. Nothing in Nyala
depends on this script.
"""

import functools
import os

import serving
from serving import CIFAR, EPSILON, EXPANSION, LEARNING_RATE, TEXT, features, labels

PEERS = ["keras-jax", "keras-tensorflow"]
FIT_STEPS = 50
FIT_EPOCHS = 4


def prepare(workload, arguments):
    os.environ["KERAS_BACKEND"] = arguments.peer.removeprefix("keras-")
    serving.pin(arguments.threads)
    import keras  # only now: the backend reads the environment once

    keras.utils.set_random_seed(1)
    engine = {"keras-jax": Jax, "keras-tensorflow": TensorFlow}[arguments.peer](keras)
    if arguments.fit:
        engine.training = functools.partial(fit, keras, arguments)
    return Steps(keras, engine)(workload)


class Jax:
    """Compiled functions of Keras's stateless calls; the old state is given up for the new one."""

    def __init__(self, keras):
        import jax

        self.jax, self.keras = jax, keras

    def training(self, model, loss, x, y):
        jax = self.jax
        optimizer = self.keras.optimizers.Adam(LEARNING_RATE)
        optimizer.build(model.trainable_variables)
        state = [
            [v.value for v in some]
            for some in (model.trainable_variables, model.non_trainable_variables, optimizer.variables)
        ]

        def loss_of(trained, others, x, y):
            prediction, others = model.stateless_call(trained, others, x, training=True)
            return loss(y, prediction), others

        gradient = jax.value_and_grad(loss_of, has_aux=True)

        @functools.partial(jax.jit, donate_argnums=(0, 1, 2))
        def train(trained, others, slots, x, y):
            (value, others), gradients = gradient(trained, others, x, y)
            trained, slots = optimizer.stateless_apply(slots, gradients, trained)
            return value, trained, others, slots

        x, y = jax.numpy.asarray(x), jax.numpy.asarray(y)

        def step():
            value, *state[:] = train(*state, x, y)
            return float(value)

        return step

    def prediction(self, model, row):
        state = [v.value for v in model.trainable_variables], [
            v.value for v in model.non_trainable_variables
        ]
        forward = self.jax.jit(lambda t, o, x: model.stateless_call(t, o, x, training=False)[0])
        return lambda: float(forward(*state, row)[0, 0])

    def product(self, left, right):
        left, right = self.jax.numpy.asarray(left), self.jax.numpy.asarray(right)
        multiply = self.jax.jit(self.keras.ops.matmul)
        return lambda: multiply(left, right).block_until_ready()[0, 0]

    def gradients(self, model, x):
        jax = self.jax

        def loss_of(trained, x):
            return self.keras.ops.mean(model.stateless_call(trained, [], x)[0] ** 2)

        trained = [v.value for v in model.trainable_variables]
        gradient = jax.jit(jax.value_and_grad(loss_of, argnums=(0, 1)))
        x = jax.numpy.asarray(x)

        def step():
            value, _ = gradient(trained, x)
            return float(value)

        return step


class TensorFlow:
    """Graphs of tf.function, without XLA."""

    def __init__(self, keras):
        import tensorflow

        self.tf, self.keras = tensorflow, keras

    def training(self, model, loss, x, y):
        tf = self.tf
        optimizer = self.keras.optimizers.Adam(LEARNING_RATE)
        optimizer.build(model.trainable_variables)

        @tf.function
        def train(x, y):
            with tf.GradientTape() as tape:
                value = loss(y, model(x, training=True))
            trained = model.trainable_variables
            optimizer.apply(tape.gradient(value, trained), trained)
            return value

        x, y = tf.constant(x), tf.constant(y)
        return lambda: float(train(x, y))

    def prediction(self, model, row):
        forward = self.tf.function(lambda x: model(x, training=False))
        return lambda: float(forward(self.tf.constant(row))[0, 0])

    def product(self, left, right):
        left, right = self.tf.constant(left), self.tf.constant(right)
        multiply = self.tf.function(self.keras.ops.matmul)
        return lambda: multiply(left, right)[0, 0]

    def gradients(self, model, x):
        tf = self.tf
        x = tf.constant(x)

        @tf.function
        def gradient(x):
            with tf.GradientTape() as tape:
                tape.watch(x)
                value = self.keras.ops.mean(model(x) ** 2)
            return value, tape.gradient(value, [x, *model.trainable_variables])

        return lambda: float(gradient(x)[0])


def fit(keras, arguments, model, loss, x, y):
    """A call of fit, with set-up, over many copies of the batch."""
    import numpy as np

    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=loss,
        steps_per_execution=arguments.steps_per_execution,
    )
    batch = len(x)
    x, y = (np.concatenate([a] * FIT_STEPS) for a in (x, y))

    def step():
        run = model.fit(x, y, batch_size=batch, epochs=FIT_EPOCHS, shuffle=False, verbose=0)
        return run.history["loss"][-1]

    step.count = FIT_EPOCHS * FIT_STEPS
    return step


class Steps:
    """The networks, for either engine."""

    def __init__(self, keras, engine):
        self.keras, self.layers, self.engine = keras, keras.layers, engine

    def __call__(self, workload):
        return getattr(self, workload["kind"])(workload)

    def sequential(self, shape, layers, dtype=None):
        return self.keras.Sequential([self.keras.Input(shape, dtype=dtype), *layers])

    def dense(self, widths, dropout=0):
        layers = []
        for units in widths[1:-1]:
            layers.append(self.layers.Dense(units, activation="relu"))
            if dropout:
                layers.append(self.layers.Dropout(dropout))
        return [*layers, self.layers.Dense(widths[-1])]

    def classes(self):
        return self.keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    def distance(self):
        return self.keras.losses.MeanAbsoluteError()

    def MlpTraining(self, w):
        widths, batch = w["widths"], w["batch"]
        x = features(batch, widths[0])
        if w["loss"] == "MEAN_ABSOLUTE_ERROR":
            loss, y = self.distance(), 1 + x.mean(axis=1, keepdims=True)
        else:
            loss, y = self.classes(), labels(widths[-1], batch)
        model = self.sequential((widths[0],), self.dense(widths))
        return self.engine.training(model, loss, x, y)

    def RowPrediction(self, w):
        widths = w["widths"]
        model = self.sequential((widths[0],), self.dense(widths))
        return self.engine.prediction(model, features(1, widths[0]))

    def MatrixProduct(self, w):
        square = features(w["size"], w["size"])
        return self.engine.product(square, square.copy())

    def SequenceTraining(self, w):
        cell = {"LSTM": self.layers.LSTM, "GRU": self.layers.GRU}[w["cell"]]
        count = w["layers"]
        layers = [cell(w["units"], return_sequences=i < count - 1) for i in range(count)]
        model = self.sequential((w["time"], w["features"]), [*layers, self.layers.Dense(1)])
        x = features(w["batch"], w["time"], w["features"])
        return self.engine.training(model, self.distance(), x, features(w["batch"], 1))

    def EmbeddingTraining(self, w):
        layers = [
            self.layers.Embedding(w["vocabulary"], w["dimension"]),
            self.layers.GlobalAveragePooling1D(),
            self.layers.Dense(1),
        ]
        model = self.sequential((w["time"],), layers, "int32")
        x = labels(w["vocabulary"], w["batch"], w["time"])
        return self.engine.training(model, self.distance(), x, features(w["batch"], 1))

    def TextTraining(self, w):
        layers = [self.layers.Embedding(TEXT["vocabulary"], TEXT["dimension"])]
        for i in range(TEXT["convolutions"]):
            layers.append(self.layers.Conv1D(TEXT["filters"], TEXT["kernel"], activation="relu"))
            last = i == TEXT["convolutions"] - 1
            layers.append(
                self.layers.GlobalMaxPooling1D() if last else self.layers.MaxPooling1D(TEXT["pool"])
            )
        model = self.sequential((TEXT["time"],), layers + self.dense(TEXT["widths"]), "int32")
        x = labels(TEXT["vocabulary"], w["batch"], TEXT["time"])
        return self.engine.training(model, self.classes(), x, labels(TEXT["widths"][-1], w["batch"]))

    def TransformerTraining(self, w):
        layers, width, shape = self.layers, w["width"], (w["batch"], w["time"], w["width"])

        def normalized(x, change):
            return layers.LayerNormalization(epsilon=EPSILON)(layers.Add()([x, change]))

        inputs = self.keras.Input(shape[1:])
        seen = layers.MultiHeadAttention(w["heads"], width // w["heads"])(inputs, inputs)
        y = normalized(inputs, seen)
        hidden = layers.Dense(EXPANSION * width, activation="gelu")(y)
        model = self.keras.Model(inputs, normalized(y, layers.Dense(width)(hidden)))
        loss = self.keras.losses.MeanSquaredError()
        return self.engine.training(
            model, loss, features(*shape), serving.sequence_targets(*shape)
        )

    def cnn(self):
        layers = []
        for filters in CIFAR["filters"]:
            layers.append(self.layers.Conv2D(filters, CIFAR["kernel"], activation="relu"))
            layers += [self.layers.BatchNormalization(), self.layers.MaxPooling2D(2)]
        layers.append(self.layers.Flatten())
        layers += self.dense(CIFAR["widths"], CIFAR["dropout"])
        return self.sequential((CIFAR["extent"], CIFAR["extent"], CIFAR["channels"]), layers)

    def photographs(self, batch):
        return features(batch, CIFAR["extent"], CIFAR["extent"], CIFAR["channels"])

    def CnnTraining(self, w):
        y = labels(CIFAR["widths"][-1], w["batch"])
        return self.engine.training(self.cnn(), self.classes(), self.photographs(w["batch"]), y)

    def CnnPrediction(self, w):
        return self.engine.prediction(self.cnn(), self.photographs(1))

    def BlockPass(self, w):
        convolutions = []
        for _ in range(2):
            if w["separable"]:
                layer = self.layers.SeparableConv2D
            else:
                layer = self.layers.Conv2D
            convolutions.append(layer(w["filters"], 3, padding="same", activation="relu"))
        shape = (w["extent"], w["extent"], w["channels"])
        model = self.sequential(shape, [*convolutions, self.layers.MaxPooling2D(2)])
        return self.engine.gradients(model, features(w["batch"], *shape))


def options(parser):
    parser.add_argument("--fit", action="store_true", help="measure training by fit")
    parser.add_argument(
        "--steps-per-execution",
        type=int,
        default=1,
        metavar="N",
        help="with --fit: steps in each compiled call (default: 1, as Keras has it)",
    )


if __name__ == "__main__":
    serving.main(PEERS, prepare, __doc__.splitlines()[0], options)
