"""The same network in PyTorch: an interpreter of folded vision graphs, so that both sides run the same weights on the same
picture. Spoken to over its pipes by pytorch.ts: a line in ("forward" or "step"), a line out when it is done."""
import json
import sys

import torch
import torch.nn.functional as F

folder, layout = sys.argv[1], sys.argv[2]
torch.set_num_threads(2)
form = torch.channels_last if layout == "channels-last" else torch.contiguous_format
graph = json.load(open(f"{folder}/graph.json"))
blob = torch.frombuffer(bytearray(open(f"{folder}/weights.bin", "rb").read()), dtype=torch.float32)


def tensor(entry):
    values = blob[entry["offset"] : entry["offset"] + entry["length"]].reshape(entry["shape"]).clone()
    return values.contiguous(memory_format=form) if values.dim() == 4 else values


weights = {name: tensor(entry) for name, entry in graph["weights"].items()}
picture = tensor(graph["picture"])


def padded(x, node, value=0.0):
    """Pads of ONNX stand as top, left, bottom, right; equal ones are left to the op."""
    top, left, bottom, right = node["pads"]
    if top == bottom and left == right:
        return x, (top, left)
    return F.pad(x, (left, right, top, bottom), value=value), (0, 0)


def run(x):
    values = {graph["input"]: x}
    for node in graph["nodes"]:
        inputs = [values.get(name, weights.get(name)) for name in node["inputs"]]
        op = node["op"]
        if op == "Conv":
            x, pads = padded(inputs[0], node)
            bias = inputs[2] if len(inputs) > 2 else None
            y = F.conv2d(x, inputs[1], bias, node["strides"], pads, 1, node["group"])
        elif op == "Relu":
            y = F.relu(inputs[0])
        elif op == "MaxPool":
            x, pads = padded(inputs[0], node, float("-inf"))
            y = F.max_pool2d(x, node["kernel"], node["strides"], pads)
        elif op == "AveragePool":
            x, pads = padded(inputs[0], node)
            y = F.avg_pool2d(x, node["kernel"], node["strides"], pads, count_include_pad=node["counts"])
        elif op == "Concat":
            y = torch.cat(inputs, node["axis"])
        else:
            raise ValueError(f'The comparison with PyTorch has no "{op}": add it to bench/src/pytorch.py.')
        values[node["output"]] = y
    return [values[name] for name in graph["layers"]]


def step():
    x = picture.detach().requires_grad_(True)
    # The gradient of half the squared norm of a layer, at the layer, is the layer itself.
    sum(0.5 * (layer * layer).sum() for layer in run(x)).backward()
    return x.grad


def forward():
    with torch.no_grad():
        return run(picture)


print(json.dumps({"version": torch.__version__, "slope": step().double().norm().item()}), flush=True)
for line in sys.stdin:
    {"forward": forward, "step": step}[line.strip()]()
    print("done", flush=True)
