#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times Keras on JAX and TensorFlow, and PyTorch, on the zoo's workloads of ./nyala bench.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install keras jax tensorflow torch torchvision
    NYALA_PYTHON=/tmp/peers/bin/python ./nyala bench mobilenet-predict resnet50-predict

or alone, with the names of workloads as arguments. Prints one line of JSON for each peer: name,
peer, us_median (of one call or training step) and threads. A peer whose packages are missing is
left out. All networks have random weights. Nothing in Nyala depends on this script.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

PEERS = ["keras-jax", "keras-tensorflow", "torch", "torch-channels-last"]
WORKLOADS = {
    "mobilenet-predict": ("mobilenet", 32, 224),
    "squeezenet-predict": ("squeezenet", 32, 227),
    "resnet50-predict": ("resnet50", 1, 224),
    "resnet50-predict-b16": ("resnet50", 16, 224),
    "inception-predict": ("inception", 1, 299),
    "inception-predict-b16": ("inception", 16, 299),
    "mobilenet-finetune": ("finetune", 32, 224),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="workloads (default: all)")
    parser.add_argument("--threads", type=int, default=2, metavar="N")
    parser.add_argument("--seconds", type=float, default=5.0, help="time for each measurement")
    parser.add_argument("--peer", choices=PEERS, help="only this one, in this process")
    arguments = parser.parse_args()
    for name in arguments.names or WORKLOADS:
        if name not in WORKLOADS:
            sys.exit(f"no workload is called '{name}'; known: {', '.join(WORKLOADS)}")
        if arguments.peer:
            measure(name, arguments)
        else:
            for peer in PEERS:
                separately(name, peer, arguments)


def separately(name, peer, arguments):
    """Measures in a process of its own: engines do not share their threads well."""
    command = [sys.executable, __file__, name, "--peer", peer]
    command += ["--threads", str(arguments.threads), "--seconds", str(arguments.seconds)]
    done = subprocess.run(command, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        print(f"{peer}: {(done.stderr.splitlines() or ['said nothing'])[-1]}", file=sys.stderr)
    else:
        print(lines[-1], flush=True)


def measure(name, arguments):
    limit_threads(arguments.threads)
    network, batch, extent = WORKLOADS[name]
    if arguments.peer.startswith("torch"):
        call = torch_call(network, batch, extent, arguments)
    else:
        call = keras_call(network, batch, extent, arguments.peer.removeprefix("keras-"))
    line = {
        "name": name,
        "peer": arguments.peer,
        "us_median": round(median_micros(call, arguments.seconds), 1),
        "threads": arguments.threads,
    }
    print(json.dumps(line), flush=True)


def limit_threads(threads):
    """XLA has no setting for the size of its pool: it counts the processors it may run on."""
    for variable in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"):
        os.environ[variable] = str(threads)
    os.environ["TF_NUM_INTEROP_THREADS"] = "1"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if hasattr(os, "sched_setaffinity"):
        processors = sorted(os.sched_getaffinity(0))
        if threads < len(processors):
            os.sched_setaffinity(0, processors[-threads:])


def median_micros(call, seconds):
    for _ in range(3):
        call()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 5:
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1e6


def keras_call(name, batch, extent, backend):
    os.environ["KERAS_BACKEND"] = backend
    import keras
    import numpy as np

    x = np.random.default_rng(1).standard_normal((batch, extent, extent, 3), dtype=np.float32)
    if name == "finetune":
        trunk = mobilenet(keras)
        first = [layer.name for layer in trunk.layers].index("block_14_expand")
        for layer in trunk.layers[:first]:
            layer.trainable = False
        model = keras.Sequential([trunk, keras.layers.Dense(1, activation="sigmoid")])
        model.compile(keras.optimizers.SGD(1e-4, momentum=0.9), "binary_crossentropy")
        y = (np.arange(batch) % 2 == 0).astype(np.float32)[:, None]
        return lambda: model.train_on_batch(x, y)
    make = {
        "mobilenet": mobilenet,
        "squeezenet": squeezenet,
        "resnet50": lambda keras: keras.applications.ResNet50(weights=None),
        "inception": lambda keras: keras.applications.InceptionV3(weights=None),
    }
    model = make[name](keras)
    if backend == "jax":
        import jax

        trained = [v.value for v in model.trainable_variables]
        others = [v.value for v in model.non_trainable_variables]
        call = jax.jit(lambda t, o, x: model.stateless_call(t, o, x, training=False)[0])
        x = jax.numpy.asarray(x)
        return lambda: call(trained, others, x).block_until_ready()
    import tensorflow

    call = tensorflow.function(lambda x: model(x, training=False))
    x = tensorflow.constant(x)
    return lambda: call(x).numpy()


def mobilenet(keras):
    return keras.applications.MobileNetV2(
        alpha=0.35, include_top=False, pooling="avg", weights=None, input_shape=(224, 224, 3)
    )


def squeezenet(keras):
    layers = keras.layers

    def fire(x, squeeze, expand):
        x = layers.Conv2D(squeeze, 1, activation="relu")(x)
        left = layers.Conv2D(expand, 1, activation="relu")(x)
        right = layers.Conv2D(expand, 3, padding="same", activation="relu")(x)
        return layers.Concatenate()([left, right])

    inputs = keras.Input((227, 227, 3))
    x = layers.Conv2D(64, 3, strides=2, activation="relu")(inputs)
    x = layers.MaxPooling2D(3, 2)(x)
    x = fire(fire(x, 16, 64), 16, 64)
    x = layers.MaxPooling2D(3, 2)(x)
    x = fire(fire(x, 32, 128), 32, 128)
    x = layers.MaxPooling2D(3, 2)(x)
    x = fire(fire(fire(fire(x, 48, 192), 48, 192), 64, 256), 64, 256)
    x = layers.Conv2D(1000, 1, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Softmax()(x))


def torch_call(name, batch, extent, arguments):
    import torch

    try:
        import torchvision
    except RuntimeError:
        # A torchvision built for GPUs beside a torch without: only its detection kernels miss.
        library = torch.library.Library("torchvision", "DEF")
        library.define("nms(Tensor boxes, Tensor scores, float threshold) -> Tensor")
        library.define("qnms(Tensor boxes, Tensor scores, float threshold) -> Tensor")
        for module in [m for m in sys.modules if m.startswith("torchvision")]:
            del sys.modules[module]
        import torchvision

    torch.set_num_threads(arguments.threads)
    models = torchvision.models
    make = {
        "mobilenet": lambda: features(torch, models),
        "finetune": lambda: features(torch, models),
        "squeezenet": models.squeezenet1_1,
        "resnet50": models.resnet50,
        "inception": lambda: models.inception_v3(init_weights=False, aux_logits=False),
    }
    model = make[name]().eval()
    x = torch.randn(batch, 3, extent, extent)
    if arguments.peer == "torch-channels-last":
        model = model.to(memory_format=torch.channels_last)
        x = x.to(memory_format=torch.channels_last)
    if name == "finetune":
        return torch_training(torch, model, x)

    def call():
        with torch.inference_mode():
            return model(x)

    return call


def features(torch, models):
    """MobileNetV2 of width 0.35 up to the features; Keras never narrows the last convolution."""
    trunk = models.mobilenet_v2(width_mult=0.35).features
    return torch.nn.Sequential(trunk, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten())


def torch_training(torch, trunk, x):
    """The step of a user who freezes all blocks before the fourteenth."""
    frozen, rest = trunk[0][:15], trunk[0][15:].train()
    model = torch.nn.Sequential(rest, trunk[1], trunk[2], torch.nn.Linear(1280, 1))
    optimizer = torch.optim.SGD(model.parameters(), 1e-4, momentum=0.9)
    loss = torch.nn.BCEWithLogitsLoss()
    y = (torch.arange(len(x)) % 2 == 0).float()[:, None]

    def call():
        with torch.no_grad():
            before = frozen(x)
        optimizer.zero_grad()
        loss(model(before), y).backward()
        optimizer.step()

    return call


if __name__ == "__main__":
    main()
