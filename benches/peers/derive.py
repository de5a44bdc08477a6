"""Symbolic derivation by peers: both gradients and all four Hessian blocks of three factorization objectives.

    python benches/peers/derive.py [--rounds 15] [--ours-us 400 | --ours 'command {task}']

Each peer takes part if it is installed. A round begins with the formula and ends with six simplified derivatives;
the median is over warm rounds, caches left as they are. What comes back is evaluated at sizes 3, 4, 2, 5 and compared
with central differences, so the table also says whether it is right, and in what form it is written. `--ours` runs a
command that prints one number, the microseconds of one round; `{task}` in it becomes frobenius, tikhonov or masked.
"""

import argparse
import importlib
import itertools
import shlex
import statistics
import subprocess
import sys
import time

PEERS = {"sympy": "1.14.0", "tensorgrad": "0.3.0"}

try:
    import numpy as np
except ImportError:
    print("skipped: numpy is not installed (see benches/peers/requirements.txt)")
    sys.exit(0)

# Every size differs, so that a transposed block cannot pass. The weights of the mask are 0 and 1.
SIZES = {"n": 3, "m": 4, "k": 2, "p": 5}
SHAPES = {"X": "nm", "W": "nk", "H": "km", "M": "pn", "P": "nm", "Y": "nm", "U": "nk", "V": "mk"}
LAMBDA = 0.7

TASKS = {
    "frobenius": ("½‖X − WH‖²", ("W", "H")),
    "tikhonov": ("‖X − WH‖² + λ‖MW‖²", ("W", "H")),
    "masked": ("½‖P∘(UVᵀ − Y)‖² + ½λ(‖U‖² + ‖V‖²)", ("U", "V")),
}


def objective(task, v):
    """The objective itself, in NumPy: what the derivatives are checked against."""
    if task == "masked":
        residual = v["P"] * (v["U"] @ v["V"].T - v["Y"])
        return ((residual**2).sum() + LAMBDA * ((v["U"] ** 2).sum() + (v["V"] ** 2).sum())) / 2
    square = ((v["X"] - v["W"] @ v["H"]) ** 2).sum()
    return square / 2 if task == "frobenius" else square + LAMBDA * ((v["M"] @ v["W"]) ** 2).sum()


def point():
    random = np.random.default_rng(1)
    values = {name: random.standard_normal([SIZES[d] for d in shape]) for name, shape in SHAPES.items()}
    values["P"] = (values["P"] > 0).astype(float)
    return values


def differences(task, values, names, step=1e-3):
    """The derivative with respect to one or two matrices: first the axes of the first one, then of the second."""
    if not names:
        return objective(task, values)
    first, rest = names[0], names[1:]
    slices = []
    for index in np.ndindex(values[first].shape):
        sides = []
        for sign in (1, -1):
            moved = values[first].copy()
            moved[index] += sign * step
            sides.append(differences(task, values | {first: moved}, rest, step))
        slices.append((sides[0] - sides[1]) / (2 * step))
    return np.array(slices).reshape(values[first].shape + np.shape(slices[0]))


class Unevaluated(Exception):
    """A derivative came back as the wish for one."""


def sympy_peer(term_by_term):
    """SymPy's matrix expressions; `term_by_term` differentiates the terms of a sum one after the other, by hand."""
    import sympy
    from sympy import HadamardProduct, MatrixSymbol, Trace

    size = {d: sympy.Symbol(d, integer=True, positive=True) for d in SIZES}
    scale = sympy.Symbol("lambda")
    symbol = {name: MatrixSymbol(name, *(size[d] for d in shape)) for name, shape in SHAPES.items()}

    def square(a):
        return Trace(a * a.T)

    def terms(task):
        x, w, h, m, p, y, u, v = (symbol[name] for name in "XWHMPYUV")
        if task == "frobenius":
            return [square(x - w * h) / 2]
        if task == "tikhonov":
            return [square(x - w * h), scale * square(m * w)]
        return [square(HadamardProduct(p, u * v.T - y)) / 2, scale * square(u) / 2, scale * square(v) / 2]

    def vanishes(term):
        return getattr(term, "is_ZeroMatrix", False)

    def derive(task):
        formulas = terms(task) if term_by_term else [sympy.Add(*terms(task))]
        derivatives = {}
        for a in TASKS[task][1]:
            gradient = [f.diff(symbol[a]) for f in formulas]
            derivatives[a,] = gradient
            for b in TASKS[task][1]:
                # The derivative of a gradient that came back as 0 is 0, not worth asking for.
                derivatives[a, b] = [g.diff(symbol[b]) for g in gradient if not vanishes(g)] or gradient
        return derivatives

    def number(expression, values, names):
        if expression.has(sympy.Derivative):
            raise Unevaluated
        expression = expression.subs({size[d]: SIZES[d] for d in SIZES}).subs(scale, LAMBDA)
        entries = {}
        for name, shape in SHAPES.items():
            matrix = MatrixSymbol(name, *(SIZES[d] for d in shape))
            for index in np.ndindex(values[name].shape):
                entries[matrix[index]] = values[name][index]
        explicit = sympy.Array(expression.as_explicit()).subs(entries)
        array = np.array(explicit.tolist(), dtype=float)
        # SymPy puts the axes of the last variable first.
        return array.transpose(2, 3, 0, 1) if len(names) == 2 else array

    def evaluate(derivative, values, names):
        if all(vanishes(term) for term in derivative):
            return 0
        return sum(number(term, values, names) for term in derivative if not vanishes(term))

    def form(derivative):
        matrices = all(isinstance(term, sympy.matrices.expressions.matexpr.MatrixExpr) for term in derivative)
        return "as matrices" if matrices else "as index permutations"

    return derive, evaluate, form


def tensorgrad_peer():
    """tensorgrad: tensor networks with named edges."""
    import sympy
    import tensorgrad
    from tensorgrad import tensor as parts

    size = {d: sympy.Symbol(d) for d in SIZES}
    symbol = {name: tensorgrad.Variable(name, *(size[d] for d in shape)) for name, shape in SHAPES.items()}
    scale = tensorgrad.Variable("lambda")

    def formula(task):
        x, w, h, m, p, y, u, v = (symbol[name] for name in "XWHMPYUV")
        if task == "masked":
            residual = p * (u @ v - y)
            return (residual @ residual) / 2 + scale / 2 * (u @ u + v @ v)
        residual = x - w @ h
        if task == "frobenius":
            return (residual @ residual) / 2
        return residual @ residual + scale * ((m @ w) @ (m @ w))

    def derive(task):
        f = formula(task)
        derivatives = {}
        for a in TASKS[task][1]:
            gradient = f.grad(symbol[a]).full_simplify()
            derivatives[a,] = gradient
            for b in TASKS[task][1]:
                block = gradient.grad(symbol[b], {edge: edge + "_" for edge in SHAPES[b]})
                derivatives[a, b] = block.full_simplify()
        return derivatives

    def number(network, values):
        """A network in NumPy, with the names of its axes. tensorgrad's own evaluation needs an old PyTorch."""
        edges = list(network.edges)
        if isinstance(network, parts.Variable):
            return (values[network.name] if network.name in SHAPES else np.array(LAMBDA)), edges
        if isinstance(network, parts.Rename):
            array, inner = number(network.tensor, values)
            return array, [network.mapping.get(edge, edge) for edge in inner]
        if isinstance(network, parts.Zero):
            return np.zeros([SIZES[d.name] for d in network.shape.values()]), edges
        if isinstance(network, parts.Delta):
            array = np.zeros([SIZES[network.size.name]] * len(edges))
            for i in range(SIZES[network.size.name]):
                array[(i,) * len(edges)] = 1
            return array if edges else np.array(SIZES[network.size.name]), edges
        if isinstance(network, parts.Sum):
            terms = [aligned(term, values, edges) for term in network.terms]
            return sum(float(weight) * term for weight, term in zip(network.weights, terms)), edges
        if isinstance(network, parts.Product):
            factors = [number(factor, values) for factor in network.factors]
            axis = {edge: i for i, edge in enumerate(dict.fromkeys(e for _, names in factors for e in names))}
            operands = [x for array, names in factors for x in (array, [axis[edge] for edge in names])]
            return np.einsum(*operands, [axis[edge] for edge in edges]), edges
        if isinstance(network, parts.Function) and hasattr(network.signature, "k"):  # an elementwise power
            array, inner = number(network.inputs[0], values)
            return array ** float(network.signature.k), inner
        raise NotImplementedError(type(network).__name__)

    def aligned(network, values, edges):
        array, names = number(network, values)
        return array.transpose([names.index(edge) for edge in edges])

    def evaluate(network, values, names):
        return aligned(network, values, [*SHAPES[names[0]], *(edge + "_" for b in names[1:] for edge in SHAPES[b])])

    return derive, evaluate, lambda network: "as a network"


def judge(task, derivatives, evaluate, form, order):
    """What came back for the derivatives of one order: right or wrong, how many, and in which form."""
    values = point()
    outcomes, forms = [], []
    for key in itertools.product(TASKS[task][1], repeat=order):
        expected = differences(task, values, key)
        try:
            actual = evaluate(derivatives[key], values, key)
        except Unevaluated:
            outcomes.append("left unevaluated")
            continue
        except Exception as error:  # a peer may raise anything; the table shows it
            outcomes.append(type(error).__name__)
            continue
        # Central differences of a quartic: the truncation is of order step² = 1e-6, the rounding below it.
        close = np.shape(actual) == expected.shape and np.allclose(actual, expected, rtol=1e-4, atol=1e-4)
        outcomes.append("right" if close else "wrong: 0" if not np.any(actual) else "wrong")
        forms.append(form(derivatives[key]))
    verdicts = ", ".join(f"{outcomes.count(o)} {o}" for o in dict.fromkeys(outcomes))
    return verdicts + (f", {' and '.join(sorted(set(forms)))}" if "right" in outcomes else "")


def median_milliseconds(run, rounds):
    """The median of warm rounds; the first one is not counted."""
    times = []
    for round_ in range(rounds + 1):
        start = time.perf_counter()
        run()
        if round_ > 0:
            times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


def our_microseconds(arguments, task):
    if arguments.ours_us is not None:
        return arguments.ours_us
    if arguments.ours is None:
        return None
    command = [word.replace("{task}", task) for word in shlex.split(arguments.ours)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15, help="warm rounds for each median")
    ours = parser.add_mutually_exclusive_group()
    ours.add_argument("--ours-us", type=float, help="our own microseconds for one round, the same for every task")
    ours.add_argument("--ours", metavar="CMD", help="a command that prints our microseconds for one round of {task}")
    arguments = parser.parse_args()

    contestants = {}
    for module, version in PEERS.items():
        try:
            found = importlib.import_module(module)
        except ImportError as missing:
            print(f"{module} does not take part: {missing.name} is missing; python -m pip install {module}=={version}")
            continue
        label = f"{module} {getattr(found, '__version__', version)}"
        if module == "sympy":
            contestants[label] = sympy_peer(term_by_term=False)
            contestants[f"{label}, terms apart"] = sympy_peer(term_by_term=True)
        else:
            contestants[label] = tensorgrad_peer()

    if not contestants:
        return
    for task, (text, names) in TASKS.items():
        print(f"\n{text}: gradients in {names[0]} and {names[1]}, four Hessian blocks")
        figure = our_microseconds(arguments, task)
        for label, (derive, evaluate, form) in contestants.items():
            try:
                derivatives = derive(task)
            except Exception as error:  # see above
                print(f"  {label:<26} {'':>10}      {type(error).__name__}: {error}")
                continue
            milliseconds = median_milliseconds(lambda: derive(task), arguments.rounds)
            gradients, blocks = (judge(task, derivatives, evaluate, form, order) for order in (1, 2))
            print(f"  {label:<26} {milliseconds:10.2f} ms   gradients: {gradients}")
            print(f"  {'':<26} {'':>10}      blocks:    {blocks}")
            # How fast a wrong answer comes is nobody's advantage.
            if figure is not None and "right" in gradients + blocks:
                print(f"  {'':<26} {milliseconds * 1e3 / figure:10.1f} times ours")
        if figure is not None:
            print(f"  {'ours':<26} {figure / 1e3:10.2f} ms")


if __name__ == "__main__":
    main()
