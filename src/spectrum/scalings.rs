//! The scalings (WD, −DH), D diagonal: the gauge directions that leave zeros of the factors where they are, held and never stored.
//!
//! One for each component r; they are orthogonal, and the Hessian takes each to the gradients of its own component,
//! (−G_W e_r e_rᵀ, e_r e_rᵀ G_H), to which a penalty adds its own image. At a stationary point without a penalty these are zero, so that
//! every nonnegative factorization has k zero eigenvalues along its free entries.

use nalgebra::DMatrix;

use super::davidson::Held;

/// The scalings among the free entries.
pub(super) struct Scalings {
    /// Which component an entry belongs to.
    component: Vec<usize>,
    /// Entries of all directions, each of length one: no two share a place.
    direction: Vec<f64>,
    /// The same of their images.
    image: Vec<f64>,
    /// The quadratic form of each.
    form: Vec<f64>,
}

/// One free entry: its component, its value in (W, −H), and in the image of (W, −H) component by component.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) component: usize,
    pub(super) direction: f64,
    pub(super) image: f64,
}

impl Scalings {
    /// From the free entries in their order.
    pub(super) fn new(k: usize, entries: impl Iterator<Item = Entry>) -> Self {
        let entries: Vec<Entry> = entries.collect();
        let mut lengths = vec![0.0_f64; k];
        for entry in &entries {
            lengths[entry.component] = lengths[entry.component].hypot(entry.direction);
        }
        // Components that are all zero have no scaling.
        let mut numbers = vec![None; k];
        let mut count = 0;
        for (number, &length) in numbers.iter_mut().zip(&lengths) {
            if length > 0.0 {
                *number = Some(count);
                count += 1;
            }
        }
        let mut out = Self {
            component: Vec::with_capacity(entries.len()),
            direction: Vec::with_capacity(entries.len()),
            image: Vec::with_capacity(entries.len()),
            form: vec![0.0; count],
        };
        for entry in entries {
            // A free entry is not zero, so its component has a length.
            let (number, length) = (
                numbers[entry.component].unwrap_or(0),
                lengths[entry.component],
            );
            let (direction, image) = (entry.direction / length, entry.image / length);
            out.form[number] += direction * image;
            out.component.push(number);
            out.direction.push(direction);
            out.image.push(image);
        }
        out
    }

    fn add_to(&self, what: &[f64], factor: f64, c: &[f64], out: &mut [f64]) {
        for ((out, what), &component) in out.iter_mut().zip(what).zip(&self.component) {
            *out += factor * c[component] * what;
        }
    }
}

impl Held for Scalings {
    fn name(&self) -> &'static str {
        "scalings (WD, −DH)"
    }

    fn size(&self) -> usize {
        self.form.len()
    }

    fn project(&self, x: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.size()];
        for ((x, z), &component) in x.iter().zip(&self.direction).zip(&self.component) {
            out[component] += x * z;
        }
        out
    }

    fn add(&self, factor: f64, c: &[f64], out: &mut [f64]) {
        self.add_to(&self.direction, factor, c, out);
    }

    fn add_image(&self, factor: f64, c: &[f64], out: &mut [f64]) {
        self.add_to(&self.image, factor, c, out);
    }

    fn form(&self) -> DMatrix<f64> {
        DMatrix::from_diagonal(&nalgebra::DVector::from_column_slice(&self.form))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factorization::Hessian;
    use crate::factorization::masked::Masked;
    use crate::matrix::product::random::{sparse, uniform};

    /// Direction, image and form against the Hessian itself, some entries of the factors being zero.
    #[test]
    fn the_scalings_are_orthonormal_and_their_images_are_the_hessians() {
        let (n, m, k, lambda) = (7, 5, 3, 0.4);
        let f = Masked::new(sparse(n, m, 3), lambda).unwrap();
        let zeroed = |x: DMatrix<f64>| x.map(|entry| entry.max(0.0));
        let (u, v) = (zeroed(uniform(n, k, 1)), zeroed(uniform(m, k, 2)));
        let dense = f.hessian_at(&u, &v).unwrap().to_dense();
        let (of_u, of_v) = f.gradient(&u, &v).unwrap();
        let (of_u, of_v) = (of_u - &u * lambda, of_v - &v * lambda);
        let all: Vec<Entry> = (0..(n + m) * k)
            .map(|place| {
                if place < n * k {
                    Entry {
                        component: place / n,
                        direction: u[place],
                        image: lambda * u[place] - of_u[place],
                    }
                } else {
                    let q = place - n * k;
                    Entry {
                        component: q / m,
                        direction: -v[q],
                        image: of_v[q] - lambda * v[q],
                    }
                }
            })
            .collect();
        let places: Vec<usize> = (0..all.len())
            .filter(|&place| all[place].direction.abs() > 0.0)
            .collect();
        let scalings = Scalings::new(k, places.iter().map(|&place| all[place]));
        let dense = dense.select_rows(&places).select_columns(&places);
        let (order, size) = (places.len(), scalings.size());
        assert!(size == k && order < all.len());
        let (mut basis, mut image) = (DMatrix::zeros(order, size), DMatrix::zeros(order, size));
        for column in 0..size {
            let mut unit = vec![0.0; size];
            unit[column] = 1.0;
            scalings.add(1.0, &unit, basis.column_mut(column).as_mut_slice());
            scalings.add_image(1.0, &unit, image.column_mut(column).as_mut_slice());
        }
        assert!((basis.tr_mul(&basis) - DMatrix::identity(size, size)).amax() < 1e-12);
        assert!((&dense * &basis - &image).amax() < 1e-12);
        assert!((basis.tr_mul(&image) - scalings.form()).amax() < 1e-12);
        let x = uniform(order, 1, 7);
        let projected = DMatrix::from_vec(size, 1, scalings.project(x.as_slice()));
        assert!((basis.tr_mul(&x) - projected).amax() < 1e-12);
    }
}
