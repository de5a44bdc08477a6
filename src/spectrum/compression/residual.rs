//! A = WH − X as an operator, never formed, with a count of its products.

use faer::Accum;
use nalgebra::DMatrix;

use crate::matrix::Data;
use crate::matrix::product::{Block, BlockMut, ProductWorkspace, Products, Threads, multiply};

/// A = WH − X.
#[derive(Debug)]
pub(in crate::spectrum) struct Residual<'a> {
    pub(in crate::spectrum) x: &'a Data,
    pub(in crate::spectrum) w: &'a DMatrix<f64>,
    pub(in crate::spectrum) h: &'a DMatrix<f64>,
    pub(in crate::spectrum) threads: Threads,
    workspace: ProductWorkspace,
    /// Multiplications of X or Xᵀ by a vector so far.
    pub(in crate::spectrum) multiplications: usize,
}

impl<'a> Residual<'a> {
    pub(in crate::spectrum) fn new(
        x: &'a Data,
        w: &'a DMatrix<f64>,
        h: &'a DMatrix<f64>,
        threads: Threads,
    ) -> Self {
        Self {
            x,
            w,
            h,
            threads,
            workspace: ProductWorkspace::default(),
            multiplications: 0,
        }
    }

    /// `(A V, Aᵀ U)` for columns V (each of length m) and U (each of length n), in one pass over a dense X.
    pub(in crate::spectrum) fn images(
        &mut self,
        right: &[f64],
        left: &[f64],
    ) -> (Vec<f64>, Vec<f64>) {
        let (n, m) = self.x.shape();
        let (columns, rows) = (right.len() / m, left.len() / n);
        let w = Block::of(self.w);
        let h = Block::of(self.h);
        let mut of_right = self.fitted(w, h, Block::new(right, m, columns));
        let mut of_left = self.fitted(h.transpose(), w.transpose(), Block::new(left, n, rows));
        let mut requests = Vec::new();
        if columns > 0 {
            requests.push(Products {
                x_qt: Some((
                    Block::new(right, m, columns).transpose(),
                    BlockMut::new(&mut of_right, n, columns),
                )),
                pt_x: None,
            });
        }
        if rows > 0 {
            requests.push(Products {
                x_qt: None,
                pt_x: Some((
                    Block::new(left, n, rows),
                    BlockMut::new(&mut of_left, m, rows).transpose(),
                )),
            });
        }
        self.x
            .add_products(-1.0, &mut requests, self.threads, &mut self.workspace);
        self.multiplications += columns + rows;
        (of_right, of_left)
    }

    /// `outer (inner · columns)`: the part of the image that WH gives.
    fn fitted(&self, outer: Block<'_>, inner: Block<'_>, columns: Block<'_>) -> Vec<f64> {
        let (k, width) = (inner.nrows(), columns.ncols());
        let mut middle = vec![0.0; k * width];
        multiply(
            BlockMut::new(&mut middle, k, width).view(),
            Accum::Replace,
            inner.view(),
            columns.view(),
            1.0,
        );
        let mut out = vec![0.0; outer.nrows() * width];
        multiply(
            BlockMut::new(&mut out, outer.nrows(), width).view(),
            Accum::Replace,
            outer.view(),
            Block::new(&middle, k, width).view(),
            1.0,
        );
        out
    }
}
