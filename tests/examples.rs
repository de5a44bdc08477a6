//! The examples run, and what they assert holds.

#[path = "../examples/check_a_hessian_block.rs"]
mod check_a_hessian_block;
#[path = "../examples/gaussian_log_likelihood.rs"]
mod gaussian_log_likelihood;
#[path = "../examples/logistic_regression.rs"]
mod logistic_regression;
#[path = "../examples/masked_autoencoder_layer.rs"]
mod masked_autoencoder_layer;
#[path = "../examples/nmf_with_a_planted_mistake.rs"]
mod nmf_with_a_planted_mistake;
#[path = "../examples/smallest_eigenvalue_of_an_operator.rs"]
mod smallest_eigenvalue_of_an_operator;
#[path = "../examples/symmetric_and_tri_factorization.rs"]
mod symmetric_and_tri_factorization;

#[test]
fn check_a_hessian_block_runs() {
    check_a_hessian_block::main().unwrap();
}

#[test]
fn gaussian_log_likelihood_runs() {
    gaussian_log_likelihood::main();
}

#[test]
fn logistic_regression_runs() {
    logistic_regression::main();
}

#[test]
fn masked_autoencoder_layer_runs() {
    masked_autoencoder_layer::main();
}

#[test]
fn nmf_with_a_planted_mistake_runs() {
    nmf_with_a_planted_mistake::main();
}

#[test]
fn smallest_eigenvalue_of_an_operator_runs() {
    smallest_eigenvalue_of_an_operator::main();
}

#[test]
fn symmetric_and_tri_factorization_runs() {
    symmetric_and_tri_factorization::main();
}
