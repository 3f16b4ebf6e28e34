# SPDX-License-Identifier: Apache-2.0
"""Makes the files lookup_*.keras with Keras 3.15.1 on TensorFlow: python make_lookups.py

What is in them make.py says; lookups need TensorFlow.
"""

import os
import zipfile

os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
from keras.layers import *

data = np.array([[12, 1138, 42], [42, 1000, 36], [12, 12, 7]])
x = np.array([[12, 1138, 42], [7, 99, 0], [1000, 5, 36]], dtype="int32")


def adapted(rows=3, **settings):
    layer = IntegerLookup(**settings)
    layer.adapt(data[:rows])
    return layer


def make(name, outputs, i):
    model = keras.Model(i, outputs)
    out = np.asarray(model.predict(x, verbose=0))
    model.save("stored.keras")
    with zipfile.ZipFile("stored.keras") as old, zipfile.ZipFile(name + ".keras", "w") as new:
        for entry in old.infolist():
            day = zipfile.ZipInfo(entry.filename)
            day.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(day, old.read(entry))
    os.remove("stored.keras")
    kind = "i" if out.dtype.kind == "i" else "f"
    np.savez_compressed(name + ".npz", in_0=x, out_0=out.astype(kind))


def ids():
    return keras.Input((3,), dtype="int64")


i = ids()
make("lookup_learnt", adapted(mask_token=0, num_oov_indices=3)(i), i)
i = ids()
make("lookup_counts", adapted(output_mode="count", pad_to_max_tokens=True, max_tokens=9)(i), i)
i = ids()
given = IntegerLookup(vocabulary=[0, -1, 12, 36, 1138], mask_token=0)
make("lookup_given_with_its_tokens", given(i), i)
j = ids()
inner = keras.Model(j, Embedding(9, 3)(adapted()(j)))
chain = keras.Sequential([ids(), adapted(2), Embedding(9, 2)])
i = ids()
make("lookups_inside", Concatenate()([inner(i), chain(i), Embedding(9, 2)(adapted(1)(i))]), i)
