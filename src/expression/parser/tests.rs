//! Spellings of one expression must give one tree; what is ambiguous must be refused.

use crate::expression::{Declarations, Expression, Index, Kind, Over, Size};
use crate::scalar::{Elementary, Rational};
use quickcheck_macros::quickcheck;

fn read(text: &str) -> Expression {
    Expression::parse(text).unwrap_or_else(|error| panic!("{text}: {error} at {:?}", error.span))
}

fn name(name: &str) -> Expression {
    Expression::name(name)
}

/// Every spelling gives this tree.
fn all_read(spellings: &[&str], expected: &Expression) {
    for text in spellings {
        assert_eq!(&read(text), expected, "{text}");
    }
}

fn refused(text: &str) -> String {
    match Expression::parse(text) {
        Ok(tree) => panic!("{text} was read as {tree:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_objective_in_every_spelling() {
    let [x, w, h] = ["X", "W", "H"].map(name);
    let norm = (x - w * h).squared_norm();
    let f = Expression::ratio(1, 2) * norm.clone();
    all_read(
        &[
            r"1/2 \|X - W H\|_F^2",
            r"\frac12\|X-WH\|_F^2",
            r"\tfrac{1}{2} \lVert X - WH \rVert_F^2",
            r"\frac{1}{2}\left\| X - WH \right\|^2_F",
            r"½‖X−WH‖²",
            r"½‖X − WH‖_F²",
            r"0.5 ||X - W*H||^2",
            r"\frac1{2} \bigl\Vert \mathbf{X} - \mathbf{WH} \bigr\Vert_{\mathrm F}^{2}",
            r"\dfrac{1}{2}\,\|X - W\cdot H\|^2_2",
            r"1/2 ||X - W @ H||_F^2.",
            r"\frac{1}{2} ||{\bf X} - \boldsymbol{W}\bm{H}||^2,",
        ],
        &f,
    );
    all_read(
        &[
            r"||X - W*H||^2/2",
            r"\frac{\|X - WH\|_F^2}{2}",
            r"‖X − WH‖²/2",
        ],
        &norm.quotient(Expression::ratio(2, 1)),
    );
}

#[test]
fn transposes_inverses_and_powers() {
    let a = || name("A");
    all_read(
        &[
            "A^T",
            r"A^\top",
            r"A^{\top}",
            r"A^{\mathsf T}",
            r"A^{\mathsf{T}}",
            r"A^\intercal",
            "Aᵀ",
            "A'",
            "A.T",
            r"A^{\text{T}}",
            "A^t",
            "A⊤",
            "A^⊤",
            r"A^{\prime}",
            r"{A}^T",
        ],
        &a().transpose(),
    );
    all_read(
        &[
            "A^{-1}",
            "A⁻¹",
            "inv(A)",
            "A^-1",
            r"\mathbf{A}^{-1}",
            "A^(-1)",
        ],
        &a().inverse(),
    );
    all_read(
        &["A^{-T}", "A⁻ᵀ", r"A^{-\top}", "(A⁻¹)ᵀ", "inv(A)'"],
        &a().inverse().transpose(),
    );
    all_read(
        &["A^3", "A³", "A^{3}", "A**3"],
        &a().power(Rational::from_integer(3.into())),
    );
    let half = Rational::new(1.into(), 2.into());
    all_read(
        &[
            "s^{1/2}",
            r"s^{\frac12}",
            r"s^{\frac{1}{2}}",
            "s^{½}",
            "s^(1/2)",
        ],
        &name("s").power(half),
    );
    all_read(
        &[r"\sqrt{s}", r"\sqrt s", "sqrt(s)", "√s"],
        &name("s").apply(Elementary::Sqrt),
    );
    let square = a().hadamard_power(Rational::from_integer(2.into()));
    all_read(&[r"A^{\circ 2}", r"A^{\odot 2}", "A.^2", "A^{∘2}"], &square);
    all_read(
        &["A∘A", r"A \circ A", r"A\odot A", "A .* A", "A⊙A"],
        &a().hadamard(a()),
    );
    all_read(
        &["X^TX", "X'X", "XᵀX"],
        &(name("X").transpose() * name("X")),
    );
}

#[test]
fn products_and_precedence() {
    let [a, b, c] = [|| name("A"), || name("B"), || name("C")];
    all_read(
        &["A ⊗ BC", r"A \otimes B C", "kron(A, BC)", "A ⊗ (BC)"],
        &a().kronecker(b() * c()),
    );
    all_read(&["A∘BC + C"], &(a().hadamard(b() * c()) + c()));
    all_read(
        &[
            "A:B",
            r"\langle A,B\rangle",
            "⟨A, B⟩",
            r"\left\langle A, B\right\rangle",
            "<A, B>",
        ],
        &a().frobenius(b()),
    );
    all_read(
        &["A∘B : CA + C"],
        &(a().hadamard(b()).frobenius(c() * a()) + c()),
    );
    all_read(
        &["A ⊘ B", "A ./ B", r"A \oslash B"],
        &a().hadamard_quotient(b()),
    );
    all_read(&[r"\frac{A}{B}", "A/B"], &a().quotient(b()));
    all_read(&["a/b c"], &(name("a").quotient(name("b")) * name("c")));
    all_read(&["−AB", "-(A B)", "- A*B"], &-(a() * b()));
    all_read(&["A - -B", "A + B"], &(a() + b()));
    all_read(
        &["2(A ⊗ I_n + λI_k ⊗ BᵀB)"],
        &(Expression::ratio(2, 1)
            * (a().kronecker(Expression::identity_of(Size::name("n")))
                + (name("λ") * Expression::identity_of(Size::name("k")))
                    .kronecker(b().transpose() * b()))),
    );
    assert!(refused("A:B:C").contains("the end of the product"));
    assert!(refused("A∘B⊗C").contains("brackets"));
    assert!(refused("tr A*B").contains("brackets around"));
}

#[test]
fn functions_with_and_without_brackets() {
    let [a, b] = [|| name("A"), || name("B")];
    all_read(
        &[
            "tr(AB)",
            r"\operatorname{tr}(AB)",
            r"\mathrm{Tr}(AB)",
            r"\text{trace}(AB)",
            "tr[AB]",
            "tr{AB}",
            "tr AB",
            r"\operatorname{tr}\left\{AB\right\}",
            r"{\rm tr}(AB)",
            r"\mathrm{tr} AB",
            r"\mathop{tr}(AB)",
            "trAB",
            r"\tr(AB)",
        ],
        &(a() * b()).trace(),
    );
    all_read(
        &[
            "det(A)",
            r"\det A",
            "|A|",
            r"\left|A\right|",
            r"\lvert A\rvert",
        ],
        &a().determinant(),
    );
    all_read(
        &[
            "log det(A)",
            r"\log\det A",
            "logdet(A)",
            r"\ln |A|",
            r"\log\left|A\right|",
        ],
        &a().determinant().apply(Elementary::Ln),
    );
    all_read(&["|A||B|"], &(a().determinant() * b().determinant()));
    all_read(&["exp(A)", r"\exp(A)"], &a().apply(Elementary::Exp));
    all_read(
        &["sigmoid(A)", r"\sigma(A)", "σ(A)"],
        &a().apply(Elementary::Sigmoid),
    );
    assert_eq!(read("σA"), name("σ") * a());
    all_read(
        &[
            "vec(A)",
            r"\operatorname{vec}(A)",
            r"\text{vec} A",
            "vec A",
            r"\vec(A)",
        ],
        &a().vec(),
    );
    all_read(
        &["diag(A)", "Diag(A)", r"\operatorname{diag}(A)"],
        &a().diag(),
    );
    assert_eq!(read("Wdiag(x)"), name("W") * name("x").diag());
    all_read(&["sum(A)", r"\sum A", "∑ A", "Σ(A)"], &a().entry_sum());
    assert_eq!(
        read("Σ(WH − X∘log(WH))"),
        (name("W") * name("H") - name("X").hadamard((name("W") * name("H")).apply(Elementary::Ln)))
            .entry_sum()
    );
    assert_eq!(
        read("xᵀΣ⁻¹x"),
        name("x").transpose() * name("Σ").inverse() * name("x")
    );
    assert_eq!(read("tr(A)B"), a().trace() * b());
    for unknown in ["sin(x)", "softplus(x)", r"\argmin x", "rank(A)"] {
        refused(unknown);
    }
}

#[test]
fn special_matrices() {
    let n = || Size::name("n");
    assert_eq!(read("I").kind, Kind::Identity(None));
    all_read(
        &["I_n", r"\mathbf I_n", r"I_{n}", "Iₙ", r"\mathbf{I}_n"],
        &Expression::identity_of(n()),
    );
    all_read(
        &["I_{nk}", "I_{kn}", r"I_{n k}"],
        &Expression::identity_of(n() * Size::name("k")),
    );
    all_read(
        &[
            "1_n",
            r"\mathbf{1}_n",
            r"𝟏_n",
            r"\mathbf 1_{n}",
            r"\mathbb{1}_n",
        ],
        &Expression::ones(n(), 1.into()),
    );
    all_read(
        &[r"1_{n×m}", r"\mathbf 1_{n \times m}", "1_{n,m}"],
        &Expression::ones(n(), Size::name("m")),
    );
    // A subscript without braces ends where the vector of ones begins; W1 is W_1 all the same.
    let column = |size: &str| Expression::ones(Size::name(size), 1.into());
    assert_eq!(read("1_n1_nᵀ"), column("n") * column("n").transpose());
    all_read(
        &["I_n1_m", "Iₙ1ₘ"],
        &(Expression::identity_of(n()) * column("m")),
    );
    all_read(
        &["n1_{n×n}", "n 1_{n×n}"],
        &(name("n") * Expression::ones(n(), n())),
    );
    assert_eq!(read("W1"), name("W_1"));
    assert_eq!(read("W1_{ij}"), name("W_1").entry("i", "j"));
    assert_eq!(read("A_ij"), name("A").entry("i", "j"));
    assert_eq!(read("K_mn"), Expression::commutation(Size::name("m"), n()));
    // Digits: an entry of a matrix that is declared, else a name, as blocks have.
    let given = Declarations::parse("B: n×m").unwrap();
    let entry = Expression::parse_with("B_{12}", &given).unwrap();
    assert_eq!(entry, name("B").entry(1, 2));
    assert_eq!(read("B_{12}"), name("B_{12}"));
    assert_eq!(read("B_{1,2}"), name("B").entry(1, 2));
    assert_eq!(read("(AB)_{12}"), (name("A") * name("B")).entry(1, 2));
    assert_eq!(read("B_{i1}"), name("B").entry("i", 1));
    let ones = || Expression::from(Kind::Ones(None));
    all_read(
        &[
            r"\mathbf{1}^\top A \mathbf{1}",
            r"𝟏ᵀA𝟏",
            "1^T A 1",
            "1ᵀA1",
            r"\boldsymbol 1' A \boldsymbol 1",
        ],
        &(ones().transpose() * name("A") * ones()),
    );
    all_read(
        &["K_{m,n}", "K(m,n)", "K_{mn}", "K_{m n}"],
        &Expression::commutation(Size::name("m"), n()),
    );
    assert_eq!(read("K_{ij}"), name("K").entry("i", "j"));
    let unit = |i: Index| {
        Expression::from(Kind::UnitVector {
            index: i,
            size: None,
        })
    };
    all_read(&["e_i", "eᵢ", "e_{i}"], &unit("i".into()));
    assert_eq!(read("e_1"), unit(Index::Number(1)));
    all_read(
        &[r"\delta_{ij}", "δ_ij", "δᵢⱼ", r"\delta_{i,j}"],
        &Kind::Delta("i".into(), "j".into()).into(),
    );
    assert!(matches!(read("E_{ij}").kind, Kind::UnitMatrix { .. }));
}

#[test]
fn entries_rows_columns_and_names() {
    let a = || name("A");
    all_read(
        &["A_{ij}", "A_ij", "A_{i,j}", "Aᵢⱼ", "A_{i j}"],
        &a().entry("i", "j"),
    );
    all_read(
        &["(AB)_{ij}", "[AB]_{ij}"],
        &(a() * name("B")).entry("i", "j"),
    );
    all_read(&["A_{i:}", r"A_{i\cdot}", "A_{i,:}"], &a().row("i"));
    all_read(&["A_{:j}", r"A_{\cdot j}"], &a().column("j"));
    assert_eq!(
        read("x_iy_i"),
        name("x").element("i") * name("y").element("i")
    );
    assert_eq!(
        read("A_{ij}^2"),
        a().entry("i", "j").power(Rational::from_integer(2.into()))
    );
    assert_eq!(read(r"A^T_{ij}"), a().transpose().entry("i", "j"));
    for text in ["W_1", "W1", "W_{1}", "W₁"] {
        assert_eq!(read(text), name("W_1"), "{text}");
    }
    assert_eq!(read(r"W_{\text{in}}"), name("W_{in}"));
    assert_eq!(read(r"W^{(1)}X"), name("W^{(1)}") * name("X"));
    assert_eq!(read("dXXᵀ"), name("dX") * name("X").transpose());
    assert_eq!(read("dX^T"), name("dX").transpose());
    for text in ["δW", r"\delta W", r"\delta \mathbf W"] {
        assert_eq!(read(text), name("δW"), "{text}");
    }
    for text in ["dW", r"\mathrm dW", r"\mathrm{d} W", r"d\mathbf{W}"] {
        assert_eq!(read(text), name("dW"), "{text}");
    }
    assert!(refused("dX^{-1}").contains("brackets"));
    assert!(refused("W_i").contains("two indices"));
    assert!(refused("{AB}^T").contains("round brackets"));
    assert!(refused("A^H").contains("exponent"));
    assert!(refused("A^k").contains("exponent"));
    assert!(refused(r"\|A\|_*").contains("`F` or `2`"));
}

#[test]
fn declared_names_stay_whole() {
    let given = Declarations::parse("WH: n×m, x: n, σ: n×n, e: n, d: n").unwrap();
    let read = |text| Expression::parse_with(text, &given).unwrap();
    assert_eq!(read("WH"), name("WH"));
    assert_eq!(read("AWH"), name("A") * name("WH"));
    assert_eq!(read("x_1"), name("x").element(1));
    assert_eq!(read("σ(A)"), name("σ") * name("A"));
    assert_eq!(read("e_i"), name("e").element("i"));
    assert_eq!(read("dW"), name("d") * name("W"));
}

#[test]
fn sums_over_indices() {
    let entry = || name("A").entry("i", "j");
    let ij = || vec!["i".into(), "j".into()];
    let all = entry().index_sum(ij(), None);
    all_read(
        &[
            r"\sum_{i,j} A_{ij}",
            r"\sum_{ij} A_{ij}",
            "Σ_ij A_ij",
            "∑ᵢⱼ Aᵢⱼ",
            r"\sum\limits_{i,j}A_{i,j}",
        ],
        &all,
    );
    let mask = entry().index_sum(ij(), Some(Over::Set("Ω".into(), None)));
    all_read(
        &["Σ_{(i,j)∈Ω} A_{ij}", r"\sum_{(i,j)\in\Omega} A_{ij}"],
        &mask,
    );
    let up = name("x")
        .element("i")
        .index_sum(vec!["i".into()], Some(Over::UpTo(Size::name("n"))));
    all_read(
        &[
            r"\sum_{i=1}^n x_i",
            r"\sum_{i=1}^{n} x_i",
            r"\sum^n_{i=1} x_i",
        ],
        &up,
    );
    let row = Over::Set("S".into(), Some("p".into()));
    let sum = name("x")
        .element("j")
        .index_sum(vec!["j".into()], Some(row));
    all_read(&[r"\sum_{j∈S_p} x_j", r"\sum_{j \in S_{p}} x_j"], &sum);
    assert_eq!(
        read(r"\sum_i x_i y_i + z").kind,
        (read(r"\sum_i x_i y_i") + name("z")).kind
    );
    assert_eq!(read("Σ_1"), name("Σ_1"));
    refused(r"\sum_{i=0}^n x_i");
    refused(r"\sum_{i\ne j} x_i");
}

#[test]
fn block_matrices() {
    let [a, b, c, d] = ["A", "B", "C", "D"].map(name);
    let blocks = Expression::from(Kind::Blocks(vec![vec![a.clone(), b.clone()], vec![c, d]]));
    all_read(
        &[
            "[A B; C D]",
            "[A, B; C, D]",
            r"\begin{pmatrix}A & B\\ C & D\end{pmatrix}",
            r"\begin{bmatrix}A & B\\ C & D\\ \end{bmatrix}",
            r"\left(\begin{array}{cc}A & B\\ C & D\end{array}\right)",
            r"\begin{matrix}A & B \cr C & D\end{matrix}",
        ],
        &blocks,
    );
    all_read(
        &["[A -B; B A]"],
        &Kind::Blocks(vec![
            vec![a.clone(), -b.clone()],
            vec![b.clone(), a.clone()],
        ])
        .into(),
    );
    all_read(
        &["[A - B; B]"],
        &Kind::Blocks(vec![vec![a.clone() - b.clone()], vec![b.clone()]]).into(),
    );
    assert_eq!(read("[AB]"), a * b);
    refused("[A B; C]");
}

#[test]
fn places_are_exact() {
    let text = "λ·‖X − WH‖²";
    let f = read(text);
    assert_eq!(&text[f.span.clone()], text);
    let Kind::Product(factors) = &f.kind else {
        panic!()
    };
    assert_eq!(&text[factors[1].span.clone()], "‖X − WH‖²");
    let error = Expression::parse("A + ) B").unwrap_err();
    assert_eq!((error.span, error.found.as_str()), (4..5, "`)`"));
    let source = "text before $A B$ behind";
    let part = Expression::parse_part(source, 13..16, &Declarations::default()).unwrap();
    assert_eq!(&source[part.span], "A B");
}

#[test]
fn deep_input_is_refused_not_fatal() {
    for open in [
        "(",
        "[",
        "{",
        "||",
        "|",
        r"\frac{",
        "exp ",
        r"\sum_i ",
        "tr(",
        "[[A B; ",
        r"\sqrt",
        "-",
        "A^T",
        "A/",
        "A^2^2",
        r"\begin{pmatrix}",
        "⟨",
        "δ",
    ] {
        let _ = Expression::parse(&open.repeat(5000));
        let _ = Expression::parse(&(open.repeat(5000) + "A"));
    }
}

const PIECES: [&str; 48] = [
    "A",
    "x",
    "λ",
    "1",
    "½",
    "2.5",
    "^",
    "_",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    r"\|",
    "||",
    "|",
    "‖",
    "⟨",
    ",",
    ";",
    "⟩",
    ":",
    "∘",
    "⊗",
    "+",
    "-",
    "/",
    "ᵀ",
    "⁻¹",
    "ᵢ",
    r"\frac",
    r"\sqrt",
    r"\sum",
    "Σ",
    r"\mathbf",
    r"\mathrm",
    r"\left",
    r"\right",
    "tr",
    "log",
    "d",
    "δ",
    "&",
    r"\\",
    r"\begin{pmatrix}",
    r"\end{pmatrix}",
    " ",
];

#[quickcheck]
fn any_pieces_are_read_or_refused(pieces: Vec<u8>) -> bool {
    let text: String = pieces
        .iter()
        .map(|p| PIECES[usize::from(*p) % PIECES.len()])
        .collect();
    match Expression::parse(&text) {
        Ok(tree) => tree.span.end <= text.len(),
        Err(error) => error.span.start <= error.span.end && text.get(error.span).is_some(),
    }
}

#[quickcheck]
fn any_text_is_read_or_refused(text: String) -> bool {
    let _ = Declarations::parse(&text);
    match Expression::parse(&text) {
        Ok(tree) => text.get(tree.span).is_some(),
        Err(error) => text.get(error.span).is_some(),
    }
}
