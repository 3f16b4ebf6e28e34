"""Writes formats.zip: small images in many forms, and in expected.txt what TensorFlow 2.21 reads.

python formats.py; each line of expected.txt is a name, the channels asked for (0: those of the
file), the shape, and the CRC-32 of the levels.
"""

import os
import struct
import zipfile
import zlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

rng = np.random.default_rng(15)
HEIGHT, WIDTH = 3, 5
files = {}


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(row, depth):
    if depth == 16:
        return row.astype(">u2").tobytes()
    bits = "".join(format(int(v), f"0{depth}b") for v in row.ravel())
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(name, pixels, kind, depth, interlaced=False, extra=b""):
    rows = b""
    parts = [pixels[y::dy, x::dx] for x, y, dx, dy in PASSES] if interlaced else [pixels]
    for part in parts:
        if part.size:
            rows += b"".join(b"\0" + packed(row, depth) for row in part)
    height, width = pixels.shape[:2]
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced))
    files[name + ".png"] = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + extra
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def pixels(depth, *channels):
    return rng.integers(0, 2**depth, (HEIGHT, WIDTH, *channels))


for depth in (1, 2, 4, 8, 16):
    grey = pixels(depth)
    clear = chunk(b"tRNS", struct.pack(">H", int(grey[1, 3])))
    png(f"grey-{depth}", grey, 0, depth)
    png(f"grey-{depth}-clear", grey, 0, depth, extra=clear)
for depth in (8, 16):
    colours = pixels(depth, 3)
    clear = chunk(b"tRNS", struct.pack(">HHH", *map(int, colours[1, 2])))
    png(f"colours-{depth}", colours, 2, depth)
    png(f"colours-{depth}-clear", colours, 2, depth, extra=clear)
    png(f"grey-opacity-{depth}", pixels(depth, 2), 4, depth)
    png(f"colours-opacity-{depth}", pixels(depth, 4), 6, depth)
for depth in (1, 2, 4, 8):
    count = min(2**depth, 20)
    index = rng.integers(0, count, (HEIGHT, WIDTH))
    colours = chunk(b"PLTE", rng.integers(0, 256, (count, 3)).astype("u1").tobytes())
    greys = np.repeat(rng.integers(0, 256, (count, 1)), 3, 1).astype("u1").tobytes()
    clear = chunk(b"tRNS", rng.integers(0, 256, count // 2).astype("u1").tobytes())
    png(f"palette-{depth}", index, 3, depth, extra=colours)
    png(f"palette-{depth}-clear", index, 3, depth, extra=colours + clear)
    png(f"palette-{depth}-of-greys", index, 3, depth, extra=chunk(b"PLTE", greys))
png("interlaced-colours", pixels(8, 3), 2, 8, True)
png("interlaced-grey-4", pixels(4), 0, 4, True)
png("interlaced-palette", index, 3, 8, True, colours + clear)
png("gamma", pixels(8, 3), 2, 8, extra=chunk(b"gAMA", struct.pack(">I", 100000)))
png("background", pixels(8, 4), 6, 8, extra=chunk(b"bKGD", struct.pack(">HHH", 9, 200, 3)))


def lzw(indices, bits):
    """Without compression: a clear code before the codes grow."""
    out, count, clear = 0, 0, 1 << bits
    codes = []
    for i, v in enumerate(indices):
        if i % (clear - 2) == 0:
            codes.append(clear)
        codes.append(int(v))
    for code in codes + [clear + 1]:
        out |= code << count
        count += bits + 1
    data = out.to_bytes((count + 7) // 8, "little")
    blocks = [data[i : i + 255] for i in range(0, len(data), 255)]
    return bytes([bits]) + b"".join(bytes([len(b)]) + b for b in blocks) + b"\0"


def gif(name, frames, palette=None, background=0):
    data = b"GIF89a" + struct.pack("<HH", WIDTH, HEIGHT)
    data += bytes([0x80 | 3 if palette is not None else 0, background, 0])
    data += b"" if palette is None else palette.astype("u1").tobytes()
    for index, clear, own in frames:
        if clear is not None:
            data += bytes([0x21, 0xF9, 4, 1, 0, 0, clear, 0])
        data += b"," + struct.pack("<HHHHB", 0, 0, WIDTH, HEIGHT, 0 if own is None else 0x83)
        data += b"" if own is None else own.astype("u1").tobytes()
        data += lzw(index.ravel(), 4)
    files[name + ".gif"] = data + b";"


palette, other = rng.integers(0, 256, (2, 16, 3))
first, second = rng.integers(0, 16, (2, HEIGHT, WIDTH))
clear = int(first[1, 1])
gif("plain", [(first, None, None)], palette)
gif("clear", [(first, clear, None)], palette)
gif("clear-before-background", [(first, clear, None)], palette, background=3)
gif("own-palette-clear", [(first, clear, other)])
gif("greys-clear", [(first, clear, None)], np.repeat(palette[:, :1], 3, 1))
gif("animated-clear", [(first, clear, None), (second, None, other)], palette)


def bmp(name, data, bits, header=40, compression=0, up=True, palette=b""):
    masks = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    rows = b"".join(r.astype("u1").tobytes() + b"\0" * (-r.size % 4) for r in (data[::-1] if up else data))
    info = struct.pack("<IiiHHIIiiII", header, WIDTH, HEIGHT if up else -HEIGHT, 1, bits, compression, len(rows), 0, 0, 0, 0)
    if header > 40:
        info += struct.pack("<IIII", *masks) + b"BGRs" + b"\0" * 48 + b"\0" * (header - 108)
    elif compression == 3:
        info += struct.pack("<III", *masks[:3])
    info += palette
    start = 14 + len(info)
    files[name + ".bmp"] = b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start) + info + rows


opaque = pixels(8, 4)
bmp("24", pixels(8, 3), 24)
bmp("24-down", pixels(8, 3), 24, up=False)
bmp("32", opaque, 32)
bmp("32-down", opaque, 32, up=False)
bmp("32-masks", opaque, 32, compression=3)
bmp("32-v4", opaque, 32, header=108, compression=3)
bmp("32-v4-plain", opaque, 32, header=108)
bmp("32-v5", opaque, 32, header=124, compression=3)
bmp("32-all-clear", opaque * [1, 1, 1, 0], 32)
greys = np.repeat(np.arange(256)[:, None], 4, 1) * [1, 1, 1, 0]
bmp("8-greys", pixels(8), 8, palette=greys.astype("u1").tobytes())

lines = []
for name in sorted(files):
    for channels in (0, 1, 3, 4):
        # TensorFlow forgets the opacity of grey and of palettes in PNG files of fewer than 8 bits.
        if channels == 4 and name.endswith(".png") and "clear" not in name and any(f"-{d}." in name or f"-{d}-" in name for d in (1, 2, 4)):
            continue
        try:
            levels = tf.io.decode_image(files[name], channels, expand_animations=False).numpy()
        except tf.errors.InvalidArgumentError:
            continue
        shape = " ".join(map(str, levels.shape))
        lines.append(f"{name} {channels} {shape} {zlib.crc32(levels.tobytes()):08x}")
with zipfile.ZipFile("formats.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for name in sorted(files):
        z.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
    z.writestr(zipfile.ZipInfo("expected.txt", (2020, 1, 1, 0, 0, 0)), "\n".join(lines) + "\n", zipfile.ZIP_DEFLATED)
