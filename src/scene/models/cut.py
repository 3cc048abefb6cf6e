#!/usr/bin/env python3
"""cut.py IN.onnx OUT.onnx [CHANNELS]   takes out of a network the convolutions that detourn does itself.

These are the depthwise ones of more than one tap and, where CHANNELS is given, the others of more than one tap that
have no more channels than that on either side. The bias and the Relu after one of them go with it, and so does the
joining of channels before it. What it gave is then an input of the graph, after the network's own and in order.
Outputs, after the network's own, are for each: weight (as it was, so it may still be int8 and a scale), bias, and what
it took in, in one or more parts; and last of all `cuts`, with a row for each: stride down and across, padding above,
left, below and right, 1 where there was a Relu, and the number of parts. Identity nodes and tensors without use go
too. No weight is changed.
"""
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Graph:
    def __init__(self, graph):
        self.graph = graph
        self.tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
        self.drop_identities()

    def drop_identities(self):
        source = {node.output[0]: node.input[0] for node in self.graph.node if node.op_type == "Identity"}
        kept = [node for node in self.graph.node if node.op_type != "Identity"]
        assert not any(output.name in source for output in self.graph.output)
        for node in kept:
            for at, name in enumerate(node.input):
                while name in source:
                    name = source[name]
                node.input[at] = name
        del self.graph.node[:]
        self.graph.node.extend(kept)

    def drop_unused(self):
        used = {name for node in self.graph.node for name in node.input}
        kept = [tensor for tensor in self.graph.initializer if tensor.name in used]
        del self.graph.initializer[:]
        self.graph.initializer.extend(kept)

    def maker(self, name):
        return next((node for node in self.graph.node if name in node.output), None)

    def users(self, name):
        return [node for node in self.graph.node if name in node.input]

    def only_user(self, name, op):
        users = self.users(name)
        return users[0] if len(users) == 1 and users[0].op_type == op else None

    def weight_shape(self, node):
        name = node.input[1]
        while name not in self.tensors:  # int8, cast and scaled
            name = self.maker(name).input[0]
        return self.tensors[name].shape

    def add_output(self, name, kind=TensorProto.FLOAT):
        self.graph.output.append(helper.make_tensor_value_info(name, kind, None))

    def add_tensor_output(self, name, values, kind=TensorProto.FLOAT):
        """Through a node: rten does not give out an initializer itself."""
        self.graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(values), f"{name}.values"))
        self.graph.node.append(helper.make_node("Identity", [f"{name}.values"], [name]))
        self.add_output(name, kind)


def attributes(node):
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


def is_wanted(graph, node, channels):
    if node.op_type != "Conv":
        return False
    outputs, inputs, height, width = graph.weight_shape(node)
    if height * width == 1 or height == 1:
        return False
    return inputs == 1 if attributes(node).get("group", 1) > 1 else max(outputs, inputs) <= channels


def padding(graph, node):
    form = attributes(node)
    if form.get("auto_pad") != b"SAME_UPPER":
        return form["pads"]
    assert form["strides"] == [1, 1], "at other strides it depends on the size"
    spare = [side - 1 for side in graph.weight_shape(node)[2:]]
    return [side // 2 for side in spare] + [side - side // 2 for side in spare]


def take_out(graph, node, name):
    form = attributes(node)
    assert form.get("dilations", [1, 1]) == [1, 1]
    outputs = graph.weight_shape(node)[0]
    bias = graph.tensors[node.input[2]] if len(node.input) > 2 else np.zeros(outputs, np.float32)
    gone = [node]
    add = graph.only_user(node.output[0], "Add")
    if add and len(node.input) == 2 and add.input[1] in graph.tensors:
        bias = graph.tensors[add.input[1]].reshape(outputs)
        gone.append(add)
    relu = graph.only_user(gone[-1].output[0], "Relu")
    if relu:
        gone.append(relu)
    end = gone[-1].output[0]
    parts = [node.input[0]]
    concat = graph.maker(parts[0])
    if concat and concat.op_type == "Concat" and attributes(concat)["axis"] == 1 and len(graph.users(parts[0])) == 1:
        parts = list(concat.input)
        gone.append(concat)
    for user in graph.users(end):
        user.input[:] = [name if value == end else value for value in user.input]
    for one in gone:
        graph.graph.node.remove(one)
    graph.graph.input.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    graph.graph.node.append(helper.make_node("Identity", [node.input[1]], [f"{name}.weight"]))
    graph.add_output(f"{name}.weight")
    graph.add_tensor_output(f"{name}.bias", bias)
    return parts, [*form["strides"], *padding(graph, node), int(relu is not None), len(parts)]


def cut(source, target, channels):
    model = onnx.load(source)
    graph = Graph(model.graph)
    forms = []
    for node in [node for node in model.graph.node if is_wanted(graph, node, channels)]:
        name = f"cut{len(forms)}"
        parts, form = take_out(graph, node, name)
        forms.append(form)
        for part in parts:
            graph.add_output(part)
    graph.add_tensor_output("cuts", np.array(forms, np.int32), TensorProto.INT32)
    graph.drop_unused()
    names = [output.name for output in model.graph.output]
    assert len(names) == len(set(names)), "a value is wanted twice"
    onnx.save(model, target)
    print(f"{target}: {len(forms)} convolutions taken out")


if __name__ == "__main__":
    cut(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0)
