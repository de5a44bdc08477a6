//! The laws of sums, products, entries and tables: they hold in every algebra.

use super::{Laws, Sampler, one};
use crate::algebra::{HALF, Matrix, MatrixAlgebra, Scalar};

/// Every law of this file.
pub(crate) fn all<S: Sampler>(laws: &mut Laws<S>) {
    sums(laws);
    products(laws);
    transposes_and_traces(laws);
    hadamard_products_and_diagonals(laws);
    kronecker_products(laws);
    commutation_matrices(laws);
    entries_and_sums(laws);
    tables(laws);
    blocks(laws);
}

fn sums<S: Sampler>(laws: &mut Laws<S>) {
    let [m, n, ..] = laws.dimensions();
    let [a, b, c] = [(); 3].map(|()| laws.draw(&m, &n));
    let [s, t] = [(); 2].map(|()| laws.draw_scalar());
    laws.law("A + B = B + A", &a + &b, &b + &a);
    laws.law("(A + B) + C = A + (B + C)", (&a + &b) + &c, &a + (&b + &c));
    laws.law("A + (−A) = 0A", &a + -&a, Scalar::literal(0) * &a);
    laws.law("A − B = A + (−B)", &a - &b, &a + -&b);
    laws.law("−A = (−1)A", -&a, -1 * &a);
    laws.law("½A + ½A = A", HALF * &a + HALF * &a, a.clone());
    laws.law("s(A + B) = sA + sB", &s * (&a + &b), &s * &a + &s * &b);
    laws.law("(s + t)A = sA + tA", (&s + &t) * &a, &s * &a + &t * &a);
    laws.law("(st)A = s(tA)", (&s * &t) * &a, &s * (&t * &a));
}

fn products<S: Sampler>(laws: &mut Laws<S>) {
    let [m, n, p, q] = laws.dimensions();
    let (a, b, c) = (laws.draw(&m, &n), laws.draw(&n, &p), laws.draw(&p, &q));
    let (d, e) = (laws.draw(&n, &p), laws.draw(&m, &n));
    let s = laws.draw_scalar();
    laws.law("(AB)C = A(BC)", (&a * &b) * &c, &a * (&b * &c));
    laws.law("A(B + D) = AB + AD", &a * (&b + &d), &a * &b + &a * &d);
    laws.law("(A + E)B = AB + EB", (&a + &e) * &b, &a * &b + &e * &b);
    laws.law("(sA)B = s(AB)", (&s * &a) * &b, &s * (&a * &b));
    laws.law("I A = A", Matrix::identity(a.rows()) * &a, a.clone());
    laws.law("A I = A", &a * Matrix::identity(a.columns()), a.clone());
}

fn transposes_and_traces<S: Sampler>(laws: &mut Laws<S>) {
    let [m, n, p, _] = laws.dimensions();
    let (a, b, c) = (laws.draw(&m, &n), laws.draw(&n, &m), laws.draw(&n, &p));
    let (d, e) = (laws.draw(&p, &m), laws.draw(&m, &n));
    laws.law("Aᵀᵀ = A", a.t().t(), a.clone());
    laws.law("(A + E)ᵀ = Aᵀ + Eᵀ", (&a + &e).t(), a.t() + e.t());
    laws.law("(AC)ᵀ = CᵀAᵀ", (&a * &c).t(), c.t() * a.t());
    laws.law("tr(AB) = tr(BA)", (&a * &b).trace(), (&b * &a).trace());
    laws.law(
        "tr(ACD) = tr(CDA)",
        (&a * &c * &d).trace(),
        (&c * &d * &a).trace(),
    );
    laws.law("tr(AB)ᵀ = tr(AB)", (&a * &b).t().trace(), (&a * &b).trace());
    laws.law("A:E = E:A", a.frobenius(&e), e.frobenius(&a));
    laws.law("‖A‖² = A:A", a.squared_norm(), a.frobenius(&a));
}

fn hadamard_products_and_diagonals<S: Sampler>(laws: &mut Laws<S>) {
    let [m, n, ..] = laws.dimensions();
    let [a, b, c] = [(); 3].map(|()| laws.draw(&m, &n));
    let square = laws.draw(&n, &n);
    let [x, y] = [(); 2].map(|()| laws.draw_column(&n));
    let ones = Matrix::ones(a.rows(), a.columns());
    laws.law("A∘B = B∘A", a.hadamard(&b), b.hadamard(&a));
    laws.law(
        "(A∘B)∘C = A∘(B∘C)",
        a.hadamard(&b).hadamard(&c),
        a.hadamard(&b.hadamard(&c)),
    );
    laws.law(
        "A∘(B + C) = A∘B + A∘C",
        a.hadamard(&(&b + &c)),
        a.hadamard(&b) + a.hadamard(&c),
    );
    laws.law("(A∘B)ᵀ = Aᵀ∘Bᵀ", a.hadamard(&b).t(), a.t().hadamard(&b.t()));
    laws.law("A∘1 = A", a.hadamard(&ones), a.clone());
    laws.law(
        "1ᵀ(A∘B)1 = A:B",
        sum_of_entries(&a.hadamard(&b)),
        a.frobenius(&b),
    );
    laws.law("diag(x) y = x∘y", x.diagonal_matrix() * &y, x.hadamard(&y));
    laws.law(
        "diag(diag(x)) = x",
        x.diagonal_matrix().diagonal(),
        x.clone(),
    );
    laws.law(
        "diag(x)ᵀ = diag(x)",
        x.diagonal_matrix().t(),
        x.diagonal_matrix(),
    );
    let one = Matrix::ones(x.rows(), x.columns());
    let masked = square.hadamard(&Matrix::identity(square.rows()));
    laws.law("diag(A) = (A∘I)1", square.diagonal(), masked * &one);
    laws.law(
        "1ᵀdiag(A) = tr A",
        one.t() * square.diagonal(),
        square.trace(),
    );
}

/// 1ᵀA1.
fn sum_of_entries<A: MatrixAlgebra>(a: &Matrix<A>) -> Scalar<A> {
    let one = || Ok(one::<A>());
    (Matrix::ones(one(), a.rows()) * a * Matrix::ones(a.columns(), one())).as_scalar()
}

fn kronecker_products<S: Sampler>(laws: &mut Laws<S>) {
    let [m, n, p, q] = laws.dimensions();
    let (a, b, e) = (laws.draw(&m, &n), laws.draw(&p, &q), laws.draw(&m, &n));
    let (c, d) = (laws.draw(&n, &m), laws.draw(&q, &p));
    let (small, x) = (laws.draw(&n, &p), laws.draw(&q, &n));
    laws.law("(A ⊗ B)ᵀ = Aᵀ ⊗ Bᵀ", a.kron(&b).t(), a.t().kron(&b.t()));
    laws.law(
        "(A + E) ⊗ B = A ⊗ B + E ⊗ B",
        (&a + &e).kron(&b),
        a.kron(&b) + e.kron(&b),
    );
    laws.law(
        "(A ⊗ B)(C ⊗ D) = AC ⊗ BD",
        a.kron(&b) * c.kron(&d),
        (&a * &c).kron(&(&b * &d)),
    );
    laws.law(
        "(A ⊗ B) ⊗ F = A ⊗ (B ⊗ F)",
        a.kron(&b).kron(&small),
        a.kron(&b.kron(&small)),
    );
    laws.law(
        "vec(BXAᵀ) = (A ⊗ B) vec X",
        (&b * &x * a.t()).vec(),
        a.kron(&b) * x.vec(),
    );
    laws.law(
        "vec(A + E) = vec A + vec E",
        (&a + &e).vec(),
        a.vec() + e.vec(),
    );
    laws.law(
        "(vec A)ᵀ vec E = A:E",
        a.vec().t() * e.vec(),
        a.frobenius(&e),
    );
    let (u, v) = (laws.draw_column(&m), laws.draw_column(&n));
    laws.law("vec(uvᵀ) = v ⊗ u", (&u * v.t()).vec(), v.kron(&u));
    laws.law("u ⊗ vᵀ = uvᵀ", u.kron(&v.t()), &u * v.t());
}

fn commutation_matrices<S: Sampler>(laws: &mut Laws<S>) {
    let [m, n, p, q] = laws.dimensions();
    let (a, b) = (laws.draw(&m, &n), laws.draw(&p, &q));
    let k = |m: &Result<_, _>, n: &Result<_, _>| {
        Matrix::<S::Algebra>::commutation(m.clone(), n.clone())
    };
    let (m, n, p, q) = (a.rows(), a.columns(), b.rows(), b.columns());
    laws.law("K(m,n) vec A = vec Aᵀ", k(&m, &n) * a.vec(), a.t().vec());
    laws.law("K(m,n)ᵀ = K(n,m)", k(&m, &n).t(), k(&n, &m));
    laws.law(
        "K(n,m) K(m,n) = I",
        k(&n, &m) * k(&m, &n),
        Matrix::identity(a.vec().rows()),
    );
    laws.law(
        "K(p,m) (A ⊗ B) K(n,q) = B ⊗ A",
        k(&p, &m) * a.kron(&b) * k(&n, &q),
        b.kron(&a),
    );
}

fn entries_and_sums<S: Sampler>(laws: &mut Laws<S>) {
    let [m, n, p, _] = laws.dimensions();
    let (a, b, square) = (laws.draw(&m, &n), laws.draw(&n, &p), laws.draw(&n, &n));
    let s = laws.draw_scalar();
    laws.law(
        "(AB)_ij = Σ_l A_il B_lj",
        &a * &b,
        Matrix::tabulate(a.rows(), b.columns(), |i, j| {
            Scalar::sum(a.columns(), |l| a.entry(i, l) * b.entry(l, j))
        }),
    );
    laws.law(
        "Σ_i A_ii = tr A",
        Scalar::sum(square.rows(), |i| square.entry(i, i)),
        square.trace(),
    );
    laws.law(
        "Σ_ij A_ij² = ‖A‖²",
        Scalar::sum(a.rows(), |i| {
            Scalar::sum(a.columns(), |j| a.entry(i, j) * a.entry(i, j))
        }),
        a.squared_norm(),
    );
    laws.law(
        "Σ_i s = s · 1ᵀ1",
        Scalar::sum(a.rows(), |_| s.clone()),
        &s * sum_of_entries(&Matrix::ones(a.rows(), Ok(one::<S::Algebra>()))),
    );
    laws.law(
        "Σ_l A_l B^l = AB, column times row",
        Matrix::sum(a.columns(), (a.rows(), b.columns()), |l| {
            a.column(l) * b.row(l)
        }),
        &a * &b,
    );
    laws.law(
        "Σ_i e_i e_iᵀ = I",
        Matrix::sum(a.rows(), (a.rows(), a.rows()), |i| {
            Matrix::unit(a.rows(), i) * Matrix::unit(a.rows(), i).t()
        }),
        Matrix::identity(a.rows()),
    );
    laws.law(
        "Σ_j δ_ij A_jl = A_il",
        Matrix::tabulate(square.rows(), square.columns(), |i, l| {
            Scalar::sum(square.rows(), |j| Scalar::delta(i, j) * square.entry(j, l))
        }),
        square.clone(),
    );
}

/// An index of the algebra under test.
type Index<S> = <<S as Sampler>::Algebra as MatrixAlgebra>::Index;
/// The table of the given entries, shaped like A.
fn table_like<A: MatrixAlgebra>(
    a: &Matrix<A>,
    entry: impl Fn(&A::Index, &A::Index) -> Scalar<A>,
) -> Matrix<A> {
    Matrix::tabulate(a.rows(), a.columns(), entry)
}

fn tables<S: Sampler>(laws: &mut Laws<S>) {
    let [m, n, ..] = laws.dimensions();
    let a = laws.draw(&m, &n);
    laws.law(
        "the table of the A_ij is A",
        table_like(&a, |i, j| a.entry(i, j)),
        a.clone(),
    );
    laws.law(
        "the table of the A_ji is Aᵀ",
        Matrix::tabulate(a.columns(), a.rows(), |i, j| a.entry(j, i)),
        a.t(),
    );
    laws.law(
        "A_ij is entry j of row i",
        table_like(&a, |i, j| {
            (a.row(i) * Matrix::unit(a.columns(), j)).as_scalar()
        }),
        a.clone(),
    );
    laws.law(
        "A_ij is entry i of column j",
        table_like(&a, |i, j| {
            (Matrix::unit(a.rows(), i).t() * a.column(j)).as_scalar()
        }),
        a.clone(),
    );
    laws.law(
        "A_ij = e_iᵀ A e_j",
        table_like(&a, |i, j| {
            (Matrix::unit(a.rows(), i).t() * &a * Matrix::unit(a.columns(), j)).as_scalar()
        }),
        a.clone(),
    );
    laws.law(
        "the table of the δ_ij is I",
        Matrix::tabulate(a.rows(), a.rows(), Scalar::delta),
        Matrix::identity(a.rows()),
    );
}

/// The order of a block's rows and columns is that of vec: e_j ⊗ e_i is vec(e_i e_jᵀ).
fn blocks<S: Sampler>(laws: &mut Laws<S>) {
    let [m, n, p, q] = laws.dimensions();
    let (a, b) = (laws.draw(&m, &n), laws.draw(&p, &q));
    let (c, d) = (laws.draw(&m, &p), laws.draw(&n, &q));
    laws.law(
        "the block of the A_ij B_kl is vec A (vec B)ᵀ",
        Matrix::tabulate_block(&a, &b, |[i, j, k, l]| a.entry(i, j) * b.entry(k, l)),
        a.vec() * b.vec().t(),
    );
    laws.law(
        "the block of the C_ik D_jl is D ⊗ C",
        Matrix::tabulate_block(&a, &b, |[i, j, k, l]| c.entry(i, k) * d.entry(j, l)),
        d.kron(&c),
    );
    laws.law(
        "the block of the δ_il δ_jk is K(n,m)",
        Matrix::tabulate_block(&a, &a.t(), |[i, j, k, l]| {
            Scalar::delta(i, l) * Scalar::delta(j, k)
        }),
        Matrix::commutation(a.columns(), a.rows()),
    );
    let term = |[i, j, k, l]: [&Index<S>; 4]| {
        c.entry(i, k) * d.entry(j, l) + a.entry(i, j) * b.entry(k, l)
    };
    let unit = |size, index: &Index<S>| Matrix::<S::Algebra>::unit(size, index);
    let shape = || (a.vec().rows(), b.vec().rows());
    let slowly = Matrix::sum(a.rows(), shape(), |i| {
        Matrix::sum(a.columns(), shape(), |j| {
            let row = unit(a.columns(), j).kron(&unit(a.rows(), i));
            Matrix::sum(b.rows(), shape(), |k| {
                Matrix::sum(b.columns(), shape(), |l| {
                    let column = unit(b.columns(), l).kron(&unit(b.rows(), k));
                    term([i, j, k, l]) * (&row * column.t())
                })
            })
        })
    });
    laws.law(
        "a block is Σ_ijkl t_ijkl (e_j ⊗ e_i)(e_l ⊗ e_k)ᵀ",
        Matrix::tabulate_block(&a, &b, term),
        slowly,
    );
}
