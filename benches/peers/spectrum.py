"""The smallest Hessian eigenvalue of ½‖X − WH‖²: matproof beside SciPy's ARPACK and LOBPCG, on the same data in the same run.

    python -m pip install -r benches/peers/requirements.txt
    cargo build --release
    python benches/peers/spectrum.py [--points random,mu300,mu2000,hals] [--rounds 3] [--csv FILE]

n, m, k = 1000, 800, 20, of order 36,000; X of low rank and noise; one thread each; residual ‖Mv − θv‖ ≤ 1e-8·|θ|. The peers get the
Hessian product that `hessian_product.py` measures; LOBPCG also the diagonal blocks HHᵀ⊗I and I⊗WᵀW as preconditioner; `told` is LOBPCG that is told the answer beforehand and shifts the blocks by it.
Work is counted in Hessian products, everything included; seconds are medians, for a peer those of one run. A peer that has not converged
after 1500 products is stopped, and its residual is shown. PRIMME, the strongest general solver, has no package that installs without
a Fortran or BLAS toolchain, and was not measured.
"""

import argparse
import csv
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

try:
    import numpy as np
    from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh, lobpcg
    from threadpoolctl import threadpool_limits
except ImportError as missing:
    print(f"skipped: {missing.name} is not installed (see benches/peers/requirements.txt)")
    sys.exit(0)

TOLERANCE, BUDGET = 1e-8, 1500
PROGRAM = pathlib.Path(__file__).parents[2] / "target" / "release" / "matproof"


class Exhausted(Exception):
    """The budget of products is used up."""


class Hessian:
    def __init__(self, x, w, h):
        self.x, self.w, self.h = x, w, h
        self.gram_h, self.gram_w = h @ h.T, w.T @ w
        self.split_at, self.order, self.products = w.size, w.size + h.size, 0

    def __matmul__(self, v):
        self.products += 1
        if self.products > BUDGET:
            raise Exhausted
        v = v.ravel()
        p, q = v[: self.split_at].reshape(self.w.shape), v[self.split_at :].reshape(self.h.shape)
        qht, wtp = q @ self.h.T, self.w.T @ p
        first = p @ self.gram_h + self.w @ (qht + qht.T) - self.x @ q.T
        second = self.gram_w @ q + (wtp + wtp.T) @ self.h - p.T @ self.x
        return np.concatenate([first.ravel(), second.ravel()])

    def residual(self, value, vector):
        vector = vector / np.linalg.norm(vector)
        self.products -= 1
        return np.linalg.norm(self @ vector - value * vector)


def point(kind, n=1000, m=800, k=20):
    random = np.random.default_rng(0)
    if kind == "hals":
        w, h = random.random((n, k)), random.random((k, m))
        x = w @ h
        x = x + 0.01 * random.random(x.shape) * x.mean()
        for _ in range(200):
            b, c = x @ h.T, h @ h.T
            for j in range(k):
                w[:, j] = np.maximum(1e-12, w[:, j] + (b[:, j] - w @ c[:, j]) / c[j, j])
            b, c = w.T @ x, w.T @ w
            for j in range(k):
                h[j] = np.maximum(1e-12, h[j] + (b[j] - c[j] @ h) / c[j, j])
        return x, w, h
    x = random.random((n, k)) @ random.random((k, m))
    x = x + 0.1 * random.random(x.shape) * x.mean()
    w, h = random.random((n, k)), random.random((k, m))
    for _ in range({"random": 0, "mu300": 300, "mu2000": 2000}[kind]):
        h *= (w.T @ x) / (w.T @ w @ h)
        w *= (x @ h.T) / (w @ (h @ h.T))
    return x, w, h


def arpack(hessian, value):
    operator = LinearOperator((hessian.order,) * 2, matvec=hessian.__matmul__, dtype=float)
    start = np.random.default_rng(1).standard_normal(hessian.order)
    # ARPACK's tolerance is relative to the eigenvalue.
    values, vectors = eigsh(operator, k=1, which="SA", tol=TOLERANCE, v0=start, maxiter=10**6)
    return values[0], vectors[:, 0]


def blocks(hessian, shift):
    order = len(hessian.gram_h)
    first = np.linalg.inv(hessian.gram_h - shift * np.eye(order))
    second = np.linalg.inv(hessian.gram_w - shift * np.eye(order))

    def solve(v):
        v = v.ravel()
        p, q = v[: hessian.split_at].reshape(-1, order), v[hessian.split_at :].reshape(order, -1)
        return np.concatenate([(p @ first).ravel(), (second @ q).ravel()])

    return LinearOperator((hessian.order,) * 2, matvec=solve, dtype=float)


def plain_lobpcg(hessian, value):
    return preconditioned_lobpcg(hessian, value, -1e-3)


def told_lobpcg(hessian, value):
    return preconditioned_lobpcg(hessian, value, 1.01 * value - 1e-3)


def preconditioned_lobpcg(hessian, value, shift):
    operator = LinearOperator((hessian.order,) * 2, matvec=hessian.__matmul__, dtype=float)
    start = np.random.default_rng(1).standard_normal((hessian.order, 1))
    values, vectors = lobpcg(
        operator, start, M=blocks(hessian, shift), tol=TOLERANCE * abs(value), maxiter=BUDGET, largest=False
    )
    return values[0], vectors[:, 0]


def run_peer(name, solve, data, value):
    hessian = Hessian(*data)
    start = time.perf_counter()
    try:
        found, vector = solve(hessian, value)
        seconds = time.perf_counter() - start
        note = f"residual {hessian.residual(found, vector) / abs(found):.1e}·|θ|"
    except (Exhausted, ArpackNoConvergence):
        seconds, found, note = time.perf_counter() - start, float("nan"), "not converged"
    return name, found, hessian.products, seconds, note


def run_matproof(data, rounds):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for letter, matrix in zip("xwh", data):
            np.save(folder / f"{letter}.npy", matrix)
        command = [PROGRAM, "spectrum", "--threads", "1", "--format", "json", "--tol", str(TOLERANCE)]
        for letter in "xwh":
            command += [f"--{letter}", folder / f"{letter}.npy"]
        runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(rounds)]
    value, residual = runs[0]["eigenvalues"][0], runs[0]["residuals"][0]
    seconds = statistics.median(run["seconds"] for run in runs)
    return "matproof", value, runs[0]["products"], seconds, f"residual {residual / abs(value):.1e}·|θ|"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--points", default="random,mu300,mu2000,hals")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--csv", type=pathlib.Path, help="write the rows here too; the report shows benches/peers/measured/spectrum.csv")
    arguments = arguments.parse_args()
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is missing: cargo build --release")
    print(f"{'point':<8} {'solver':<10} {'eigenvalue':>18} {'products':>9} {'seconds':>8}  {'ratios':<16}")
    lines = [("point", "solver", "eigenvalue", "products", "seconds", "note")]
    for kind in arguments.points.split(","):
        data = point(kind)
        ours = run_matproof(data, arguments.rounds)
        rows = [ours]
        with threadpool_limits(1):
            for name, solve in (("ARPACK", arpack), ("LOBPCG", plain_lobpcg), ("told", told_lobpcg)):
                rows.append(run_peer(name, solve, data, ours[1]))
        for name, value, products, seconds, note in rows:
            ratios = "" if name == "matproof" else f"{products / ours[2]:.0f}×, {seconds / ours[3]:.1f}×"
            print(f"{kind:<8} {name:<10} {value:>18.10g} {products:>9.1f} {seconds:>8.3f}  {ratios:<16} {note}", flush=True)
            lines.append((kind, name, f"{value:.12g}", f"{products:.1f}", f"{seconds:.3f}", note))
    if arguments.csv:
        with arguments.csv.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)


main()
