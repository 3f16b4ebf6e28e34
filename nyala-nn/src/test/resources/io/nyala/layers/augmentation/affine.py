"""Writes affine.npz with Keras 3.15.1 on TensorFlow 2.21: python affine.py"""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np

rng = np.random.default_rng(15)
height, width = 4, 5
image = rng.integers(0, 256, (height, width, 1)).astype("float32")


def around_middle(a0, a1, b0, b1):
    x, y = (width - 1) / 2, (height - 1) / 2
    return [a0, a1, x - a0 * x - a1 * y, b0, b1, y - b0 * x - b1 * y, 0, 0]


def shift(right, down):
    return [1, 0, -right, 0, 1, -down, 0, 0]


turn = 0.1 * 2 * np.pi
transforms = np.array(
    [
        shift(0.5, 0.5),
        shift(-0.5, -1.5),
        shift(1.5, 0.25),
        shift(-0.25, 3.75),
        shift(-7.5, 11.25),
        shift(5, -4),
        around_middle(np.cos(turn), -np.sin(turn), np.sin(turn), np.cos(turn)),
        around_middle(1.9, 0, 0, 0.55),
        [1, 0.75, 0, -0.4, 1, 0, 0, 0],
    ],
    "float32",
)
arrays = {"image": image, "transforms": transforms}
images = np.repeat(image[None], len(transforms), axis=0)
for interpolation in ["nearest", "bilinear"]:
    for fill in ["constant", "nearest", "reflect", "wrap"]:
        found = keras.ops.image.affine_transform(
            images, transforms, interpolation=interpolation, fill_mode=fill, fill_value=-9
        )
        arrays[f"{interpolation}_{fill}"] = keras.ops.convert_to_numpy(found)
np.savez_compressed("affine.npz", **arrays)
