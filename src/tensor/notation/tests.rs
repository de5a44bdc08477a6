//! Notation is right if evaluating it gives the formula back.

use crate::algebra::{HALF, Matrix, MatrixAlgebra, Scalar};
use crate::expression::{Declarations, Shape, Size, Typing};
use crate::scalar::Elementary;
use crate::tensor::against_numbers::Tree;
use crate::tensor::{Dimension, Equality, Index, Letters, Network, Property, Symbol};
use quickcheck::{Arbitrary, Gen, TestResult};
use quickcheck_macros::quickcheck;

type M = Matrix<Network>;

fn size(dimension: &Dimension) -> Size {
    super::forms::size_of(dimension.atoms())
}

/// The notation of a formula, and whether it equals the original; an error if it is not well-shaped.
fn round_trip(
    formula: &Network,
    original: &Network,
    symbols: &[&Symbol],
) -> Result<(String, Equality), String> {
    let notation = formula.notation();
    let mut declarations = Declarations::default();
    for symbol in symbols {
        let shape = Shape::new(size(symbol.rows()), size(symbol.columns()));
        declarations.set_shape(symbol.name(), shape);
        for property in symbol.properties() {
            declarations.add_property(symbol.name(), *property);
        }
    }
    let shape = Shape::new(size(&formula.rows()), size(&formula.columns()));
    let typing = Typing::infer(&[], &declarations).map_err(|error| error.to_string())?;
    let said = |error: &dyn std::fmt::Display| format!("{notation}: {error}");
    let typed = typing
        .check(&notation, Some(&shape))
        .map_err(|e| said(&e))?;
    let letters = symbols
        .iter()
        .fold(Letters::new(&typing), |letters, &symbol| {
            letters.with(symbol.clone())
        });
    let value = letters.network(&typed).map_err(|e| said(&e))?;
    let equality = value.equality(original).map_err(|e| said(&e))?;
    Ok((notation.to_string(), equality))
}

/// The notation of a formula, after checking that it says the original: well-shaped, and equal when evaluated.
fn checked(formula: &Network, original: &Network, symbols: &[&Symbol]) -> String {
    match round_trip(formula, original, symbols) {
        Ok((notation, Equality::Proved)) => notation,
        other => panic!("{other:?}"),
    }
}

fn dims<const N: usize>(names: [&str; N]) -> [Dimension; N] {
    names.map(Dimension::named)
}

fn letter(symbol: &Symbol) -> M {
    Matrix::new(Network::symbol(symbol))
}

fn scalar(symbol: &Symbol) -> Scalar<Network> {
    letter(symbol).as_scalar()
}

fn value(formula: Scalar<Network>) -> Network {
    formula.into_result().expect("well-shaped")
}

/// Gradients and Hessian blocks of a scalar with respect to letters, in notation, each checked.
struct Derived {
    f: Network,
    letters: Vec<Symbol>,
}

impl Derived {
    fn new(f: Scalar<Network>, letters: &[&Symbol]) -> Self {
        Self {
            f: value(f),
            letters: letters.iter().map(|&s| s.clone()).collect(),
        }
    }

    fn say(&self, formula: &Network) -> String {
        let letters: Vec<_> = self.letters.iter().collect();
        let collected = formula.collected().expect("small");
        let expanded = formula.with_sum(formula.normal_form().expect("small"));
        checked(formula, formula, &letters);
        checked(&expanded, formula, &letters);
        checked(&collected, formula, &letters)
    }

    fn f(&self) -> String {
        self.say(&self.f)
    }

    fn gradient(&self, letter: &Symbol) -> String {
        self.say(&self.f.gradient(letter).expect("a scalar"))
    }

    fn block(&self, row: &Symbol, column: &Symbol) -> String {
        self.say(&self.f.hessian_block(row, column).expect("a scalar"))
    }
}

#[test]
fn factorization() {
    let [n, m, k] = dims(["n", "m", "k"]);
    let x = Symbol::matrix("X", n.clone(), m.clone());
    let w = Symbol::matrix("W", n.clone(), k.clone());
    let h = Symbol::matrix("H", k, m);
    let f = HALF * (letter(&x) - letter(&w) * letter(&h)).squared_norm();
    let d = Derived::new(f, &[&x, &w, &h]);
    assert_eq!(d.f(), "½‖WH − X‖²");
    assert_eq!(d.gradient(&w), "(WH − X)Hᵀ");
    assert_eq!(d.gradient(&h), "Wᵀ(WH − X)");
    assert_eq!(d.block(&w, &w), "HHᵀ ⊗ I_n");
    assert_eq!(d.block(&h, &h), "I_m ⊗ WᵀW");
    assert_eq!(d.block(&w, &h), "H ⊗ W + (I_k ⊗ (WH − X))K_{k,m}");
    assert_eq!(d.block(&h, &w), "Hᵀ ⊗ Wᵀ + ((WH − X)ᵀ ⊗ I_k)K_{n,k}");
    assert_eq!(d.block(&w, &x), "−H ⊗ I_n");
}

struct Sizes {
    n: Dimension,
    m: Dimension,
    k: Dimension,
}

fn nmk() -> Sizes {
    let [n, m, k] = dims(["n", "m", "k"]);
    Sizes { n, m, k }
}

impl Sizes {
    fn matrix(&self, name: &str, shape: &str) -> Symbol {
        let dimension = |letter: char| match letter {
            'n' => self.n.clone(),
            'm' => self.m.clone(),
            'k' => self.k.clone(),
            _ => Dimension::one(),
        };
        let mut letters = shape.chars().map(dimension);
        let rows = letters.next().expect("two letters");
        Symbol::matrix(name, rows, letters.next().expect("two letters"))
    }
}

#[test]
fn tikhonov() {
    let l = nmk();
    let [x, w, h, m] = [("X", "nm"), ("W", "nk"), ("H", "km"), ("M", "mn")]
        .map(|(name, shape)| l.matrix(name, shape));
    let lambda = Symbol::scalar("λ");
    let f = (letter(&x) - letter(&w) * letter(&h)).squared_norm()
        + scalar(&lambda) * (letter(&m) * letter(&w)).squared_norm();
    let d = Derived::new(f, &[&x, &w, &h, &m, &lambda]);
    assert_eq!(d.f(), "‖WH − X‖² + λ‖MW‖²");
    assert_eq!(d.gradient(&w), "2((WH − X)Hᵀ + λMᵀMW)");
    assert_eq!(d.block(&w, &w), "2(HHᵀ ⊗ I_n + λ(I_k ⊗ MᵀM))");
    assert_eq!(d.block(&h, &h), "2(I_m ⊗ WᵀW)");
    assert_eq!(d.block(&w, &h), "2(H ⊗ W + (I_k ⊗ (WH − X))K_{k,m})");
    assert_eq!(d.block(&w, &m), "2λ(Wᵀ ⊗ Mᵀ + (WᵀMᵀ ⊗ I_n)K_{m,n})");
}

#[test]
fn masked() {
    let l = nmk();
    for mask in [false, true] {
        let [m, p, u, v] = [("M", "nm"), ("P", "nm"), ("U", "nk"), ("V", "mk")]
            .map(|(name, shape)| l.matrix(name, shape));
        let p = if mask { p.assume(Property::Mask) } else { p };
        let lambda = Symbol::scalar("λ");
        let r = letter(&u) * letter(&v).t() - letter(&m);
        let f = HALF * letter(&p).hadamard(&r).squared_norm()
            + HALF * (scalar(&lambda) * (letter(&u).squared_norm() + letter(&v).squared_norm()));
        let d = Derived::new(f, &[&m, &p, &u, &v, &lambda]);
        assert_eq!(d.f(), "½(‖P∘(UVᵀ − M)‖² + λ(‖U‖² + ‖V‖²))");
        assert_eq!(
            d.gradient(&u),
            if mask {
                "(P∘(UVᵀ − M))V + λU"
            } else {
                "(P^{∘2}∘(UVᵀ − M))V + λU"
            }
        );
        assert_eq!(
            d.gradient(&v),
            if mask {
                "(P∘(UVᵀ − M))ᵀU + λV"
            } else {
                "(P^{∘2}∘(UVᵀ − M))ᵀU + λV"
            }
        );
        assert_eq!(d.gradient(&p), "P∘(UVᵀ − M)^{∘2}");
        assert_eq!(
            d.block(&u, &u),
            if mask {
                "∑_{i} (V_{i:})ᵀV_{i:} ⊗ diag(P_{:i}) + λI_{kn}"
            } else {
                "∑_{i} (V_{i:})ᵀV_{i:} ⊗ diag((P_{:i})^{∘2}) + λI_{kn}"
            }
        );
        assert_eq!(
            d.block(&v, &v),
            if mask {
                "∑_{i} (U_{i:})ᵀU_{i:} ⊗ diag((P_{i:})ᵀ) + λI_{km}"
            } else {
                "∑_{i} (U_{i:})ᵀU_{i:} ⊗ diag(((P_{i:})ᵀ)^{∘2}) + λI_{km}"
            }
        );
        assert_eq!(
            d.block(&u, &v),
            if mask {
                "I_k ⊗ (P∘(UVᵀ − M)) + (Vᵀ ⊗ I_n) diag(vec(P))(I_m ⊗ U)K_{m,k}"
            } else {
                "I_k ⊗ (P^{∘2}∘(UVᵀ − M)) + (Vᵀ ⊗ I_n) diag(vec(P^{∘2}))(I_m ⊗ U)K_{m,k}"
            }
        );
        assert_eq!(
            d.block(&v, &u),
            if mask {
                "I_k ⊗ (P∘(UVᵀ − M))ᵀ + (Uᵀ ⊗ I_m) diag(vec(Pᵀ))(I_n ⊗ V)K_{n,k}"
            } else {
                "I_k ⊗ (P^{∘2}∘(UVᵀ − M))ᵀ + (Uᵀ ⊗ I_m) diag(vec((Pᵀ)^{∘2}))(I_n ⊗ V)K_{n,k}"
            }
        );
        assert_eq!(
            d.block(&m, &u),
            if mask {
                "−diag(vec(P))(V ⊗ I_n)"
            } else {
                "−diag(vec(P^{∘2}))(V ⊗ I_n)"
            }
        );
        assert_eq!(
            d.block(&m, &m),
            if mask {
                "diag(vec(P))"
            } else {
                "diag(vec(P^{∘2}))"
            }
        );
    }
}

#[test]
fn nonlinear() {
    let l = nmk();
    let [x, w, h] =
        [("X", "nm"), ("W", "nk"), ("H", "km")].map(|(name, shape)| l.matrix(name, shape));
    let wh = || letter(&w) * letter(&h);
    let ones = || M::ones(letter(&x).rows(), letter(&x).columns());
    let kl = (wh() - letter(&x).hadamard(&wh().elementwise(Elementary::Ln))).frobenius(&ones());
    let d = Derived::new(kl, &[&x, &w, &h]);
    assert_eq!(d.f(), "sum(WH − X∘log(WH))");
    assert_eq!(d.gradient(&w), "(𝟏_{n×m} − X ⊘ WH)Hᵀ");
    assert_eq!(d.gradient(&h), "Wᵀ(𝟏_{n×m} − X ⊘ WH)");
    assert_eq!(
        d.block(&w, &w),
        "∑_{i} H_{:i}(H_{:i})ᵀ ⊗ diag(X_{:i} ⊘ (WH_{:i})^{∘2})"
    );
    assert_eq!(
        d.block(&w, &h),
        "(H ⊗ I_n) diag(vec(X ⊘ (WH)^{∘2}))(I_m ⊗ W) + (I_k ⊗ (𝟏_{n×m} − X ⊘ WH))K_{k,m}"
    );

    let xx = letter(&x).t() * letter(&x);
    let d = Derived::new(xx.determinant().elementary(Elementary::Ln), &[&x]);
    assert_eq!(d.f(), "log det(XᵀX)");
    assert_eq!(d.gradient(&x), "2X(XᵀX)⁻¹");
    assert_eq!(
        d.block(&x, &x),
        "2((XᵀX)⁻¹ ⊗ (I_n − X(XᵀX)⁻¹Xᵀ) − ((XᵀX)⁻¹Xᵀ ⊗ X(XᵀX)⁻¹)K_{n,m})"
    );

    let [a, s] = [l.matrix("A", "nn"), l.matrix("X", "nn")];
    let d = Derived::new((letter(&s).inverse() * letter(&a)).trace(), &[&a, &s]);
    assert_eq!(d.f(), "tr(AX⁻¹)");
    assert_eq!(d.gradient(&s), "−X⁻ᵀAᵀX⁻ᵀ");
    assert_eq!(d.gradient(&a), "X⁻ᵀ");
    assert_eq!(d.block(&s, &s), "(X⁻¹AX⁻¹ ⊗ X⁻ᵀ + X⁻¹ ⊗ X⁻ᵀAᵀX⁻ᵀ)K_{n,n}");

    let [x, y, w] = [("X", "nm"), ("y", "n1"), ("w", "m1")].map(|(a, b)| l.matrix(a, b));
    let lambda = Symbol::scalar("λ");
    let t = letter(&y).hadamard(&(letter(&x) * letter(&w)));
    let one = M::ones(letter(&y).rows(), letter(&y).columns());
    let e = (&one + (-1 * &t).elementwise(Elementary::Exp)).elementwise(Elementary::Ln);
    let f = e.frobenius(&one) + HALF * (scalar(&lambda) * letter(&w).squared_norm());
    let d = Derived::new(f, &[&x, &y, &w, &lambda]);
    assert_eq!(d.f(), "½λ‖w‖² − sum(y∘Xw − log(𝟏_n + exp(y∘Xw)))");
    assert_eq!(d.gradient(&w), "λw − Xᵀ(y∘sigmoid(−y∘Xw))");
    assert_eq!(
        d.block(&w, &w),
        "Xᵀdiag(y^{∘2}∘(sigmoid(−y∘Xw) − sigmoid(−y∘Xw)^{∘2}))X + λI_m"
    );
    let s = t.elementwise(Elementary::Sigmoid);
    let d = Derived::new(s.squared_norm(), &[&x, &y, &w]);
    assert_eq!(d.f(), "‖sigmoid(y∘Xw)‖²");
    assert_eq!(
        d.gradient(&w),
        "2Xᵀ(y∘(sigmoid(y∘Xw)^{∘2} − sigmoid(y∘Xw)^{∘3}))"
    );
}

#[test]
fn others() {
    let l = nmk();
    let w = l.matrix("W", "nk");
    let ww = letter(&w).t() * letter(&w);
    let f = (&ww - M::identity(ww.rows())).squared_norm();
    let d = Derived::new(f, &[&w]);
    assert_eq!(d.f(), "‖WᵀW − I_k‖²");
    assert_eq!(d.gradient(&w), "4W(WᵀW − I_k)");
    assert_eq!(
        d.block(&w, &w),
        "4(I_k ⊗ WWᵀ + (WᵀW − I_k) ⊗ I_n + (Wᵀ ⊗ W)K_{n,k})"
    );

    let [x, u, s, v] =
        [("X", "nm"), ("U", "nk"), ("S", "kk"), ("V", "mk")].map(|(a, b)| l.matrix(a, b));
    let f = (letter(&x) - letter(&u) * letter(&s) * letter(&v).t()).squared_norm();
    let d = Derived::new(f, &[&x, &u, &s, &v]);
    assert_eq!(d.f(), "‖USVᵀ − X‖²");
    assert_eq!(d.gradient(&u), "2(USVᵀ − X)VSᵀ");
    assert_eq!(d.gradient(&s), "2Uᵀ(USVᵀ − X)V");
    assert_eq!(d.gradient(&v), "2(USVᵀ − X)ᵀUS");
    assert_eq!(d.block(&s, &s), "2(VᵀV ⊗ UᵀU)");
    assert_eq!(d.block(&u, &s), "2(SVᵀV ⊗ U + (I_k ⊗ (USVᵀ − X)V)K_{k,k})");
    assert_eq!(d.block(&u, &v), "2(S ⊗ (USVᵀ − X) + (SVᵀ ⊗ US)K_{m,k})");

    let [x, a, b] = [("x", "n1"), ("a", "n1"), ("A", "nn")].map(|(a, b)| l.matrix(a, b));
    let gap = letter(&x) - letter(&a);
    let d = Derived::new(gap.squared_norm().elementary(Elementary::Sqrt), &[&x, &a]);
    assert_eq!(d.f(), "‖x − a‖");
    assert_eq!(d.gradient(&x), "(x − a)/‖x − a‖");
    assert_eq!(d.block(&x, &x), "I_n/‖x − a‖ − (x − a)(x − a)ᵀ/‖x − a‖³");
    let q = (letter(&x).t() * letter(&b) * letter(&x)).as_scalar();
    let d = Derived::new(q.clone(), &[&x, &b]);
    assert_eq!(d.f(), "xᵀAx");
    assert_eq!(d.gradient(&x), "Ax + Aᵀx");
    assert_eq!(d.gradient(&b), "x xᵀ");
    assert_eq!(d.block(&x, &x), "A + Aᵀ");
    assert_eq!(d.block(&x, &b), "I_n ⊗ xᵀ + xᵀ ⊗ I_n");
    assert_eq!(d.block(&b, &b), "0_{nn×nn}");
    let rayleigh = q * letter(&x).squared_norm().reciprocal();
    let d = Derived::new(rayleigh, &[&x, &b]);
    assert_eq!(d.f(), "xᵀAx/‖x‖²");
    assert_eq!(d.gradient(&x), "(Ax + Aᵀx)/‖x‖² − 2(xᵀAx/‖x‖⁴)x");

    let [x, a, b] = [("X", "nm"), ("A", "nn"), ("B", "mm")].map(|(a, b)| l.matrix(a, b));
    let f = (letter(&a) * letter(&x) * letter(&b) * letter(&x).t()).trace();
    let d = Derived::new(f, &[&x, &a, &b]);
    assert_eq!(d.f(), "tr(AXBXᵀ)");
    assert_eq!(d.gradient(&x), "AXB + AᵀXBᵀ");
    assert_eq!(d.gradient(&a), "XBᵀXᵀ");
    assert_eq!(d.block(&x, &x), "B ⊗ Aᵀ + Bᵀ ⊗ A");
    assert_eq!(d.block(&x, &a), "BᵀXᵀ ⊗ I_n + (BXᵀ ⊗ I_n)K_{n,n}");
    let a = a.assume(Property::Symmetric);
    let b = b.assume(Property::Diagonal);
    let f = (letter(&a) * letter(&x) * letter(&b) * letter(&x).t()).trace();
    let d = Derived::new(f, &[&x, &a, &b]);
    assert_eq!(d.f(), "tr(AXBXᵀ)");
    assert_eq!(d.gradient(&x), "2AXB");
    assert_eq!(d.block(&x, &x), "2(B ⊗ A)");
}

/// A random polynomial formula, perhaps inside a nonlinear function, and what is derived from it.
#[derive(Debug, Clone)]
struct Random {
    tree: Tree,
    form: usize,
}

impl Arbitrary for Random {
    fn arbitrary(g: &mut Gen) -> Self {
        let shapes: [(&[usize], &[usize]); 7] = [
            (&[], &[]),
            (&[], &[]),
            (&[0], &[1]),
            (&[0], &[0]),
            (&[1], &[]),
            (&[0, 1], &[1, 0]),
            (&[2, 0], &[]),
        ];
        let (rows, columns) = shapes[usize::arbitrary(g) % shapes.len()];
        let depth = 1 + usize::arbitrary(g) % 3;
        Self {
            tree: Tree::random(g, rows, columns, depth, false),
            form: usize::arbitrary(g) % 9,
        }
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        let form = self.form;
        let operands: Vec<Tree> = self.tree.operands().into_iter().cloned().collect();
        Box::new(operands.into_iter().map(move |tree| Self { tree, form }))
    }
}

impl Random {
    fn formula(&self) -> Network {
        let network = self.tree.network();
        let function = |function| network.elementwise(function).expect("networks have it");
        match self.form {
            0 => function(Elementary::Exp),
            1 => function(Elementary::Ln),
            2 => network.reciprocal().expect("networks have it"),
            3 => network.inverse().unwrap_or(network),
            4 => network.determinant().unwrap_or(network),
            _ => network,
        }
    }
}

/// Formulas, their gradients or Jacobians, and second derivatives, each as it is, collected and multiplied out.
/// `exact` is about polynomials, where a proof is always to be had.
fn says_what_it_stands_for(formula: &Network, exact: bool) -> Result<(), String> {
    let own = super::forms::Alphabet::of(formula.sum());
    let symbols = own.symbols();
    let mut derived = vec![formula.clone()];
    for symbol in symbols.iter().take(2) {
        derived.push(match formula.gradient(symbol) {
            Ok(gradient) => gradient,
            Err(_) => formula.jacobian(symbol),
        });
    }
    for symbol in symbols.iter().take(1) {
        if let (true, Ok(block)) = (exact, formula.hessian_block(symbol, symbol)) {
            derived.push(block);
        }
    }
    for original in &derived {
        if original.sum().terms.len() > 12 {
            continue;
        }
        let (Ok(collected), Ok(expanded)) = (original.collected(), original.normal_form()) else {
            continue;
        };
        if expanded.terms.len() > 12 {
            continue;
        }
        let expanded = original.with_sum(expanded);
        for form in [original, &collected, &expanded] {
            let (notation, equality) = round_trip(form, original, &symbols)?;
            let fine = match equality {
                Equality::Proved => true,
                Equality::Refuted => false,
                Equality::Undecided { .. } => !exact,
            };
            if !fine {
                return Err(format!("{notation}: {equality:?}"));
            }
        }
    }
    Ok(())
}

#[quickcheck]
fn random_formulas_are_said_right(random: Random) -> TestResult {
    let tree = random.tree.network();
    let polynomial = says_what_it_stands_for(&tree, true);
    let is_zero = |network: &Network| {
        let expanded = network.normal_form();
        expanded.is_ok_and(|sum| sum.terms.is_empty())
    };
    let all = polynomial.and_then(|()| match random.form {
        0..5 if !is_zero(&tree) => says_what_it_stands_for(&random.formula(), false),
        _ => Ok(()),
    });
    match all {
        Ok(()) => TestResult::passed(),
        Err(wrong) => TestResult::error(format!("{wrong}: {random:?}")),
    }
}

/// What may be asked of an index: free ones stay, on letters, brackets and functions; numbers count from one.
#[test]
fn entries() {
    let l = nmk();
    let [x, w, h] =
        [("X", "nm"), ("W", "nk"), ("H", "km")].map(|(name, shape)| l.matrix(name, shape));
    let (i, j) = (Index::free("a", &l.n), Index::free("b", &l.m));
    let wh = letter(&w) * letter(&h);
    let gap = wh.clone() - letter(&x);
    let say = |formula: Scalar<Network>| {
        let network = value(formula).collected().expect("small");
        network.notation().to_string()
    };
    assert_eq!(say(wh.entry(&i, &j)), "W_{a:}H_{:b}");
    let one = gap.entry(&i, &j);
    assert_eq!(say(one.clone()), "W_{a:}H_{:b} − X_{ab}");
    assert_eq!(say(&one * &one), "(W_{a:}H_{:b} − X_{ab})²");
    let number = Index::number(2, &l.m);
    assert_eq!(
        say(wh.elementwise(Elementary::Ln).entry(&i, &number)),
        "log(W_{a:}H_{:2})"
    );
    let row = gap.row(&i).into_result().expect("a row");
    assert_eq!(
        row.collected().expect("small").notation().to_string(),
        "W_{a:}H − X_{a:}"
    );
}

/// A factor that one term has twice and another once goes in front once: 2a·a·b + 2a·b = 2ab(a + 1).
#[test]
fn common_scalars_are_counted() {
    let [a, b] = ["a", "b"].map(Symbol::scalar);
    let f = (scalar(&a) + scalar(&a)) * scalar(&b) * (scalar(&a) + Scalar::literal(1));
    let f = value(f);
    assert_eq!(checked(&f, &f, &[&a, &b]), "2a b(1 + a)");
}
