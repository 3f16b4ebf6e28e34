#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times PyTorch on the workloads of ./nyala bench: eager, compiled, and with channels last.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install torch numpy
    NYALA_PYTHON=/tmp/peers/bin/python ./nyala bench transformer-block

or alone, with the names of workloads as arguments. torch.compile needs a C++ compiler. Nothing in
Nyala depends on this script.
"""

import os
import tempfile

import serving
from serving import CIFAR, EPSILON, EXPANSION, LEARNING_RATE, TEXT, features, labels

PEERS = ["pytorch", "pytorch-compiled", "pytorch-channels-last"]
IMAGES = ("CnnTraining", "CnnPrediction", "BlockPass")
SMALL = 0.05


def prepare(workload, arguments):
    kind = workload["kind"]
    if arguments.peer == "pytorch-channels-last" and kind not in IMAGES:
        raise NotImplementedError
    # Kernels compiled for other instructions or more threads crashed when taken from the cache.
    cache = f"nyala-inductor-{os.environ.get('ATEN_CPU_CAPABILITY', 'native')}-{arguments.threads}"
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.path.join(tempfile.gettempdir(), cache)
    import torch

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    # Workloads share lines of this script, and few recompilations of a line are allowed.
    torch.compiler.reset()
    return Steps(torch, arguments.peer)(workload)


class Steps:
    """The steps of one peer."""

    def __init__(self, torch, peer):
        self.torch = torch
        self.nn = torch.nn
        self.compiles = peer == "pytorch-compiled"
        self.channels_last = peer == "pytorch-channels-last"

    def __call__(self, workload):
        return getattr(self, workload["kind"])(workload)

    def compiled(self, function):
        return self.torch.compile(function) if self.compiles else function

    def tensor(self, array):
        return self.torch.from_numpy(array)

    def images(self, *shape):
        x = self.tensor(features(*shape))
        return x.to(memory_format=self.torch.channels_last) if self.channels_last else x

    def laid_out(self, model):
        return model.to(memory_format=self.torch.channels_last) if self.channels_last else model

    def training(self, model, loss, x, y):
        """An Adam step in PyTorch's fastest form, which updates all parameters in one kernel."""
        optimizer = self.torch.optim.Adam(model.parameters(), LEARNING_RATE, fused=True)
        loss_of = self.compiled(lambda x, y: loss(model(x), y))

        def step():
            optimizer.zero_grad()
            value = loss_of(x, y)
            value.backward()
            optimizer.step()
            return value.item()

        return step

    def prediction(self, model, x):
        row = x.numpy()
        model.eval()
        forward = self.compiled(model)

        def step():
            with self.torch.inference_mode():
                return forward(self.torch.from_numpy(row))[0, 0].item()

        return step

    def dense(self, widths):
        layers = []
        for i in range(1, len(widths)):
            layers.append(self.nn.Linear(widths[i - 1], widths[i]))
            if i < len(widths) - 1:
                layers.append(self.nn.ReLU())
        return self.nn.Sequential(*layers)

    def MlpTraining(self, w):
        widths, batch = w["widths"], w["batch"]
        x = features(batch, widths[0])
        if w["loss"] == "MEAN_ABSOLUTE_ERROR":
            loss, y = self.nn.functional.l1_loss, 1 + x.mean(axis=1, keepdims=True)
        else:
            loss, y = self.nn.functional.cross_entropy, labels(widths[-1], batch).astype("int64")
        return self.training(self.dense(widths), loss, self.tensor(x), self.tensor(y))

    def RowPrediction(self, w):
        return self.prediction(self.dense(w["widths"]), self.tensor(features(1, w["widths"][0])))

    def MatrixProduct(self, w):
        left = self.tensor(features(w["size"], w["size"]))
        product = self.torch.empty_like(left)
        right = left.clone()
        multiply = self.compiled(lambda a, b: self.torch.mm(a, b, out=product))

        def step():
            multiply(left, right)
            return product[0, 0]

        return step

    def SequenceTraining(self, w):
        cell = {"LSTM": self.nn.LSTM, "GRU": self.nn.GRU}[w["cell"]]
        nn = self.nn

        class Recurrent(nn.Module):
            def __init__(self):
                super().__init__()
                self.body = cell(w["features"], w["units"], w["layers"], batch_first=True)
                self.head = nn.Linear(w["units"], 1)

            def forward(self, x):
                return self.head(self.body(x)[0][:, -1])

        x = self.tensor(features(w["batch"], w["time"], w["features"]))
        return self.training(Recurrent(), nn.functional.l1_loss, x, self.one_each(w))

    def one_each(self, w):
        return self.tensor(features(w["batch"], 1))

    def EmbeddingTraining(self, w):
        class Mean(self.nn.Module):
            def forward(self, x):
                return x.mean(1)

        model = self.nn.Sequential(
            self.nn.Embedding(w["vocabulary"], w["dimension"]),
            Mean(),
            self.nn.Linear(w["dimension"], 1),
        )
        x = self.tensor(labels(w["vocabulary"], w["batch"], w["time"]))
        return self.training(model, self.nn.functional.l1_loss, x, self.one_each(w))

    def TextTraining(self, w):
        nn, dense = self.nn, self.dense(TEXT["widths"])

        class Texts(nn.Module):
            def __init__(self):
                super().__init__()
                self.words = nn.Embedding(TEXT["vocabulary"], TEXT["dimension"])
                layers, channels = [], TEXT["dimension"]
                for i in range(TEXT["convolutions"]):
                    layers += [nn.Conv1d(channels, TEXT["filters"], TEXT["kernel"]), nn.ReLU()]
                    if i < TEXT["convolutions"] - 1:
                        layers.append(nn.MaxPool1d(TEXT["pool"]))
                    channels = TEXT["filters"]
                self.convolutions = nn.Sequential(*layers)
                self.dense = dense

            def forward(self, x):
                return self.dense(self.convolutions(self.words(x).transpose(1, 2)).amax(2))

        x = self.tensor(labels(TEXT["vocabulary"], w["batch"], TEXT["time"]))
        y = self.tensor(labels(TEXT["widths"][-1], w["batch"]).astype("int64"))
        return self.training(Texts(), nn.functional.cross_entropy, x, y)

    def TransformerTraining(self, w):
        width, shape = w["width"], (w["batch"], w["time"], w["width"])
        model = self.nn.TransformerEncoderLayer(
            width,
            w["heads"],
            EXPANSION * width,
            dropout=0.0,
            activation="gelu",
            layer_norm_eps=EPSILON,
            batch_first=True,
            norm_first=False,
        )
        y = self.tensor(serving.sequence_targets(*shape))
        return self.training(model, self.nn.functional.mse_loss, self.tensor(features(*shape)), y)

    def cnn(self):
        nn, layers, channels = self.nn, [], CIFAR["channels"]
        for filters in CIFAR["filters"]:
            layers += [nn.Conv2d(channels, filters, CIFAR["kernel"]), nn.ReLU()]
            layers += [nn.BatchNorm2d(filters), nn.MaxPool2d(2)]
            channels = filters
        layers.append(nn.Flatten())
        widths = CIFAR["widths"]
        for i in range(1, len(widths)):
            layers.append(nn.Linear(widths[i - 1], widths[i]))
            if i < len(widths) - 1:
                layers += [nn.ReLU(), nn.Dropout(CIFAR["dropout"])]
        return self.laid_out(nn.Sequential(*layers))

    def photographs(self, batch):
        return self.images(batch, CIFAR["channels"], CIFAR["extent"], CIFAR["extent"])

    def CnnTraining(self, w):
        y = self.tensor(labels(CIFAR["widths"][-1], w["batch"]).astype("int64"))
        x = self.photographs(w["batch"])
        return self.training(self.cnn(), self.nn.functional.cross_entropy, x, y)

    def CnnPrediction(self, w):
        return self.prediction(self.cnn(), self.photographs(1))

    def BlockPass(self, w):
        conv2d = self.nn.functional.conv2d
        weights = []

        def weight(*shape):
            weights.append((SMALL * self.images(*shape)).requires_grad_(True))
            return weights[-1]

        def flat(size):
            weights.append((SMALL * self.tensor(features(size))).requires_grad_(True))
            return weights[-1]

        def convolution(channels):
            filters = w["filters"]
            if not w["separable"]:
                kernel, bias = weight(filters, channels, 3, 3), flat(filters)
                return lambda x: conv2d(x, kernel, bias, padding=1).relu()
            each, point, bias = weight(channels, 1, 3, 3), weight(filters, channels, 1, 1), flat(filters)
            return lambda x: conv2d(
                conv2d(x, each, padding=1, groups=channels), point, bias
            ).relu()

        first, second = convolution(w["channels"]), convolution(w["filters"])
        x = self.images(w["batch"], w["channels"], w["extent"], w["extent"]).requires_grad_(True)
        pool = self.nn.functional.max_pool2d
        loss_of = self.compiled(lambda x: pool(second(first(x)), 2).square().mean())

        def step():
            for operand in [x, *weights]:
                operand.grad = None
            value = loss_of(x)
            value.backward()
            return value.item()

        return step


if __name__ == "__main__":
    serving.main(PEERS, prepare, __doc__.splitlines()[0])
