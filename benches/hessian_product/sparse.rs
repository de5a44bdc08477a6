//! Sparse X, and the masked objective on the same pattern.

use matproof::factorization::frobenius::Frobenius;
use matproof::factorization::masked::Masked;
use matproof::factorization::{Hessian, Workspace};
use matproof::matrix::Data;
use matproof::matrix::product::{ProductWorkspace, Threads};
use nalgebra::DMatrix;
use nalgebra_sparse::ops::Op;
use nalgebra_sparse::ops::serial::spmm_csr_dense;

use crate::race::{Contestant, medians, print};
use crate::{random, scattered};

const K: usize = 20;

/// Prints the table for an n×n matrix with about `per_row` entries in each row.
pub(crate) fn ratios(n: usize, per_row: usize, rounds: usize) {
    let x = scattered::sparse(n, per_row, 1);
    let (offsets, columns, values) = (x.row_offsets(), x.col_indices(), x.values());
    let data = Data::Sparse(x.clone());
    let observed = Masked::new(x.clone(), 0.1).unwrap();
    let observed_by_two = observed.clone().with_threads(Threads::new(2).unwrap());
    let (w, h, p, q) = (
        random::dense(n, K, 2),
        random::dense(K, n, 3),
        random::dense(n, K, 4),
        random::dense(K, n, 5),
    );
    let (v, b) = (h.transpose(), q.transpose());
    let f = Frobenius::new(&data).unwrap();
    let two = Threads::new(2).unwrap();

    // The loops that a person would write, k numbers in a row and k known to the compiler.
    let (p_rows, q_columns) = (p.transpose(), q.clone());
    let (p_rows, q_columns) = (
        p_rows.as_slice().as_chunks::<K>().0,
        q_columns.as_slice().as_chunks::<K>().0,
    );
    let (mut first, mut second) = (vec![[0.0; K]; n], vec![[0.0; K]; n]);
    let by_rows = move || {
        for (row, out) in offsets.windows(2).zip(&mut first) {
            *out = [0.0; K];
            for entry in row[0]..row[1] {
                for (out, q) in out.iter_mut().zip(&q_columns[columns[entry]]) {
                    *out += values[entry] * q;
                }
            }
        }
    };
    let by_columns = move || {
        second.fill([0.0; K]);
        for (row, p) in offsets.windows(2).zip(p_rows) {
            for entry in row[0]..row[1] {
                for (out, p) in second[columns[entry]].iter_mut().zip(p) {
                    *out += values[entry] * p;
                }
            }
        }
    };
    let pair = |threads| {
        let (mut xqt, mut ptx, mut workspace) = (p.clone(), q.clone(), ProductWorkspace::default());
        let (data, p, q) = (&data, &p, &q);
        move || {
            data.both_products_into(p, q, &mut xqt, &mut ptx, threads, &mut workspace)
                .unwrap()
        }
    };
    let (mut xqt, mut xtp) = (DMatrix::zeros(n, K), DMatrix::zeros(n, K));
    let mut all = vec![
        Contestant::new("X Qᵀ, nalgebra-sparse", || {
            spmm_csr_dense(0.0, &mut xqt, 1.0, Op::NoOp(&x), Op::Transpose(&q))
        }),
        Contestant::new("X Qᵀ, plain loops", by_rows),
        Contestant::new("Xᵀ P, nalgebra-sparse", || {
            spmm_csr_dense(0.0, &mut xtp, 1.0, Op::Transpose(&x), Op::NoOp(&p))
        }),
        Contestant::new("Pᵀ X, plain loops", by_columns),
        Contestant::new("both in one pass, this crate", pair(Threads::ONE)),
        applied(
            "½‖X−WH‖²: Hessian product",
            f.hessian_at(&w, &h).unwrap(),
            &p,
            &q,
        ),
        applied(
            "masked: Hessian product",
            observed.hessian_at(&w, &v).unwrap(),
            &p,
            &b,
        ),
        Contestant::new("two threads: both in one pass, this crate", pair(two)),
        applied(
            "two threads: ½‖X−WH‖²",
            f.with_threads(two).hessian_at(&w, &h).unwrap(),
            &p,
            &q,
        ),
        applied(
            "two threads: masked",
            observed_by_two.hessian_at(&w, &v).unwrap(),
            &p,
            &b,
        ),
    ];
    let times = medians(&mut all, rounds);
    let baseline = times[0].min(times[1]) + times[2].min(times[3]);
    println!("n = m = {n}, {} entries", x.nnz());
    for (place, (contestant, &time)) in all.iter().zip(&times).enumerate() {
        print(&contestant.name, time, (place >= 4).then_some(baseline));
        if place == 3 {
            print(
                "the faster of each, added: the baseline",
                baseline,
                Some(baseline),
            );
        }
    }
    println!(
        "  ½‖X−WH‖² beside this crate's own two products: {:.3}",
        times[5] / times[4]
    );
}

fn applied<'a>(
    name: &str,
    hessian: impl Hessian + 'a,
    p: &'a DMatrix<f64>,
    q: &'a DMatrix<f64>,
) -> Contestant<'a> {
    let (mut out_p, mut out_q, mut workspace) = (p.clone(), q.clone(), Workspace::default());
    Contestant::new(name, move || {
        hessian
            .hessian_vector_product_into(p, q, &mut out_p, &mut out_q, &mut workspace)
            .unwrap();
    })
}
