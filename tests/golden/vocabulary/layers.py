"""Layers with parameters of their own: normalisation, recurrence, embedding."""

import torch
import torch.nn.functional as F
from suite import Suite, exactly, integers, reals

suite = Suite(__file__)
suite.case("layer_norm", lambda x, w, b: F.layer_norm(x, (4,), w, b), reals(3, 4), reals(4), reals(4))
suite.case("layer_norm of sequences", lambda x, w, b: F.layer_norm(x, (3,), w, b), reals(2, 4, 3), reals(3), reals(3))
suite.case("layer_norm of equals", lambda x, w, b: F.layer_norm(x, (4,), w, b), exactly([[1.0] * 4, [2.0**20] * 4]),
           reals(4), reals(4), central=False)
suite.case("layer_norm as a layer", lambda x, w, b: F.layer_norm(x, (4,), w, b), reals(2, 3, 4), reals(4), reals(4))
suite.case("layer_norm as members of a module",
           lambda x, w, b, v, c: F.layer_norm(F.layer_norm(x, (4,), w, b).tanh(), (4,), v, c),
           reals(3, 4), reals(4), reals(4), reals(4), reals(4))
suite.case("embedding", lambda i, w: F.embedding(i, w), integers(2, 3), reals(5, 4))


def linear(x, w, b=None):
    return F.linear(x, w.T, b)


suite.case("affine", linear, reals(3, 4), reals(4, 2), reals(2))
suite.case("affine of one", linear, reals(1, 1), reals(1, 1), reals(1))
suite.case("affine of sequences", linear, reals(2, 3, 4), reals(4, 2), reals(2))
suite.case("affine of stacks of sequences", linear, reals(2, 1, 3, 4), reals(4, 2), reals(2))
suite.case("affine as a layer", linear, reals(3, 4), reals(4, 2), reals(2))
suite.case("affine as a layer without bias", linear, reals(3, 4), reals(4, 2))
suite.case("affine as a layer, of sequences", linear, reals(2, 3, 4), reals(4, 2), reals(2))
suite.case("affine as a module", linear, reals(3, 4), reals(4, 2), reals(2))
suite.case("affine as a module without bias", linear, reals(3, 4), reals(4, 2))
suite.case("sequential", lambda x, w, b, v, c: linear(linear(x, w, b).tanh(), v, c).sigmoid(), reals(3, 4),
           reals(4, 2), reals(2),
           reals(2, 3), reals(3))
suite.case("a layer called twice", lambda x, w, b: linear(linear(x, w, b).tanh(), w, b), reals(3, 4), reals(4, 4),
           reals(4))


def recurrent(kind, inputs, hidden, layers):
    """Runs PyTorch's layers on weights as ours lie: transposed, and given layer by layer."""

    def run(x, *given):
        net = kind(inputs, hidden, layers, batch_first=True, dtype=torch.float64)
        names = [f"{name}_l{layer}" for layer in range(layers) for name in ("weight_ih", "weight_hh", "bias_ih",
                                                                            "bias_hh")]
        weights = {n: (g.T if g.dim() == 2 else g) for n, g in zip(names, given)}
        states = given[len(names):]
        state = tuple(torch.stack(states[k * layers:(k + 1) * layers]) for k in range(len(states) // layers))
        state = state[0] if len(state) == 1 else state
        outputs, state = torch.func.functional_call(net, weights, (x, state) if states else (x,))
        return outputs, (state[0] if isinstance(state, tuple) else state)[-1]

    return run


def weights(gates, inputs, hidden, layers):
    made = []
    for layer in range(layers):
        made += [reals(hidden if layer else inputs, gates * hidden), reals(hidden, gates * hidden),
                 reals(gates * hidden), reals(gates * hidden)]
    return made


suite.case("rnn", recurrent(torch.nn.RNN, 3, 2, 1), reals(2, 4, 3), *weights(1, 3, 2, 1))
suite.case("rnn of relu", recurrent(lambda *a, **k: torch.nn.RNN(*a, nonlinearity="relu", **k), 3, 2, 1),
           reals(2, 4, 3), *weights(1, 3, 2, 1))
suite.case("rnn of two layers, from a state", recurrent(torch.nn.RNN, 3, 2, 2),
           reals(2, 3, 3), *weights(1, 3, 2, 2), reals(2, 2), reals(2, 2))
suite.case("lstm", recurrent(torch.nn.LSTM, 3, 2, 1), reals(2, 4, 3), *weights(4, 3, 2, 1))
suite.case("lstm from a state", recurrent(torch.nn.LSTM, 3, 2, 1),
           reals(2, 3, 3), *weights(4, 3, 2, 1), reals(2, 2), reals(2, 2))
suite.case("lstm of two layers", recurrent(torch.nn.LSTM, 3, 2, 2), reals(2, 3, 3), *weights(4, 3, 2, 2))
suite.case("gru", recurrent(torch.nn.GRU, 3, 2, 1), reals(2, 4, 3), *weights(3, 3, 2, 1))
suite.case("gru of two layers, from a state", recurrent(torch.nn.GRU, 3, 2, 2),
           reals(2, 3, 3), *weights(3, 3, 2, 2), reals(2, 2), reals(2, 2))


def outputs(run):
    return lambda *given: run(*given)[0]


suite.case("embedding as a layer", lambda i, w: F.embedding(i, w), integers(2, 3), reals(5, 4))
suite.case("rnn as a layer", outputs(recurrent(torch.nn.RNN, 3, 2, 1)), reals(2, 4, 3), *weights(1, 3, 2, 1))
suite.case("rnn as a layer, of relu",
           outputs(recurrent(lambda *a, **k: torch.nn.RNN(*a, nonlinearity="relu", **k), 3, 2, 1)),
           reals(2, 3, 3), *weights(1, 3, 2, 1))
suite.case("lstm as a layer, of two layers", outputs(recurrent(torch.nn.LSTM, 3, 2, 2)),
           reals(2, 3, 3), *weights(4, 3, 2, 2))
suite.case("gru as a layer", outputs(recurrent(torch.nn.GRU, 3, 2, 1)), reals(2, 3, 3), *weights(3, 3, 2, 1))


def text_net(x, *given):
    y = outputs(recurrent(torch.nn.GRU, 3, 2, 1))(x, *given[:4])
    y = outputs(recurrent(torch.nn.LSTM, 2, 3, 1))(y, *given[4:8])
    return linear(y[:, -1], *given[8:])


suite.case("recurrent layers behind each other", text_net, reals(2, 3, 3), *weights(3, 3, 2, 1), *weights(4, 2, 3, 1),
           reals(3, 2), reals(2))
suite.write()
