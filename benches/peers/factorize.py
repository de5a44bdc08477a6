"""Solvers: matproof beside scikit-learn, nimfa and implicit, on the same data from the same start, one thread each, in one run.

    python -m pip install -r benches/peers/requirements.txt
    cargo build --release
    python benches/peers/factorize.py [--parts digits,synthetic,completion] [--seeds 9] [--csv FILE]

digits: ½‖X − WH‖², 1797×64, k = 16, random nonnegative starts; seconds until the objective is within 1.01 and 1.001 times where the solver ends from that
start (3000 iterations of scikit-learn's coordinate descent), since the two may end at different local minima; the ratio of the ends is
reported beside it. scikit-learn's time for n iterations is that of a run with max_iter=n.
synthetic: 2000×1500 of rank 20 with noise of deviation 0.07 and 0.1; f* is the objective reached from the generating factors; seconds until 1.93 to
1.01 f*.
completion: one sweep of alternating least squares over 5000×4000 with 200,000 entries, rank 16 (implicit, Cholesky).
"""

import argparse
import csv
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
try:
    import implicit
    import numpy as np

    # nimfa 1.4 still uses names that NumPy 2 has dropped.
    np.mat, np.infty = np.asmatrix, np.inf
    import nimfa
    import scipy.io
    import scipy.sparse
    from sklearn.decomposition import NMF
    from threadpoolctl import threadpool_limits
except ImportError as missing:
    print(f"skipped: {missing.name} is not installed (see benches/peers/requirements.txt)")
    sys.exit(0)

warnings.filterwarnings("ignore")
ROOT = pathlib.Path(__file__).parents[2]
PROGRAM = pathlib.Path(os.environ.get("MATPROOF", ROOT / "target" / "release" / "matproof"))
ROWS = [("part", "solver", "goal", "seconds", "iterations", "note")]


def report(part, solver, goal, seconds, iterations, note=""):
    shown = "not reached" if seconds is None else f"{seconds:.4f} s"
    print(f"{part:<11} {solver:<28} {goal:<12} {shown:>12} {iterations!s:>7}  {note}", flush=True)
    ROWS.append((part, solver, goal, "" if seconds is None else f"{seconds:.5f}", iterations, note))


def half_square(x, w, h):
    return 0.5 * np.linalg.norm(x - w @ h) ** 2


def matproof(folder, x, rank, *options, start=None):
    """The trace as rows of numbers, and the factors."""
    np.save(folder / "x.npy", x)
    command = [PROGRAM, "factorize", folder / "x.npy", "--rank", str(rank), "--threads", "1", "--out", folder / "out"]
    if start is not None:
        for letter, factor in zip("wh", start):
            np.save(folder / f"{letter}0.npy", np.ascontiguousarray(factor))
            command += [f"--{letter}0", folder / f"{letter}0.npy"]
    subprocess.run(command + list(options), check=True, capture_output=True)
    with open(folder / "out" / "trace.csv", encoding="utf-8") as file:
        trace = [(int(r["iteration"]), float(r["seconds"]), float(r["objective"]), float(r["kkt_residual"])) for r in csv.DictReader(file)]
    return trace, np.load(folder / "out" / "W.npy"), np.load(folder / "out" / "H.npy")


def first_below(trace, bound):
    return next(((row[1], row[0]) for row in trace if row[2] <= bound), (None, trace[-1][0]))


def cd(x, start, iterations, solver="cd"):
    model = NMF(n_components=start[0].shape[1], init="custom", solver=solver, max_iter=iterations, tol=0.0)
    begun = time.perf_counter()
    w = model.fit_transform(x, W=start[0].copy(), H=start[1].copy())
    return time.perf_counter() - begun, half_square(x, w, model.components_)


def smallest_count(reaches, most):
    """The smallest count of iterations that reaches the goal, by doubling and bisection."""
    high = 1
    while high < most and not reaches(high):
        high *= 2
    low = high // 2
    if high >= most and not reaches(most):
        return None
    while high - low > max(1, low // 50):
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return high


def random_start(x, rank, seed):
    random = np.random.default_rng(seed)
    w, h = random.random((x.shape[0], rank)), random.random((rank, x.shape[1]))
    scale = np.sum((x @ h.T) * w) / np.sum((w.T @ w) * (h @ h.T))
    return w * np.sqrt(scale), h * np.sqrt(scale)


def digits(folder, seeds):
    x = np.loadtxt(ROOT / "data" / "digits.csv", delimiter=",")
    times, ends = {}, []
    options = ("--method", "hals-extrapolated", "--tol", "1e-7")
    for seed in range(seeds):
        start = random_start(x, 16, seed)
        _, theirs_end = cd(x, start, 3000)
        trace, _, _ = matproof(folder, x, 16, *options, start=start)
        ours_end = trace[-1][2]
        ends.append(ours_end / theirs_end)
        for goal in (1.01, 1.001):
            count = smallest_count(lambda n, goal=goal: cd(x, start, n)[1] <= goal * theirs_end, 3000)
            theirs = statistics.median(cd(x, start, count)[0] for _ in range(3))
            runs = [matproof(folder, x, 16, *options, start=start)[0] for _ in range(3)]
            ours = statistics.median(first_below(run, goal * ours_end)[0] for run in runs)
            times.setdefault(goal, []).append(theirs / ours)
            report("digits", "scikit-learn cd", f"{goal}", theirs, count, f"seed {seed}")
            report("digits", "matproof hals-extrapolated", f"{goal}", ours, first_below(trace, goal * ours_end)[1],
                   f"seed {seed}, ends at {ends[-1]:.4f} of the other's end")
    for goal, ratios in times.items():
        print(f"digits {goal}: median ratio {statistics.median(ratios):.2f}, all {[round(r, 2) for r in ratios]}", flush=True)
    print(f"digits ends: median {statistics.median(ends):.4f}, all {[round(e, 4) for e in ends]}", flush=True)


def synthetic(folder, noise):
    part = f"noise {noise}"
    random = np.random.default_rng(7)
    w, h = random.random((2000, 20)), random.random((20, 1500))
    x = np.maximum(w @ h + noise * random.standard_normal((2000, 1500)), 0.0)
    trace, _, _ = matproof(folder, x, 20, "--method", "hals-extrapolated", "--max-seconds", "20", start=(w, h))
    best = trace[-1][2]
    start = random_start(x, 20, 1)
    seconds, value = cd(x, start, 300)
    report(part, "scikit-learn cd", f"{value / best:.2f}", seconds, 300)
    def lsnmf(count):
        begun = time.perf_counter()
        fitted = nimfa.Lsnmf(x, rank=20, W=start[0].copy(), H=start[1].copy(), max_iter=count, min_residuals=0)()
        return time.perf_counter() - begun, half_square(x, np.asarray(fitted.basis()), np.asarray(fitted.coef()))
    for goal in (1.93, 1.53, 1.31):
        count = smallest_count(lambda n, goal=goal: lsnmf(n)[1] <= goal * best, 128)
        seconds = None if count is None else statistics.median(lsnmf(count)[0] for _ in range(3))
        report(part, "nimfa lsnmf", f"{goal}", seconds, count or 128)
    for method in ("hals-extrapolated", "auto"):
        runs = [matproof(folder, x, 20, "--method", method, "--max-seconds", "20", "--tol", "1e-10", start=start)[0] for _ in range(3)]
        trace = runs[0]
        for goal in (1.93, 1.53, 1.31, 1.1, 1.01):
            reached = [first_below(run, goal * best)[0] for run in runs]
            reached = None if None in reached else statistics.median(reached)
            report(part, f"matproof {method}", f"{goal}", reached, first_below(trace, goal * best)[1],
                   f"ends at {trace[-1][2] / best:.5f}, KKT {trace[-1][3]:.0e}")


def completion(folder):
    random = np.random.default_rng(3)
    places = random.choice(5000 * 4000, 200_000, replace=False)
    values = random.random(200_000)
    x = scipy.sparse.coo_matrix((values, (places // 4000, places % 4000)), shape=(5000, 4000)).tocsr()
    def sweeps(count):
        model = implicit.als.AlternatingLeastSquares(
            factors=16, iterations=count, regularization=0.1, use_cg=False, num_threads=1, random_state=1)
        begun = time.perf_counter()
        model.fit(x, show_progress=False)
        return time.perf_counter() - begun
    sweeps(1)
    theirs = statistics.median((sweeps(11) - sweeps(1)) / 10 for _ in range(5))
    report("completion", "implicit als, Cholesky", "sweep", theirs, 10)
    scipy.io.mmwrite(folder / "x.mtx", x)
    for threads in (1, 2):
        command = [PROGRAM, "factorize", folder / "x.mtx", "--rank", "16", "--objective", "masked", "--lambda", "0.1", "--method", "als",
                   "--max-iterations", "21", "--tol", "0", "--threads", str(threads), "--trace", folder / "t.csv"]
        times = []
        for _ in range(5):
            subprocess.run(command, check=True, capture_output=True)
            with open(folder / "t.csv", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            times.append((float(rows[-1]["seconds"]) - float(rows[1]["seconds"])) / (len(rows) - 2))
        report("completion", f"matproof als, {threads} thread(s)", "sweep", statistics.median(times), 20, "objective and KKT residual included")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--parts", default="digits,synthetic,completion")
    arguments.add_argument("--seeds", type=int, default=9)
    arguments.add_argument("--csv", type=pathlib.Path, help="write the rows here too")
    arguments = arguments.parse_args()
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is missing: cargo build --release")
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        folder = pathlib.Path(folder)
        for part in arguments.parts.split(","):
            if part == "digits":
                digits(folder, arguments.seeds)
            elif part == "synthetic":
                for noise in (0.07, 0.1):
                    synthetic(folder, noise)
            else:
                completion(folder)
    if arguments.csv:
        with arguments.csv.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(ROWS)


main()
