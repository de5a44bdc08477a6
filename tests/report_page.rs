//! Pictures and pages made from plain data: the same bytes each time, legible, and never a panic.

use matproof::report::files::{self, FilesError};
use matproof::report::page::{BigNumber, Cell, Page, Part, Section, Table};
use matproof::report::plot::*;
use matproof::report::tone::Tone;
use resvg::{tiny_skia::Pixmap, usvg};

/// Sample data of every kind of picture.
pub(crate) mod sample {
    use super::*;

    pub(crate) fn about(name: &str, title: &str) -> About {
        About {
            name: name.to_owned(),
            title: title.to_owned(),
            caption: "What to see here.".to_owned(),
            alt: "A sample <picture> & its data.".to_owned(),
        }
    }

    fn log_grid(from: f64, to: f64, count: i32) -> impl Iterator<Item = f64> {
        (0..=count).map(move |i| 10_f64.powf(from + (to - from) * f64::from(i) / f64::from(count)))
    }

    pub(crate) fn step_sizes() -> LineChart {
        let noise = |h: f64| 1.0 + 0.8 * (1e3 * h.ln()).sin();
        let central = |h: f64| 0.3 * h * h + 1e-16 / h * noise(h);
        let forward = |h: f64| 0.5 * h + 1e-16 / h * noise(h);
        LineChart {
            about: about(
                "step-sizes",
                "Error of finite differences against step size, ∇_W ½‖X−WH‖²",
            ),
            x: Axis::log10("step h, relative to the size of the entry"),
            y: Axis::log10("relative error of the derivative"),
            series: vec![
                Series {
                    band: log_grid(-10.0, 0.0, 20)
                        .map(|h| (h, central(h) / 4.0, central(h) * 4.0))
                        .collect(),
                    ..Series::line(
                        "central difference",
                        log_grid(-10.0, 0.0, 60).map(|h| (h, central(h))).collect(),
                    )
                },
                Series::line(
                    "forward difference",
                    log_grid(-10.0, 0.0, 60).map(|h| (h, forward(h))).collect(),
                ),
                Series::prediction(
                    "predicted: truncation plus rounding",
                    log_grid(-10.0, 0.0, 60)
                        .map(|h| (h, 0.3 * h * h + 1e-16 / h))
                        .collect(),
                ),
            ],
            references: vec![
                Reference::Vertical {
                    x: 6e-6,
                    label: "predicted optimum ε^(1/3)".to_owned(),
                },
                Reference::Vertical {
                    x: 1.5e-8,
                    label: "ε^(1/2), the forward optimum".to_owned(),
                },
                Reference::Horizontal {
                    y: 1e-11,
                    label: "rounding floor of the value".to_owned(),
                },
            ],
            guides: vec![Guide {
                slope: 2.0,
                through: (1e-3, 1e-9),
                until_x: 1.0,
                label: "slope 2".to_owned(),
            }],
        }
    }

    pub(crate) fn taylor() -> LineChart {
        let series = |name: &str, slope: f64, scale: f64| {
            let points = log_grid(-7.0, 0.0, 14)
                .map(|t| (t, scale * t.powf(slope) + 2e-16))
                .collect();
            Series::line(name, points)
        };
        LineChart {
            about: about("taylor", "Taylor remainders"),
            x: Axis::log10("step t along the direction"),
            y: Axis::log10("|remainder| / |f|"),
            series: vec![
                series("½‖X−WH‖², gradient", 2.0, 0.7),
                series("½‖X−WH‖², Hessian", 3.0, 0.2),
                series("masked completion, gradient", 2.0, 0.11),
                series("masked completion, Hessian", 3.0, 0.02),
                series("wrong: residual sign", 1.0, 0.9),
            ],
            references: vec![Reference::Horizontal {
                y: 2.2e-16,
                label: "rounding floor ε·|f|".to_owned(),
            }],
            guides: vec![
                Guide {
                    slope: 2.0,
                    through: (1e-7, 1e-13),
                    until_x: 1.0,
                    label: "slope 2".to_owned(),
                },
                Guide {
                    slope: 3.0,
                    through: (1e-5, 1e-16),
                    until_x: 1.0,
                    label: "slope 3".to_owned(),
                },
            ],
        }
    }

    pub(crate) fn linear() -> LineChart {
        let points = |a: f64| {
            (0..40)
                .map(f64::from)
                .map(|i| (i, 80.0 * (-a * i).exp() - 12.0))
                .collect()
        };
        LineChart {
            about: about("convergence", "Objective against iteration"),
            x: Axis::linear("iteration"),
            y: Axis::linear("objective minus its value at the start"),
            series: vec![
                Series::line("alternating least squares", points(0.3)),
                Series {
                    stroke: Stroke::Dotted,
                    ..Series::line("multiplicative updates", points(0.1))
                },
                Series::scatter("sampled", points(0.05)),
            ],
            ..LineChart::default()
        }
    }

    pub(crate) fn rows(count: usize) -> Vec<Row> {
        let names = [
            "∇_W",
            "∇_H",
            "∂²/∂W∂W, entry by entry",
            "∂²/∂W∂H (Kronecker form)",
            "Hessian-vector product",
        ];
        let objectives = [
            "½‖X−WH‖²",
            "‖X−WH‖² + λ‖MW‖²",
            "½‖P∘(M−UVᵀ)‖² + λ/2(‖U‖²+‖V‖²)",
        ];
        (0..count)
            .map(|i| {
                let objective = objectives[(i * 3 / count).min(2)];
                Row::under(
                    format!("Objective {objective}"),
                    format!("{} {objective}", names[i % names.len()]),
                )
            })
            .collect()
    }

    pub(crate) fn columns() -> Vec<String> {
        [
            "dual numbers",
            "exact, mod 2⁶¹−1",
            "finite differences",
            "Taylor slope",
            "symmetry",
            "adjoint test",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    pub(crate) fn heat_map(count: u32) -> HeatMap {
        let cell = |i: u32, j: u32| match (i, j) {
            (_, 1) => Some(0.0),
            (i, j) if j > 3 && i % 3 != 0 => None,
            (7, 2) => Some(3e-2),
            (i, 2) => Some(10_f64.powf(-8.5 - f64::from(i * 7 % 20) / 10.0)),
            (i, j) => Some(10_f64.powf(-14.0 - f64::from((i * 13 + j * 5) % 23) / 10.0)),
        };
        HeatMap {
            about: about(
                "oracle-agreement",
                "Relative gap between every formula and every oracle",
            ),
            rows: rows(count as usize),
            columns: columns(),
            cells: (0..count)
                .map(|i| (0..6).map(|j| cell(i, j)).collect())
                .collect(),
            scale: Scale::Log10,
            value_label: "largest relative gap over all points; cells show its log₁₀".to_owned(),
            empty_label: "not applicable".to_owned(),
            flagged: vec![(7, 2)],
            flagged_label: "disagrees".to_owned(),
        }
    }

    pub(crate) fn category_map(count: usize) -> CategoryMap {
        CategoryMap {
            about: about("liars", "Who catches which wrong formula"),
            rows: rows(count),
            columns: columns(),
            categories: vec![
                Category::new("agrees", Tone::Good),
                Category::new("disagrees: caught", Tone::Bad),
                Category::new("blind at this point", Tone::Blind),
                Category::new("says so with a reservation", Tone::Caution),
                Category::new("not applicable", Tone::Neutral),
            ],
            cells: (0..count)
                .map(|i| (0..6).map(|j| (i * i + 3 * j + i * j) % 5).collect())
                .collect(),
        }
    }

    fn entry(i: usize, j: usize) -> f64 {
        let (a, b) = ((i * 7 + j * 3) % 11, (i * 3 + j * 7) % 11);
        (a as f64 + b as f64 - 10.0) / 4.0
    }

    fn hessian(n: usize) -> Vec<Vec<f64>> {
        let block = |i: usize, j: usize| (i % 4 == j % 4) || (i >= n / 2) != (j >= n / 2);
        (0..n)
            .map(|i| {
                (0..n)
                    .map(|j| if block(i, j) { entry(i, j) } else { 0.0 })
                    .collect()
            })
            .collect()
    }

    pub(crate) fn matrices(count: usize, shared_scale: bool) -> MatrixPicture {
        let whole = MatrixPanel {
            title: "∇²f, 24×24".to_owned(),
            entries: hessian(24),
            blocks: vec![
                Block {
                    label: "HHᵀ⊗I".to_owned(),
                    rows: 0..12,
                    columns: 0..12,
                },
                Block {
                    label: "(H⊗W)+(I⊗A)K".to_owned(),
                    rows: 0..12,
                    columns: 12..24,
                },
                Block {
                    label: "transposed".to_owned(),
                    rows: 12..24,
                    columns: 0..12,
                },
                Block {
                    label: "I⊗WᵀW".to_owned(),
                    rows: 12..24,
                    columns: 12..24,
                },
            ],
        };
        let part = MatrixPanel {
            title: "Residual part (I⊗A)K".to_owned(),
            entries: hessian(24)[..12]
                .iter()
                .map(|row| row[..18].iter().map(|v| v / 50.0).collect())
                .collect(),
            blocks: vec![],
        };
        let panels = [whole, part].into_iter().cycle().take(count).collect();
        MatrixPicture {
            about: about("hessian", "The Hessian of ½‖X−WH‖² beside its four blocks"),
            panels,
            value_label: "entry ∂²f/∂xᵢ∂xⱼ".to_owned(),
            shared_scale,
        }
    }

    pub(crate) fn matrices_of_size(n: usize) -> MatrixPicture {
        let panel = MatrixPanel {
            title: format!("{n}×{n}"),
            entries: hessian(n),
            blocks: vec![],
        };
        MatrixPicture {
            about: about("large", "A large matrix"),
            panels: vec![panel],
            value_label: "entry".to_owned(),
            shared_scale: true,
        }
    }

    pub(crate) fn bars() -> BarChart {
        let series = |name: &str, values: [f64; 4]| BarSeries {
            name: name.to_owned(),
            values: values.map(Some).to_vec(),
        };
        let mut dual = series("dual numbers", [41.0, 95.0, 230.0, 610.0]);
        dual.values[3] = None;
        BarChart {
            about: about("cost", "Time of one Hessian-vector product"),
            value: Axis::log10("time relative to two matrix products with X"),
            groups: [
                "(n,m,k) = (100,80,5)",
                "(1000,800,20)",
                "(4000,3000,32)",
                "sparse, 10⁷ entries, n = m = 10⁵, k = 20",
            ]
            .map(str::to_owned)
            .to_vec(),
            series: vec![
                series("by hand", [0.82, 1.04, 1.07, 1.3]),
                dual,
                series("central differences", [6.1, 5.2, 4.4, 4.2]),
            ],
            reference: Some((1.0, "the two products".to_owned())),
        }
    }

    pub(crate) fn linear_bars() -> BarChart {
        BarChart {
            about: about("caught", "Wrong formulas caught by each oracle alone"),
            value: Axis::linear("wrong formulas caught (of 41)"),
            groups: columns(),
            series: vec![BarSeries {
                name: String::new(),
                values: [41.0, 41.0, 37.0, 39.0, 12.0, 9.0].map(Some).to_vec(),
            }],
            reference: None,
        }
    }

    pub(crate) fn images() -> ImageGrid {
        let image = |k: usize| GreyImage {
            caption: if k < 8 {
                format!("digit {k}")
            } else {
                format!("W row {k}, reconstructed")
            },
            pixels: (0..8)
                .map(|i| {
                    (0..8)
                        .map(|j| ((i * (k + 1) + j * j) % 17) as f64)
                        .collect()
                })
                .collect(),
        };
        ImageGrid {
            about: about(
                "digits",
                "Handwritten digits: the data and what is left of them at rank 8",
            ),
            images: (0..16).map(image).collect(),
            columns: 8,
            range: Some((0.0, 16.0)),
        }
    }

    pub(crate) fn all() -> Result<Vec<Picture>, PlotError> {
        Ok(vec![
            step_sizes().draw()?,
            taylor().draw()?,
            linear().draw()?,
            heat_map(60).draw()?,
            category_map(12).draw()?,
            matrices(2, false).draw()?,
            bars().draw()?,
            linear_bars().draw()?,
            images().draw()?,
        ])
    }

    pub(crate) fn page(pictures: Vec<Picture>) -> Page {
        let verdict = |i: usize| match i % 4 {
            0 | 1 => Cell::Verdict(Tone::Good, "holds".to_owned()),
            2 => Cell::Verdict(Tone::Bad, "refuted".to_owned()),
            _ => Cell::Verdict(Tone::Caution, "unsupported".to_owned()),
        };
        let formulas = [
            r"\nabla_W f = (WH-X)H^\top",
            r"\nabla_H f = W^\top(WH-X)",
            r"\frac{\partial^2 f}{\partial W_{ij}\,\partial H_{kl}} = W_{ik}H_{jl}\cdots",
            r"(H\otimes W)+(I_k\otimes A)K_{k,m}",
        ];
        let rows = (0..12_u8).map(|i| {
            let i = usize::from(i);
            vec![
                Cell::Math(formulas[i % 4].to_owned()),
                Cell::Text(r"$\tfrac12\|X-WH\|_F^2$, entry by entry".to_owned()),
                verdict(i),
                Cell::number(10_f64.powi(-16 + i32::try_from(i).unwrap_or(0))),
                Cell::Code("W=[1 2; 3 4]".to_owned()),
            ]
        });
        let headers = ["formula", "objective", "verdict", "largest gap", "where"]
            .map(str::to_owned)
            .to_vec();
        let table = Table {
            caption: "Every hand-derived formula against every oracle; $\\varepsilon = 2^{-52}$."
                .to_owned(),
            headers,
            rows: rows.collect(),
            filter: true,
        };
        let mut parts = vec![
            Part::Paragraph(r"The gradient is $\nabla_W f = (WH-X)H^\top$, and `a < b && c` is text.".to_owned()),
            Part::Formula(r"\nabla^2 f = \begin{pmatrix} HH^\top\otimes I_n & (H\otimes W)+(I_k\otimes A)K_{k,m} \\ \cdot & I_m\otimes W^\top W \end{pmatrix}".to_owned()),
            Part::Table(table),
            Part::Details {
                summary: "How the gap of $W$ is measured".to_owned(),
                parts: vec![
                    Part::List(vec!["first, a point".to_owned(), "then, <another>".to_owned()]),
                    Part::Listing("error: inner sizes differ\n  42 | (WH - V) H".to_owned()),
                ],
            },
        ];
        parts.extend(pictures.into_iter().map(Part::Picture));
        Page {
            title: "Are these matrix derivatives right?".to_owned(),
            lead: vec!["Three objectives of matrix factorization, every gradient and every Hessian block, derived by hand and \
                        checked by oracles that share no code."
                .to_owned()],
            summary: [("58", "formulas", Tone::Good), ("0", "disagreements", Tone::Good), ("41 of 41", "wrong formulas caught", Tone::Good), ("3", "cells where an oracle is blind", Tone::Blind)]
                .map(|(value, label, tone)| BigNumber { value: value.to_owned(), label: label.to_owned(), tone })
                .to_vec(),
            sections: vec![
                Section::new("Do the formulas hold?", parts),
                Section::new("What was not checked", vec![Part::Paragraph("Points where a singular value repeats.".to_owned())]),
            ],
            colophon: [("version", "0.0.0"), ("seed", "7"), ("command", "`matproof report`"), ("machine", "two cores")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
        }
    }
}

/// usvg's tree of a picture's SVG, read without any font.
fn parsed(picture: &Picture) -> usvg::Tree {
    usvg::Tree::from_str(&picture.svg, &usvg::Options::default()).expect("our SVG is SVG")
}

#[test]
fn the_same_data_give_the_same_bytes() {
    assert_eq!(sample::all().unwrap(), sample::all().unwrap());
}

#[test]
fn the_svg_needs_no_font_and_the_png_is_twice_as_large() {
    for picture in sample::all().unwrap() {
        let name = &picture.name;
        assert!(
            !picture.svg.contains("<text") && !picture.svg.contains("font"),
            "{name}"
        );
        assert!(
            picture.svg.contains("role=\"img\"") && picture.svg.contains("<title>"),
            "{name}"
        );
        assert!(
            picture
                .svg
                .contains("A sample &lt;picture&gt; &amp; its data."),
            "{name}"
        );
        assert!(
            picture.svg.len() < 400_000,
            "{name}: {} bytes",
            picture.svg.len()
        );
        let size = parsed(&picture).size().to_int_size();
        assert_eq!(
            (size.width(), size.height()),
            (picture.width, picture.height),
            "{name}"
        );
        let png = Pixmap::decode_png(&picture.png).unwrap();
        assert_eq!(
            (png.width(), png.height()),
            (2 * picture.width, 2 * picture.height),
            "{name}"
        );
        assert!(picture.data_csv.lines().count() > 3, "{name}");
    }
}

/// The SVG that leaves the house and the PNG come from one drawing: rasterised, they differ only where
/// rounding to twentieths of a pixel shifts the edge of a letter.
#[test]
fn the_svg_shows_what_the_png_shows() {
    for picture in sample::all().unwrap() {
        let expected = Pixmap::decode_png(&picture.png).unwrap();
        let mut actual = Pixmap::new(expected.width(), expected.height()).unwrap();
        let scale = usvg::Transform::from_scale(2.0, 2.0);
        resvg::render(&parsed(&picture), scale, &mut actual.as_mut());
        let differ = actual
            .pixels()
            .iter()
            .zip(expected.pixels())
            .filter(|(a, b)| {
                let gap = |a: u8, b: u8| a.abs_diff(b) > 64;
                gap(a.red(), b.red()) || gap(a.green(), b.green()) || gap(a.blue(), b.blue())
            });
        let (differ, all) = (differ.count(), actual.pixels().len());
        assert!(
            differ * 200 < all,
            "{}: {differ} of {all} pixels differ",
            picture.name
        );
    }
}

/// Nothing but the paper may touch the edge of a picture: whatever does is cut.
#[test]
fn nothing_is_cut_at_the_edge() {
    for picture in sample::all().unwrap().into_iter().chain(crowded()) {
        let png = Pixmap::decode_png(&picture.png).unwrap();
        let (width, height) = (png.width() as usize, png.height() as usize);
        let is_paper = |x: usize, y: usize| {
            let pixel = png.pixels()[y * width + x];
            pixel.red() > 250 && pixel.green() > 250 && pixel.blue() > 250
        };
        let clean = (0..width).all(|x| is_paper(x, 0) && is_paper(x, height - 1))
            && (0..height).all(|y| is_paper(0, y) && is_paper(width - 1, y));
        assert!(clean, "{}", picture.name);
    }
}

/// Every kind of picture with names far longer than there is room for.
pub(crate) fn crowded() -> Vec<Picture> {
    let long = "a name that is much longer than anybody should make it, ½‖P∘(M−UVᵀ)‖²+λ/2(‖U‖²+‖V‖²)+½‖P∘(M−UVᵀ)‖², ".repeat(3);
    let mut lines = sample::step_sizes();
    lines.about.title.clone_from(&long);
    lines.x.label.clone_from(&long);
    lines.y.label.clone_from(&long);
    lines.series[0].name.clone_from(&long);
    lines.references = vec![
        Reference::Vertical {
            x: 1e-10,
            label: long.clone(),
        },
        Reference::Horizontal {
            y: 1e-4,
            label: long.clone(),
        },
        Reference::Horizontal {
            y: 1.1e-4,
            label: long.clone(),
        },
    ];
    lines.guides[0].label.clone_from(&long);
    let mut heat = sample::heat_map(9);
    heat.about.title.clone_from(&long);
    heat.rows[3] = Row::under(long.clone(), long.clone());
    heat.columns[2].clone_from(&long);
    heat.value_label.clone_from(&long);
    heat.empty_label.clone_from(&long);
    heat.flagged_label.clone_from(&long);
    let mut map = sample::category_map(6);
    map.categories[1].name.clone_from(&long);
    map.rows[2] = Row::new(long.clone());
    let mut matrices = sample::matrices(3, true);
    matrices.about.title.clone_from(&long);
    matrices.panels[1].title.clone_from(&long);
    matrices.panels[0].blocks[1].label.clone_from(&long);
    matrices.value_label.clone_from(&long);
    let mut bars = sample::bars();
    bars.groups[1].clone_from(&long);
    bars.series[1].name.clone_from(&long);
    bars.value.label.clone_from(&long);
    bars.reference = Some((1.0, long.clone()));
    let mut images = sample::images();
    images.images[2].caption.clone_from(&long);
    let pictures = [
        lines.draw(),
        heat.draw(),
        map.draw(),
        matrices.draw(),
        bars.draw(),
        images.draw(),
    ];
    pictures.map(Result::unwrap).to_vec()
}

#[test]
fn values_that_cannot_be_drawn_are_left_out_and_counted() {
    let about = sample::about("odd", "Odd values");
    let odd = vec![
        (1.0, f64::NAN),
        (f64::INFINITY, 1.0),
        (1e308, 2.0),
        (0.0, 1.0),
        (-1.0, 1.0),
        (1.0, 3.0),
        (2.0, -3.0),
    ];
    let chart = LineChart {
        about: about.clone(),
        x: Axis::log10("x"),
        y: Axis::log10("y"),
        series: vec![Series::line("s", odd)],
        ..LineChart::default()
    };
    let picture = chart.draw().unwrap();
    assert_eq!(
        picture.caption,
        "What to see here. 3 values are not finite or too large to place, and left out. \
         3 values are zero or negative and cannot stand on a logarithmic axis."
    );
    let heat = HeatMap {
        about: about.clone(),
        rows: vec![Row::new("r")],
        columns: ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec(),
        cells: vec![vec![
            Some(f64::NAN),
            Some(f64::NEG_INFINITY),
            Some(-1.0),
            None,
            Some(0.0),
        ]],
        scale: Scale::Log10,
        ..HeatMap::default()
    };
    assert!(
        heat.draw()
            .unwrap()
            .caption
            .contains("2 values are not finite")
    );
    let matrix = MatrixPicture {
        about: about.clone(),
        panels: vec![MatrixPanel {
            entries: vec![vec![f64::NAN, 1.0], vec![f64::INFINITY, 0.0]],
            ..MatrixPanel::default()
        }],
        ..MatrixPicture::default()
    };
    assert!(
        matrix
            .draw()
            .unwrap()
            .caption
            .contains("2 values are not finite")
    );
    let bars = BarChart {
        about: about.clone(),
        value: Axis::log10("ratio"),
        groups: vec!["g".to_owned()],
        series: [Some(0.0), Some(2.0), None]
            .map(|v| BarSeries {
                name: "s".to_owned(),
                values: vec![v],
            })
            .to_vec(),
        reference: Some((-1.0, "nowhere".to_owned())),
    };
    assert!(
        bars.draw()
            .unwrap()
            .caption
            .contains("1 value is zero or negative")
    );
    let images = ImageGrid {
        about,
        images: vec![GreyImage {
            pixels: vec![vec![f64::NAN, 1.0]],
            ..GreyImage::default()
        }],
        ..ImageGrid::default()
    };
    assert!(
        images
            .draw()
            .unwrap()
            .caption
            .contains("1 value is not finite")
    );
}

#[test]
fn one_value_or_many_equal_ones_are_a_picture() {
    for scale in [Scale::Linear, Scale::Log10] {
        let axis = Axis {
            label: "v".to_owned(),
            scale,
        };
        for points in [
            vec![(1.0, 1.0)],
            vec![(2.0, 5.0); 4],
            vec![(1e-310, 1e300)],
            vec![(1e8, 1.0), (1e8 + 1e-7, 1.0)],
        ] {
            let chart = LineChart {
                about: sample::about("one", "One"),
                x: axis.clone(),
                y: axis.clone(),
                series: vec![Series::line("s", points.clone())],
                guides: vec![Guide {
                    slope: f64::NAN,
                    through: (0.0, 0.0),
                    until_x: 1.0,
                    label: "odd".to_owned(),
                }],
                ..LineChart::default()
            };
            assert!(chart.draw().is_ok(), "{points:?} {scale:?}");
        }
        let heat = HeatMap {
            about: sample::about("one", "One"),
            rows: vec![Row::new("")],
            columns: vec![String::new()],
            cells: vec![vec![Some(1e-3)]],
            scale,
            ..HeatMap::default()
        };
        assert!(heat.draw().is_ok());
    }
    let zero = MatrixPanel {
        entries: vec![vec![0.0; 3]; 2],
        ..MatrixPanel::default()
    };
    let matrix = MatrixPicture {
        about: sample::about("zero", "Zero"),
        panels: vec![zero],
        ..MatrixPicture::default()
    };
    assert!(matrix.draw().is_ok());
    let flat = GreyImage {
        pixels: vec![vec![2.0; 3]; 3],
        ..GreyImage::default()
    };
    assert!(
        ImageGrid {
            about: sample::about("flat", "Flat"),
            images: vec![flat],
            ..ImageGrid::default()
        }
        .draw()
        .is_ok()
    );
    let bars = BarChart {
        about: sample::about("bar", "Bar"),
        groups: vec![String::new()],
        series: vec![BarSeries {
            name: String::new(),
            values: vec![Some(0.0)],
        }],
        ..BarChart::default()
    };
    assert!(bars.draw().is_ok());
}

#[test]
fn nothing_to_draw_is_an_error_that_names_the_picture() {
    let about = || sample::about("nothing", "Nothing");
    let errors = [
        LineChart {
            about: about(),
            ..LineChart::default()
        }
        .draw(),
        LineChart {
            about: about(),
            series: vec![Series::line("s", vec![(f64::NAN, 1.0)])],
            ..LineChart::default()
        }
        .draw(),
        HeatMap {
            about: about(),
            ..HeatMap::default()
        }
        .draw(),
        CategoryMap {
            about: about(),
            ..CategoryMap::default()
        }
        .draw(),
        MatrixPicture {
            about: about(),
            ..MatrixPicture::default()
        }
        .draw(),
        MatrixPicture {
            about: about(),
            panels: vec![MatrixPanel::default()],
            ..MatrixPicture::default()
        }
        .draw(),
        BarChart {
            about: about(),
            ..BarChart::default()
        }
        .draw(),
        ImageGrid {
            about: about(),
            ..ImageGrid::default()
        }
        .draw(),
    ];
    for error in errors {
        let error = error.unwrap_err();
        assert!(matches!(error, PlotError::NothingToDraw { .. }), "{error}");
        assert!(
            error.to_string().starts_with("picture nothing: "),
            "{error}"
        );
    }
}

#[test]
fn counts_that_do_not_fit_are_refused() {
    let mut heat = sample::heat_map(9);
    heat.cells[4].pop();
    assert_eq!(
        heat.draw().unwrap_err().to_string(),
        "picture oracle-agreement: cells in row 5: expected 6, got 5"
    );
    let mut map = sample::category_map(4);
    map.cells[0][0] = 9;
    assert!(matches!(
        map.draw(),
        Err(PlotError::Shape { actual: 9, .. })
    ));
    let mut bars = sample::bars();
    bars.series[0].values.pop();
    assert!(matches!(
        bars.draw(),
        Err(PlotError::Shape {
            expected: 4,
            actual: 3,
            ..
        })
    ));
    let mut matrices = sample::matrices(1, true);
    matrices.panels[0].blocks[0].rows = 20..40;
    assert!(matches!(
        matrices.draw(),
        Err(PlotError::Shape {
            expected: 24,
            actual: 40,
            ..
        })
    ));
    let mut images = sample::images();
    images.images[0].pixels[1].push(1.0);
    assert!(matches!(images.draw(), Err(PlotError::Shape { .. })));
    assert!(matches!(
        sample::matrices_of_size(300).draw(),
        Err(PlotError::TooLarge { .. })
    ));
}

#[test]
fn the_page_asks_no_other_host_and_escapes_what_it_is_given() {
    let mut page = sample::page(vec![sample::linear_bars().draw().unwrap()]);
    page.title = "<b>&".to_owned();
    page.sections[1].title = "</h2><script>alert(1)</script>".to_owned();
    let html = page.to_html();
    for attribute in ["src", "href", "action", "poster", "data"] {
        for host in ["http:", "https:", "//"] {
            assert!(
                !html.contains(&format!("{attribute}=\"{host}")),
                "{attribute} {host}"
            );
        }
    }
    assert!(!html.contains("url(") && !html.contains("@import"));
    assert!(html.contains("<title>&lt;b&gt;&amp;</title>"));
    assert!(!html.contains("<script>alert"));
    assert!(html.contains("<code>a &lt; b &amp;&amp; c</code>"));
    assert!(html.contains("alt=\"A sample &lt;picture&gt; &amp; its data.\""));
    assert_eq!(
        html.matches("<img ").count(),
        html.matches(" alt=\"").count()
    );
    for part in [
        "class=\"skip\"",
        "<nav",
        "<main",
        "<math display=\"block\"",
        "<details>",
        "class=\"badge bad\"",
        "id=\"colophon\"",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert_eq!(html, page.to_html());
}

#[test]
fn the_report_is_a_directory_of_files() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("new").join("reports");
    let page = sample::page(vec![sample::images().draw().unwrap()]);
    let results = serde_json::json!({"formulas": 58});
    for _ in 0..2 {
        let written = files::write(&out, &page, "# Verdicts\n", &results).unwrap();
        let names: Vec<_> = written
            .iter()
            .map(|path| path.file_name().unwrap().to_str().unwrap())
            .collect();
        assert_eq!(
            names,
            [
                "report.json",
                "report.md",
                "digits.svg",
                "digits.png",
                "digits.csv",
                "index.html"
            ]
        );
        assert_eq!(std::fs::read_dir(&out).unwrap().count(), 6);
    }
    let json: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("report.json")).unwrap()).unwrap();
    assert_eq!(json, results);
}

#[test]
fn a_directory_that_cannot_be_made_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    std::fs::write(&file, "in the way").unwrap();
    let error = files::write(&file.join("reports"), &Page::default(), "", &()).unwrap_err();
    assert!(matches!(error, FilesError::Directory { .. }));
    assert!(error.to_string().contains("file/reports"), "{error}");
}
