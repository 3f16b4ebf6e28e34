# SPDX-License-Identifier: Apache-2.0
"""Makes files with the weights of Dense(4) on 3 inputs and of Dense(2), as Keras 3 lays them out,
of which the last ones are texts, or compressed. Needs h5py and numpy."""

import h5py
import numpy

SHAPES = {"dense": [(3, 4), (4,)], "dense_1": [(4, 2)]}


def write(name, last, **how):
    with h5py.File(name + ".weights.h5", "w", libver=("v108", "v108")) as file:
        for layer, shapes in SHAPES.items():
            for i, shape in enumerate(shapes):
                values = numpy.full(shape, 7, "float32")
                file.create_dataset(f"layers/{layer}/vars/{i}", data=values)
        file.create_dataset("layers/dense_1/vars/1", data=numpy.array(last), **how)


write("text-for-numbers", [b"no", b"numbers"])
write("compressed", [1.0, 2.0], chunks=(2,), compression="gzip")
