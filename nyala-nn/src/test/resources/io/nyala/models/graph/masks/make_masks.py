# SPDX-License-Identifier: Apache-2.0
"""Makes masks.jsonl.gz: small models in which masks matter, as Keras 3.15.1 writes and computes them.

Run: KERAS_BACKEND=numpy python make_masks.py (needs keras 3.15.1, numpy, scipy). One model a line:
{name, config (Keras's model.to_json), inputs, outputs}. Weights are not stored: element i of the
k-th array is ((17 i + 29 k + 7) mod 37 - 18) / 20, and 1.5 more where its name has "variance".
"""

import gzip
import json

import keras
import numpy as np
from keras import layers as L
from keras import ops as O

T = 5
V = 7
D = 4


def ids(name=None):
    return keras.Input((T,), name=name)


def emb(i, mask=True, d=D):
    return L.Embedding(V, d, mask_zero=mask)(i)


zoo = {}


def z(f):
    zoo[f.__name__] = f
    return f


# merging layers
def merging(cls):
    def f():
        a = ids()
        b = ids()
        x = emb(a)
        y = emb(b)
        m = cls()([x, y])
        return [a, b], L.LSTM(3)(m)

    return f


for c in [L.Add, L.Subtract, L.Multiply, L.Average, L.Maximum, L.Minimum, L.Concatenate]:
    zoo["merge_" + c.__name__.lower()] = merging(c)

    def onlyone(c=c):
        a = ids()
        b = keras.Input((T, D))
        x = emb(a)
        m = c()([x, b])
        return [a, b], L.LSTM(3)(m)

    zoo["one_" + c.__name__.lower()] = onlyone

    def out3(c=c):
        a = ids()
        b = ids()
        cc = ids()
        ins = [emb(a), emb(b)] + ([emb(cc)] if c is not L.Subtract else [])
        m = c()(ins)
        return [a, b] + ([cc] if c is not L.Subtract else []), L.GlobalAveragePooling1D()(
            L.Dense(3)(m)
        )

    zoo["three_" + c.__name__.lower()] = out3


@z
def concat_time():
    a = ids()
    b = ids()
    m = L.Concatenate(axis=1)([emb(a), emb(b)])
    return [a, b], L.LSTM(3)(m)


@z
def concat_time_one():
    a = ids()
    b = keras.Input((T, D))
    m = L.Concatenate(axis=1)([emb(a), b])
    return [a, b], L.GRU(3)(m)


@z
def dot():
    a = ids()
    b = ids()
    m = L.Dot(axes=2)([emb(a), emb(b)])
    return [a, b], L.LSTM(3)(m)


@z
def add_broadcast():
    a = ids()
    b = keras.Input((D,))
    m = L.Multiply()([emb(a), b])
    return [a, b], L.LSTM(3)(m)


@z
def max_broadcast_masked():
    a = ids()
    x = emb(a)
    s = L.LSTM(D)(x)
    m = L.Maximum()([x, s])
    return [a], L.LSTM(3)(m)


# attention
for cls in (L.Attention, L.AdditiveAttention):
    n = cls.__name__.lower()

    def att(cls=cls):
        a = ids()
        b = ids()
        y = cls()([emb(a), emb(b)])
        return [a, b], L.LSTM(3)(y)

    zoo[n] = att

    def att3(cls=cls):
        a = ids()
        b = ids()
        v = emb(b)
        y = cls()([emb(a), v, L.Dense(D)(v)])
        return [a, b], L.GlobalAveragePooling1D()(y)

    zoo[n + "_key"] = att3

    def attself(cls=cls):
        a = ids()
        x = emb(a)
        y = cls()([x, x], use_causal_mask=True)
        return [a], y

    zoo[n + "_self_causal"] = attself

    def attexp(cls=cls):
        a = ids()
        b = keras.Input((T, D))
        m1 = O.greater(a, 2)
        m2 = O.not_equal(a, 3)
        y = cls()([emb(a), b], mask=[m1, m2])
        return [a, b], L.LSTM(3)(y)

    zoo[n + "_explicit"] = attexp

    def attnone(cls=cls):
        a = ids()
        x = emb(a)
        y = cls()([x, x], mask=[None, O.not_equal(a, 3)])
        return [a], L.LSTM(3)(y)

    zoo[n + "_none_first"] = attnone

    def attnone2(cls=cls):
        a = ids()
        x = emb(a)
        y = cls()([x, x], mask=[O.not_equal(a, 3), None])
        return [a], L.LSTM(3)(y)

    zoo[n + "_none_second"] = attnone2

    def attscores(cls=cls):
        a = ids()
        x = emb(a)
        y, s = cls()([x, x], return_attention_scores=True)
        return [a], [y, s]

    zoo[n + "_scores"] = attscores

    def attpos(cls=cls):
        a = ids()
        b = keras.Input((T, D))
        m1 = O.greater(a, 2)
        m2 = O.not_equal(a, 3)
        y = cls()([emb(a), b], [m1, m2])
        return [a, b], L.LSTM(3)(y)

    zoo[n + "_positional"] = attpos


@z
def attention_no_masks():
    a = ids()
    x = emb(a)
    return [a], L.Attention()([x, x], mask=[None, None])


@z
def nested_two_hidden():
    i = ids()
    maker = keras.Model(i, L.Dense(D)(emb(i)))
    j = keras.Input((T, D))
    k = keras.Input((T, D))
    inner = keras.Model([j, k], [L.LSTM(4)(j), L.GRU(4)(k)])
    a = ids()
    b = ids()
    return [a, b], L.Add()(inner([maker(a), maker(b)]))


def mha():
    return L.MultiHeadAttention(2, 3)


def gqa():
    return L.GroupQueryAttention(3, 4, 2)


for n, make in (("mha", mha), ("gqa", gqa)):

    def s(make=make):
        a = ids()
        x = emb(a)
        y = make()(x, x)
        return [a], L.LSTM(3)(y)

    zoo[n + "_self"] = s

    def s(make=make):
        a = ids()
        x = emb(a)
        y = make()(x, x)
        return [a], y

    zoo[n + "_self_out"] = s

    def cross(make=make):
        a = ids()
        b = ids()
        y = make()(emb(a), emb(b))
        return [a, b], L.GlobalAveragePooling1D()(y)

    zoo[n + "_cross"] = cross

    def cross_key(make=make):
        a = ids()
        b = ids()
        c = ids()
        y = make()(emb(a), emb(b), emb(c))
        return [a, b, c], L.GRU(3)(y)

    zoo[n + "_cross_key"] = cross_key

    def expl(make=make):
        a = ids()
        b = keras.Input((T, D))
        q = emb(a)
        y = make()(q, b, query_mask=O.greater(a, 1), value_mask=O.not_equal(a, 3))
        return [a, b], L.LSTM(3)(y)

    zoo[n + "_explicit"] = expl

    def expl2(make=make):
        a = ids()
        b = keras.Input((T, D))
        q = emb(a, False)
        y = make()(
            q,
            b,
            query_mask=O.greater(a, 1),
            value_mask=O.not_equal(a, 3),
            key_mask=O.not_equal(a, 2),
        )
        return [a, b], y

    zoo[n + "_explicit_unmasked"] = expl2

    def attm(make=make):
        a = ids()
        b = keras.Input((T, T), dtype="bool")
        x = emb(a)
        y = make()(x, x, attention_mask=b)
        return [a, b], y

    zoo[n + "_attention_mask"] = attm

    def attm(make=make):
        a = ids()
        b = keras.Input((T, T), dtype="int32")
        x = emb(a, False)
        y = make()(x, x, attention_mask=b, use_causal_mask=True)
        return [a, b], y

    zoo[n + "_attention_mask_causal"] = attm

    def causal(make=make):
        a = ids()
        x = emb(a)
        y = make()(x, x, use_causal_mask=True)
        return [a], L.LSTM(3)(y)

    zoo[n + "_causal"] = causal

    def pad2d(make=make):
        a = ids()
        x = emb(a, False)
        m = O.expand_dims(O.not_equal(a, 0), 1)
        y = make()(x, x, attention_mask=m)
        return [a], y

    zoo[n + "_padding_2d"] = pad2d

    def scores(make=make):
        a = ids()
        x = emb(a)
        y, s = make()(x, x, return_attention_scores=True)
        return [a], [y, s]

    zoo[n + "_scores"] = scores

    def blocks(make=make):
        a = ids()
        x = emb(a)
        for _ in range(2):
            y = make()(x, x)
            x = L.LayerNormalization()(L.Add()([x, y]))
            d = L.Dense(D)(L.Dense(6, activation="relu")(x))
            x = L.LayerNormalization()(L.Add()([x, d]))
        return [a], L.Dense(2)(L.GlobalAveragePooling1D()(x))

    zoo[n + "_blocks"] = blocks

    def par(make=make):
        a = ids()
        x = emb(a)
        y = make()(x, x)
        z2 = make()(x, x)
        return [a], [y, z2]

    zoo[n + "_parallel"] = par

    def par2(make=make):
        a = ids()
        x = emb(a)
        y = make()(x, x)
        w = L.Dense(D)(x)
        z2 = make()(w, w)
        m = L.Maximum()([x, w])
        return [a], [y, z2, m]

    zoo[n + "_parallel_deep"] = par2

    def dec(make=make):
        a = ids()
        b = ids()
        e = emb(a)
        x = emb(b)
        s = make()(x, x, use_causal_mask=True)
        x = L.LayerNormalization()(x + s)
        c = make()(x, e)
        x = L.LayerNormalization()(L.Add()([x, c]))
        return [a, b], L.Dense(2)(x)

    zoo[n + "_decoder"] = dec


# pooling / masking / bn / softmax
@z
def gap():
    a = ids()
    return [a], L.GlobalAveragePooling1D()(emb(a))


@z
def gap_keepdims():
    a = ids()
    return [a], L.GlobalAveragePooling1D(keepdims=True)(emb(a))


@z
def gap_explicit():
    a = keras.Input((T, D))
    b = ids()
    return [a, b], L.GlobalAveragePooling1D()(a, mask=O.greater(b, 2))


@z
def gap_float_mask():
    a = keras.Input((T, D))
    b = ids()
    return [a, b], L.GlobalAveragePooling1D()(a, mask=O.cast(O.greater(b, 2), "float32"))


@z
def gap_positional():
    a = keras.Input((T, D))
    b = ids()
    return [a, b], L.GlobalAveragePooling1D()(a, O.greater(b, 2))


@z
def masking():
    a = keras.Input((T, D))
    return [a], L.LSTM(3)(L.Masking()(L.ReLU()(a)))


@z
def masking_input():
    a = keras.Input((T, D))
    return [a], L.LSTM(3)(L.Masking(0.5)(a))


@z
def bn_between():
    a = ids()
    return [a], L.LSTM(3)(L.BatchNormalization()(emb(a)))


@z
def softmax_mask():
    a = keras.Input((T,))
    b = ids()
    return [a, b], L.Softmax()(a, mask=O.not_equal(b, 0))


@z
def softmax_axis_mask():
    a = keras.Input((T, D))
    b = ids()
    return [a, b], L.Softmax(axis=1)(a, mask=O.expand_dims(O.not_equal(b, 0), -1))


# rnn
for cls in (L.LSTM, L.GRU, L.SimpleRNN):
    n = cls.__name__.lower()

    def f(cls=cls):
        a = ids()
        x = emb(a)
        return [a], cls(3)(cls(4, return_sequences=True)(x))

    zoo[n + "_stacked"] = f

    def f(cls=cls):
        a = ids()
        b = ids()
        r = cls(3, return_state=True)(emb(a))
        st = list(r[1:])
        y = cls(3, return_sequences=True)(emb(b), initial_state=st if len(st) > 1 else st[0])
        return [a, b], L.LSTM(2)(y)

    zoo[n + "_seq2seq"] = f

    def f(cls=cls):
        a = ids()
        b = ids()
        r = cls(3, return_state=True)(emb(a))
        st = list(r[1:])
        y = cls(3, return_sequences=True)(emb(b), initial_state=st, mask=O.not_equal(b, 0))
        return [a, b], y

    zoo[n + "_state_and_mask"] = f

    def f(cls=cls):
        a = ids()
        b = ids()
        r = cls(3, return_state=True)(emb(a))
        st = list(r[1:])
        y = cls(3, return_sequences=True)(emb(b), st)
        return [a, b], y

    zoo[n + "_state_positional"] = f

    def f(cls=cls):
        a = ids()
        b = keras.Input((T, D))
        return [a, b], cls(3, return_sequences=True, go_backwards=True)(b, mask=O.not_equal(a, 0))

    zoo[n + "_explicit"] = f

    def f(cls=cls):
        a = ids()
        b = ids()
        x = emb(a)
        return [a, b], cls(3)(x, mask=O.logical_and(O.not_equal(a, 0), O.less(b, 4)))

    zoo[n + "_explicit_over_implicit"] = f

    def f(cls=cls):
        a = ids()
        return [a], L.Bidirectional(cls(3, return_sequences=True))(emb(a))

    zoo["bi_" + n] = f

    def f(cls=cls):
        a = ids()
        b = keras.Input((T, D))
        return [a, b], L.Bidirectional(cls(3))(b, mask=O.not_equal(a, 0))

    zoo["bi_" + n + "_explicit"] = f

    def f(cls=cls):
        a = ids()
        b = ids()
        r = L.Bidirectional(cls(3, return_state=True))(emb(a))
        st = list(r[1:])
        y = L.Bidirectional(cls(3, return_sequences=True))(emb(b), initial_state=st)
        return [a, b], L.LSTM(2)(y)

    zoo["bi_" + n + "_state"] = f

    def f(cls=cls):
        a = ids()
        b = ids()
        r = L.Bidirectional(cls(3, return_state=True))(emb(a))
        st = list(r[1:])
        y = L.Bidirectional(cls(3, return_sequences=True), merge_mode="sum")(
            emb(b), initial_state=st, mask=O.not_equal(b, 0)
        )
        return [a, b], L.LSTM(2)(y)

    zoo["bi_" + n + "_state_mask"] = f


@z
def bi_none_merge():
    a = ids()
    f, b = L.Bidirectional(L.GRU(3, return_sequences=True), merge_mode=None)(emb(a))
    return [a], [L.LSTM(2)(f), L.LSTM(2)(b)]


@z
def rnn_cell():
    a = ids()
    return [a], L.RNN(L.GRUCell(3), return_sequences=True)(emb(a))


@z
def rnn_cells():
    a = ids()
    return [a], L.RNN([L.LSTMCell(3), L.LSTMCell(2)])(emb(a))


@z
def lstm_mask_return_state():
    a = ids()
    y, h, c = L.LSTM(3, return_sequences=True, return_state=True)(emb(a))
    return [a], [L.GRU(2)(y), h, c]


@z
def lstm_mask3d():
    a = keras.Input((T, D))
    m = O.any(O.not_equal(a, 0.5), axis=-1, keepdims=True)
    return [a], L.LSTM(3)(a, mask=m)


@z
def mask_is_input():
    a = keras.Input((T, D))
    b = keras.Input((T,), dtype="bool")
    return [a, b], L.LSTM(3)(a, mask=b)


@z
def mask_is_int_input():
    a = keras.Input((T, D))
    b = keras.Input((T,), dtype="int32")
    return [a, b], L.GRU(3)(a, mask=b)


@z
def mask_float_input():
    a = keras.Input((T, D))
    b = keras.Input((T,))
    return [a, b], L.SimpleRNN(3)(a, mask=b)


# time distributed
@z
def td():
    a = ids()
    return [a], L.LSTM(3)(L.TimeDistributed(L.Dense(3))(emb(a)))


@z
def td_explicit():
    a = ids()
    b = keras.Input((T, D))
    return [a, b], L.LSTM(3)(L.TimeDistributed(L.Dense(3))(b, mask=O.not_equal(a, 0)))


@z
def td_rnn():
    a = keras.Input((3, T))
    x = L.Embedding(V, D, mask_zero=True)(a)
    y = L.TimeDistributed(L.LSTM(3))(x)
    return [a], L.Flatten()(y)


@z
def td_model():
    a = keras.Input((3, T))
    i = keras.Input((T,))
    inner = keras.Model(i, L.LSTM(3)(emb(i)))
    y = L.TimeDistributed(inner)(a)
    return [a], L.LSTM(2)(y)


@z
def td_model_masked():
    a = keras.Input((3, T))
    x = L.Embedding(V, D, mask_zero=True)(a)
    i = keras.Input((T, D))
    inner = keras.Model(i, L.LSTM(3)(L.Dense(3)(i)))
    y = L.TimeDistributed(inner)(x)
    return [a], L.Flatten()(y)


# nested
@z
def nested():
    i = keras.Input((T, D))
    inner = keras.Model(i, L.Dense(3)(L.LSTM(4, return_sequences=True)(i)))
    a = ids()
    y = inner(emb(a))
    return [a], L.LSTM(2)(y)


@z
def nested_makes_mask():
    i = ids()
    inner = keras.Model(i, L.Dense(3)(emb(i)))
    a = ids()
    y = inner(a)
    return [a], L.LSTM(2)(y)


@z
def nested_two():
    i = keras.Input((T, D))
    j = keras.Input((T, D))
    inner = keras.Model([i, j], [L.LSTM(4)(i), L.GRU(4)(j)])
    a = ids()
    b = ids()
    y = inner([emb(a), emb(b)])
    return [a, b], L.Add()(y)


@z
def nested_two_one_masked():
    i = keras.Input((T, D))
    j = keras.Input((T, D))
    inner = keras.Model([i, j], [L.LSTM(4)(i), L.GRU(4)(j)])
    a = ids()
    b = ids()
    y = inner([emb(a, False), emb(b)])
    return [a, b], L.Add()(y)


@z
def nested_explicit():
    i = keras.Input((T, D))
    inner = keras.Model(i, L.LSTM(4)(i))
    a = ids()
    b = keras.Input((T, D))
    y = inner(b, mask=O.not_equal(a, 0))
    return [a, b], y


@z
def nested_sequential():
    inner = keras.Sequential([keras.Input((T, D)), L.LSTM(4, return_sequences=True), L.LSTM(3)])
    a = ids()
    return [a], inner(emb(a))


@z
def nested_sequential_mask():
    inner = keras.Sequential(
        [keras.Input((T,)), L.Embedding(V, D, mask_zero=True), L.LSTM(4, return_sequences=True)]
    )
    a = ids()
    return [a], L.LSTM(3)(inner(a))


@z
def nested_twice():
    i = keras.Input((T, D))
    inner = keras.Model(i, L.LSTM(4)(i))
    a = ids()
    b = keras.Input((T, D))
    return [a, b], L.Add()([inner(emb(a)), inner(b)])


@z
def nested_explicit_inside():
    i = keras.Input((T, D))
    j = ids()
    inner = keras.Model([i, j], L.LSTM(4)(i, mask=O.not_equal(j, 0)))
    a = ids()
    b = keras.Input((T, D))
    return [a, b], inner([b, a])


@z
def nested_state():
    i = keras.Input((T, D))
    h = keras.Input((3,))
    inner = keras.Model([i, h], L.GRU(3, return_sequences=True)(i, initial_state=h))
    a = ids()
    b = keras.Input((3,))
    return [a, b], L.LSTM(2)(inner([emb(a), b]))


@z
def nested_mha():
    i = keras.Input((T, D))
    inner = keras.Model(i, L.Add()([i, mha()(i, i)]))
    a = ids()
    x = emb(a)
    y = inner(x)
    return [a], [L.LSTM(2)(y), L.Maximum()([x, y])]


# shared masks
@z
def shared_mask():
    a = ids()
    x = emb(a)
    m = O.not_equal(a, 3)
    return [a], [L.LSTM(2)(x, mask=m), L.GRU(3)(x, mask=m), L.GlobalAveragePooling1D()(x, mask=m)]


@z
def shared_layer():
    l = L.LSTM(3)
    a = ids()
    b = ids()
    e = L.Embedding(V, D, mask_zero=True)
    return [a, b], L.Add()([l(e(a)), l(e(b))])


@z
def shared_layer_masks():
    l = L.LSTM(3)
    a = ids()
    b = ids()
    e = L.Embedding(V, D)
    return [a, b], L.Concatenate()([l(e(a), mask=O.greater(a, 2)), l(e(b))])


@z
def dropped_by_conv():
    a = ids()
    return [a], L.LSTM(3)(L.Conv1D(3, 2, padding="same")(emb(a)))


@z
def bare_ops():
    a = ids()
    x = emb(a)
    return [a], L.LSTM(3)(x * 2.0 + 1.0)


@z
def many_ops():
    a = ids()
    b = keras.Input((T, D))
    m = O.logical_or(O.equal(a, 1), O.greater_equal(a, 4))
    m = O.logical_and(m, O.logical_not(O.less_equal(a, 0)))
    m2 = O.all(O.greater(b, -9.0), axis=-1)
    m3 = O.logical_xor(m, O.less(a, 3))
    m4 = O.squeeze(O.expand_dims(O.cast(a, "bool"), 1), 1)
    s = O.stack([m, m2, m3, m4], axis=1)
    mm = O.max(O.cast(s, "float32"), axis=1)
    mm = O.cast(mm, "bool")
    return [a, b], L.LSTM(3)(b, mask=O.logical_and(mm, s[:, 3]))


@z
def where_minimum():
    a = ids()
    b = keras.Input((T, D))
    c = O.cast(O.not_equal(a, 0), "int32")
    d = O.minimum(c, O.cast(O.less(a, 6), "int32"))
    return [a, b], L.GRU(3)(b, mask=O.equal(d, 1))


@z
def getitem():
    a = keras.Input((T, D + 1))
    x = a[:, :, 1:]
    m = O.not_equal(a[:, :, 0], 0.5)
    return [a], L.LSTM(3)(x, mask=m)


@z
def getitem2():
    a = keras.Input((T, D + 1))
    x = a[..., 1:]
    m = O.not_equal(a[..., 0], 0.5)
    return [a], L.LSTM(3)(x[:, 1:4], mask=m[:, 1:4])


@z
def getitem3():
    a = keras.Input((T, D))
    x = a[:, ::-1]
    return [a], L.LSTM(3)(x[:, :-1, :], mask=O.not_equal(x[:, 1:, -1], 0.5))


@z
def reshape_mask():
    a = ids()
    b = keras.Input((T, D))
    m = O.reshape(O.not_equal(a, 0), (-1, T, 1))
    return [a, b], L.GRU(3)(b, mask=O.reshape(m, (-1, T)))


@z
def reduce_mask():
    a = keras.Input((T, D))
    m = O.greater(O.sum(O.abs(a), axis=-1), 1.9)
    return [a], L.GRU(3)(a, mask=m)


@z
def where_op():
    a = ids()
    b = keras.Input((T, D))
    m = O.not_equal(a, 0)
    x = O.where(O.expand_dims(m, -1), b, 0.0)
    return [a, b], L.GRU(3)(x, mask=m)


@z
def mean_by_hand():
    a = ids()
    x = emb(a, False)
    m = O.cast(O.expand_dims(O.not_equal(a, 0), -1), "float32")
    s = O.sum(x * m, axis=1) / O.maximum(O.sum(m, axis=1), 1.0)
    return [a], L.Dense(2)(s)


@z
def causal_ops():
    a = ids()
    x = emb(a, False)
    m = O.matmul(
        O.expand_dims(O.cast(O.not_equal(a, 0), "float32"), 2),
        O.expand_dims(O.cast(O.not_equal(a, 0), "float32"), 1),
    )
    return [a], mha()(x, x, attention_mask=O.cast(m, "bool"))


@z
def repeat_stack():
    a = ids()
    x = emb(a, False)
    m = O.repeat(O.expand_dims(O.not_equal(a, 0), 1), T, axis=1)
    return [a], mha()(x, x, attention_mask=m)


@z
def tile_transpose():
    a = ids()
    x = emb(a, False)
    m = O.tile(O.expand_dims(O.not_equal(a, 0), 1), (1, T, 1))
    m = O.logical_and(m, O.transpose(m, (0, 2, 1)))
    return [a], mha()(x, x, attention_mask=m)


@z
def isnan_mask():
    a = keras.Input((T, D))
    m = O.logical_not(O.isnan(a[:, :, 0]))
    return [a], L.LSTM(3)(a, mask=m)


@z
def kw_ops():
    a = ids()
    b = keras.Input((T, D))
    m = O.not_equal(x1=a, x2=0)
    m = O.any(x=O.expand_dims(x=m, axis=2), axis=2)
    return [a, b], L.LSTM(3)(b, mask=m)


@z
def layer_norm_chain():
    a = ids()
    x = emb(a)
    for l in (
        L.LayerNormalization(),
        L.Dropout(0.3),
        L.Activation("tanh"),
        L.Dense(4),
        L.LeakyReLU(),
        L.PReLU(),
        L.ELU(),
        L.GaussianNoise(0.1),
        L.SpatialDropout1D(0.2),
        L.UnitNormalization(),
        L.Rescaling(2.0),
    ):
        x = l(x)
    return [a], L.LSTM(3)(x)


@z
def rms_norm():
    a = ids()
    return [a], L.LSTM(3)(L.RMSNormalization()(emb(a)))


@z
def einsum_dense():
    a = ids()
    return [a], L.LSTM(3)(L.EinsumDense("abc,cd->abd", (None, 3))(emb(a)))


@z
def spectral():
    a = ids()
    return [a], L.LSTM(3)(L.SpectralNormalization(L.Dense(3))(emb(a)))


@z
def masked_output():
    a = ids()
    return [a], L.Dense(2)(emb(a))


@z
def int_ids():
    a = keras.Input((T,), dtype="int32")
    b = keras.Input((T,), dtype="int32")
    return [a, b], L.LSTM(3)(L.Add()([emb(a), emb(b)]))


@z
def bare_add_two():
    a = ids()
    b = ids()
    m = emb(a) + emb(b)
    return [a, b], L.LSTM(3)(m)


@z
def zero_output():
    a = ids()
    return [a], L.LSTM(3, return_sequences=True, zero_output_for_mask=True)(emb(a))


@z
def dyn_time():
    a = keras.Input((None,))
    b = keras.Input((None,))
    m = L.Concatenate()([emb(a), L.Dense(3)(emb(b, False))])
    return [a, b], L.LSTM(3)(m)


@z
def dyn_time_add():
    a = keras.Input((None,))
    b = keras.Input((None,))
    m = L.Add()([emb(a), emb(b)])
    return [a, b], L.Bidirectional(L.LSTM(3))(m)


def data(t, k):
    s = tuple(2 if i == 0 else (T if d is None else d) for i, d in enumerate(t.shape))
    n = int(np.prod(s))
    if t.dtype == "bool":
        return (np.arange(n) * (k + 3) % 3 != 0).reshape(s)
    if t.dtype.startswith("int"):
        x = (np.arange(n) * (k + 2) * 3 + 1) % V
        x = x.reshape(s)
        x[..., -2:] = 0 if k % 2 == 0 else x[..., -2:]
        return (x % 2 if len(s) == 3 else x).astype("int32")
    if len(s) == 2 and s[1] == T or s[1:] == (3, T):
        x = ((np.arange(n) * (k + 2) * 3 + 1) % V).astype("float32").reshape(s)
        if k % 2 == 0:
            x[..., -2:] = 0
        else:
            x[0, ..., -1] = 0
        return x
    x = np.sin(np.arange(n) * (1.3 + k)).astype("float32").reshape(s)
    if len(s) == 3:
        x[0, -1] = 0.5
        x[1, 2] = 0.5
    return x


def weight(w, k):
    i = np.arange(int(np.prod(w.shape)))
    x = ((17 * i + 29 * k + 7) % 37 - 18) / 20 + (1.5 if "variance" in w.path else 0)
    return x.reshape(w.shape).astype("float32")


def entry(name, make):
    keras.backend.clear_session()
    ins, outs = make()
    model = keras.Model(ins if len(ins) > 1 else ins[0], outs)
    model.set_weights([weight(w, k) for k, w in enumerate(model.weights)])
    xs = [data(t, k) for k, t in enumerate(ins)]
    # As loaded again, since what a call names is settled when it is made.
    again = keras.models.model_from_json(model.to_json())
    again.set_weights(model.get_weights())
    ys = again.predict(xs if len(xs) > 1 else xs[0], verbose=0)
    ys = ys if isinstance(ys, (list, tuple)) else [ys]
    return {
        "name": name,
        "config": json.loads(model.to_json()),
        "inputs": [x.astype("float32").tolist() for x in xs],
        "outputs": [y.astype("float32").tolist() for y in ys],
    }


with gzip.GzipFile("masks.jsonl.gz", "wb", 9, mtime=0) as out:
    for name in sorted(zoo):
        out.write((json.dumps(entry(name, zoo[name]), separators=(",", ":")) + "\n").encode())
