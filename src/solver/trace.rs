//! What happened, iteration by iteration.

use super::factors::Factors;
use super::rules::Stopped;

/// One iteration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// Its number; 0 is the start.
    pub iteration: usize,
    /// Wall-clock time since the start.
    pub seconds: f64,
    /// Work in products with X: one is X times a matrix of k columns, or Xᵀ times one (one pass over the observed entries for
    /// a masked objective).
    pub products: f64,
    /// f.
    pub objective: f64,
    /// ‖∇f projected on the feasible directions‖_F / (‖X‖_F(‖W‖_F + ‖H‖_F)).
    pub kkt: f64,
    /// The step length α, where the method has one.
    pub step: Option<f64>,
    /// The smallest eigenvalue of the Hessian, where it was asked for.
    pub smallest_eigenvalue: Option<f64>,
}

/// Where a solver ended, and how it came there.
#[derive(Debug, Clone)]
pub struct Solution {
    /// The best factors that were met.
    pub factors: Factors,
    /// f there.
    pub objective: f64,
    /// The KKT residual there.
    pub kkt: f64,
    /// One entry for the start and one for each iteration.
    pub trace: Vec<Moment>,
    /// Why it ended.
    pub stopped: Stopped,
}

impl Solution {
    /// The trace as comma-separated values with a header.
    #[must_use]
    pub fn trace_csv(&self) -> String {
        let mut out =
            "iteration,seconds,products,objective,kkt_residual,step,smallest_eigenvalue\n"
                .to_owned();
        let optional =
            |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:e}"));
        for m in &self.trace {
            out += &format!(
                "{},{:.6},{},{:e},{:e},{},{}\n",
                m.iteration,
                m.seconds,
                m.products,
                m.objective,
                m.kkt,
                optional(m.step),
                optional(m.smallest_eigenvalue)
            );
        }
        out
    }
}
