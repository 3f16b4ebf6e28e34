# SPDX-License-Identifier: Apache-2.0
"""Makes the files beside this script, with h5py 3.16 and NumPy: python forms.py"""

import gzip
import pathlib

import h5py
import numpy as np

TYPES = ["<f4", ">f4", "<f8", "<f2", "i1", "u1", ">i2", "<u2", "<i4", ">u4", "<i8", "<u8"]


def numbers(shape, type="<f4"):
    """0, 0.5, 1, ... row by row."""
    return (np.arange(np.prod(shape)).reshape(shape) / 2).astype(type)


def types(f):
    for t in TYPES:
        f.create_dataset("types/" + t.replace("<", "le_").replace(">", "be_"), data=numbers((2, 3), t))
    f["types/bool"] = np.array([True, False, True])
    f["types/scalar"] = np.float32(3.5)
    f["types/empty"] = np.zeros((0, 4), "<f4")
    f.create_dataset("types/unwritten", (2, 2), "<f4", fillvalue=2.5)


def attributes(f):
    f.attrs["text"] = "Gr\u00fc\u00dfe"
    f.attrs["list"] = np.array(["a", "bcd", "\u00e4"], dtype=h5py.string_dtype())
    f.attrs["fixed"] = np.array([b"one", b"two", b"three"])
    f.attrs["none"] = []
    f.attrs["numbers"] = np.arange(4)


def chunks(f, compression="gzip"):
    def add(name, shape, chunks, **more):
        f.create_dataset("chunks/" + name, data=numbers(shape), chunks=chunks, **more)

    add("plain", (5, 7), (2, 3))
    add("packed", (9, 8), (4, 5), compression=compression, shuffle=True, fletcher32=True)
    add("single", (3, 2), (3, 2), compression=compression)
    add("grows", (6, 3), (2, 2), maxshape=(None, 3))
    add("grows_both", (4, 3), (2, 2), maxshape=(None, None), compression=compression)
    add("may_grow", (4, 5), (2, 2), maxshape=(8, 9))
    sparse = f.create_dataset("chunks/sparse", (4, 4), "<f4", chunks=(2, 2), fillvalue=-1)
    sparse[2:, 2:] = 1


for name, version in [("earliest", "earliest"), ("latest", "latest")]:
    with h5py.File(name + ".h5", "w", libver=version) as f:
        types(f)
        attributes(f)
        chunks(f)

# A tree of two levels, heaps of links and attributes, and a file behind something else.
with h5py.File("tree.h5", "w") as f:
    f.create_dataset("many", data=numbers(70), chunks=(1,))
with h5py.File("dense.h5", "w", libver="latest") as f:
    for i in range(20):
        f.create_group("group_%d" % i)
        f.attrs["attribute_%d" % i] = "value %d" % i
    f["group_7/x"] = numbers(3)
with h5py.File("block.h5", "w", userblock_size=512) as f:
    f["x"] = numbers(3)

# What is refused.
with h5py.File("links.h5", "w") as f:
    f["x"] = numbers(3)
    f["soft"] = h5py.SoftLink("/x")
    f["external"] = h5py.ExternalLink("other.h5", "/x")
with h5py.File("lzf.h5", "w") as f:
    f.create_dataset("x", data=numbers(30), chunks=(10,), compression="lzf")

for file in sorted(pathlib.Path(".").glob("*.h5")):
    pathlib.Path(str(file) + ".gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
    file.unlink()
