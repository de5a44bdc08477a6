"""The Hessian-vector product of ½‖X − WH‖² written by hand in NumPy, beside its two unavoidable products.

    python -m pip install -r benches/peers/requirements.txt
    python benches/peers/hessian_product.py

The same sizes and the same race in turn as `cargo bench --bench hessian_product`; OpenBLAS on one and two threads,
arrays row by row as NumPy makes them. Where JAX is installed it differentiates the function itself, forward over reverse, compiled, in
double precision, on one thread; the answer is compared with the one by hand.
"""

import os
import statistics
import sys
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")

try:
    import numpy as np
    from threadpoolctl import threadpool_limits
except ImportError as missing:
    print(f"skipped: {missing.name} is not installed (see benches/peers/requirements.txt)")
    sys.exit(0)

try:
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
except ImportError:
    jax = None
    print("without JAX, which is not installed (see benches/peers/requirements.txt)")


def by_jax(x, w, h, p, q):
    """The Hessian-vector product by automatic differentiation, as a function without arguments."""

    @jax.jit
    def product(x, w, h, p, q):
        loss = lambda factors: 0.5 * jnp.sum((x - factors[0] @ factors[1]) ** 2)
        return jax.jvp(jax.grad(loss), ((w, h),), ((p, q),))[1]

    arrays = [jnp.asarray(a) for a in (x, w, h, p, q)]
    return lambda: jax.block_until_ready(product(*arrays))


def race(contestants, rounds):
    """Median milliseconds of each, measured in turn after one round of warming up."""
    times = {name: [] for name in contestants}
    for round_ in range(rounds + 1):
        for name, run in contestants.items():
            start = time.perf_counter()
            run()
            if round_ > 0:
                times[name].append((time.perf_counter() - start) * 1e3)
    return {name: statistics.median(values) for name, values in times.items()}


def measure(n, m, k, rounds):
    random = np.random.default_rng(1)
    x = random.standard_normal((n, m))
    w, p = (random.standard_normal((n, k)) for _ in range(2))
    h, q = (random.standard_normal((k, m)) for _ in range(2))
    gram_w, gram_h = w.T @ w, h @ h.T

    def hessian_product():
        qht, wtp = q @ h.T, w.T @ p
        first = p @ gram_h + w @ (qht + qht.T) - x @ q.T
        second = gram_w @ q + (wtp + wtp.T) @ h - p.T @ x
        return first, second

    contestants = {
        "X Q^T": lambda: x @ q.T,
        "(X Q^T)^T = Q X^T": lambda: q @ x.T,
        "P^T X": lambda: p.T @ x,
        "(P^T X)^T = X^T P": lambda: x.T @ p,
        "Hessian product": hessian_product,
    }
    for threads in (1, 2):
        running = dict(contestants)
        if jax and threads == 1:
            running["JAX, jvp of grad"] = by_jax(x, w, h, p, q)
            for ours, theirs in zip(hessian_product(), running["JAX, jvp of grad"]()):
                assert np.allclose(ours, theirs, rtol=1e-10, atol=1e-8 * np.abs(ours).max())
        with threadpool_limits(threads):
            times = race(running, rounds)
        names = list(times)
        baseline = min(times[names[0]], times[names[1]]) + min(times[names[2]], times[names[3]])
        print(f"n, m, k = {n}, {m}, {k}; {threads} thread{'s' if threads > 1 else ''}")
        for name, value in times.items():
            print(f"  {name:<20} {value:10.3f}")
        print(f"  {'ratio by hand':<20} {times['Hessian product'] / baseline:10.3f}")
        if "JAX, jvp of grad" in times:
            print(f"  {'ratio of JAX':<20} {times['JAX, jvp of grad'] / baseline:10.3f}")


print(f"NumPy {np.__version__}, median milliseconds")
measure(1000, 800, 20, 101)
measure(4000, 3000, 32, 21)
