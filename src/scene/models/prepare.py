#!/usr/bin/env python3
"""prepare.py IN.onnx DICT.txt OUT.onnx OUT.txt   cuts a CTC recogniser down to the classes that are served.

The last layer of PP-OCRv6 has a column for each of its characters, most of them Chinese. Kept are blank, the Latin
letters with their accents, digits, punctuation, currency and a few signs of trade, and the space. The file shrinks, the
layer's share of the work nearly vanishes, and a smudge is no longer read as an ideograph. Weights are not changed.
"""
import sys
import unicodedata

import numpy as np
import onnx
from onnx import numpy_helper

SIGNS = set("‘’‚‛“”„‟‹›«»–—―‐‑−…•·●○★☆✓✔✕✖×÷±°ºª№™®©§¶†‡€£¥¢$₤₩₹₽₺₿¤→←↑↓↗↘►▶◄◀¼½¾⅓⅔⅛‰′″¹²³⁰⁴⁵⁶⁷⁸⁹≈≠≤≥∞√♥♡♪")

RARE = set("ſĸŉŀĿĲĳ")  # read where an f, a k or an l stands, and hardly ever written


def served(char):
    if len(char) != 1:
        return False
    code = ord(char)
    if 0x21 <= code <= 0x7E or char in SIGNS:
        return True
    if unicodedata.category(char) in ("Lu", "Ll") and unicodedata.name(char, "").startswith("LATIN"):
        return code < 0x180 and char not in RARE or 0x218 <= code <= 0x21B or 0x1E00 <= code < 0x1F00
    return char in "¡¿"


def cut(source, dictionary, target, kept_dictionary):
    chars = open(dictionary, encoding="utf-8").read().split("\n")
    chars = chars[:-1] if chars[-1] == "" else chars
    model = onnx.load(source)
    classes = len(chars) + 2  # blank first, space last
    kept = [0] + [i + 1 for i, char in enumerate(chars) if served(char)] + [classes - 1]
    found = 0
    for tensor in model.graph.initializer:
        if tensor.dims and tensor.dims[-1] == classes:
            weights = numpy_helper.to_array(tensor)
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(weights[..., kept]), tensor.name))
            found += 1
    assert found >= 2, "the last layer's weight and bias were not found"
    for output in model.graph.output:
        output.type.tensor_type.shape.dim[-1].dim_value = len(kept)
    onnx.save(model, target)
    open(kept_dictionary, "w", encoding="utf-8").write("".join(chars[i - 1] + "\n" for i in kept[1:-1]))
    print(f"{target}: {classes} classes, {len(kept)} kept, in {found} tensors")


if __name__ == "__main__":
    cut(*sys.argv[1:5])
