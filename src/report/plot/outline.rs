//! From the drawing to the two forms that leave the house: an SVG without text, and a PNG.
//!
//! usvg turns letters into outlines with the font the binary carries; its tree is then written as a
//! compact SVG (whole coordinates, relative steps, each letter written once) and rasterised.

use std::collections::HashMap;
use std::fmt::Write as _;

use resvg::tiny_skia::{Color, PathSegment, Pixmap, Point, Transform};
use resvg::usvg::{Group, Node, Paint, Path, Tree};

use super::{About, canvas::UNITS, font};

/// Pixels of the PNG per CSS pixel.
const PNG_SCALE: u32 = 2;

/// The two forms of a drawing.
pub(super) struct Forms {
    pub(super) svg: String,
    pub(super) png: Vec<u8>,
}

/// Turns the drawing, an SVG with text in drawing units, into both forms.
pub(super) fn render(
    drawn: &str,
    (width, height): (u32, u32),
    about: &About,
) -> Result<Forms, String> {
    let tree = Tree::from_str(drawn, &font::options()).map_err(|error| error.to_string())?;
    let svg = write_svg(&tree, (width, height), about);
    let png = rasterise(&tree, (width, height))?;
    Ok(Forms { svg, png })
}

#[allow(clippy::cast_precision_loss, reason = "a small constant ratio")]
fn rasterise(tree: &Tree, (width, height): (u32, u32)) -> Result<Vec<u8>, String> {
    let mut pixmap = Pixmap::new(width * PNG_SCALE, height * PNG_SCALE)
        .ok_or_else(|| format!("a picture of {width}×{height} pixels does not fit into memory"))?;
    pixmap.fill(Color::WHITE);
    let scale = PNG_SCALE as f32 / UNITS as f32;
    resvg::render(
        tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    pixmap.encode_png().map_err(|error| error.to_string())
}

fn write_svg(tree: &Tree, (width, height): (u32, u32), about: &About) -> String {
    let (inner_width, inner_height) = (width * UNITS, height * UNITS);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {inner_width} {inner_height}\" role=\"img\">\n<title>{}</title>\n",
        escape(&about.title)
    );
    if !about.alt.is_empty() {
        let _ = writeln!(svg, "<desc>{}</desc>", escape(&about.alt));
    }
    let mut shapes = Vec::new();
    collect(tree.root(), &mut shapes);
    write_shapes(&shapes, &mut svg);
    svg.push_str("</svg>\n");
    svg
}

/// Text as XML character data.
fn escape(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    text.chars()
        .filter(allowed)
        .collect::<String>()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A path of the drawing: its attributes and its pieces.
struct Shape {
    paint: String,
    /// Where two see-through shapes overlap, one element would be lighter than two.
    is_see_through: bool,
    pieces: Vec<Piece>,
}

/// Our drawings know no clips, masks or filters: plotters writes none.
fn collect(group: &Group, shapes: &mut Vec<Shape>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => collect(inner, shapes),
            Node::Path(path) => shapes.push(shape(path, group.opacity().get())),
            Node::Text(text) => collect(text.flattened(), shapes),
            Node::Image(_) => {}
        }
    }
}

fn shape(path: &Path, opacity: f32) -> Shape {
    let pieces = pieces(path);
    let mut paint = String::new();
    let mut is_see_through = opacity < 1.0;
    let mut attribute = |name: &str, opacity: f32| {
        if opacity < 1.0 {
            is_see_through = true;
            format!(" {name}=\"{}\"", rounded(opacity))
        } else {
            String::new()
        }
    };
    paint.push_str(&attribute("opacity", opacity));
    match path.fill() {
        Some(fill) => {
            if pieces.iter().all(|piece| piece.is_crisp) {
                paint.push_str(" shape-rendering=\"crispEdges\"");
            }
            let _ = write!(paint, " fill=\"{}\"", colour(fill.paint()));
            paint.push_str(&attribute("fill-opacity", fill.opacity().get()));
        }
        None => paint.push_str(" fill=\"none\""),
    }
    if let Some(stroke) = path.stroke() {
        let (colour, width) = (colour(stroke.paint()), rounded(stroke.width().get()));
        let _ = write!(
            paint,
            " stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linejoin=\"round\""
        );
        paint.push_str(&attribute("stroke-opacity", stroke.opacity().get()));
    }
    Shape {
        paint,
        is_see_through,
        pieces,
    }
}

/// A piece this long that occurs twice is written once and referred to; a reference takes some 35 bytes.
const WORTH_REFERRING: usize = 36;

/// Writes the shapes in order. Neighbours with the same paint share one element, and letters, which
/// occur again and again, are written once.
fn write_shapes(shapes: &[Shape], svg: &mut String) {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for piece in shapes.iter().flat_map(|shape| &shape.pieces) {
        *count.entry(&piece.steps).or_default() += 1;
    }
    let mut names: HashMap<&str, usize> = HashMap::new();
    svg.push_str("<defs>");
    for piece in shapes.iter().flat_map(|shape| &shape.pieces) {
        let next = names.len();
        if piece.steps.len() > WORTH_REFERRING && count[piece.steps.as_str()] > 1 {
            names.entry(&piece.steps).or_insert_with(|| {
                let _ = write!(svg, "<path id=\"p{next}\" d=\"M0 0{}\"/>", piece.steps);
                next
            });
        }
    }
    svg.push_str("</defs>\n");

    let mut rest = shapes;
    while let Some(first) = rest.first() {
        let same = rest
            .iter()
            .take_while(|shape| !first.is_see_through && shape.paint == first.paint)
            .count()
            .max(1);
        let (now, later) = rest.split_at(same);
        let _ = write!(svg, "<g{}>", first.paint);
        let pieces = || now.iter().flat_map(|shape| &shape.pieces);
        let mut own = String::new();
        for piece in pieces().filter(|piece| !names.contains_key(piece.steps.as_str())) {
            let _ = write!(own, "M{} {}{}", piece.start.0, piece.start.1, piece.steps);
        }
        if !own.is_empty() {
            let _ = write!(svg, "<path d=\"{own}\"/>");
        }
        for piece in pieces() {
            if let Some(name) = names.get(piece.steps.as_str()) {
                let _ = write!(
                    svg,
                    "<use href=\"#p{name}\" x=\"{}\" y=\"{}\"/>",
                    piece.start.0, piece.start.1
                );
            }
        }
        svg.push_str("</g>\n");
        rest = later;
    }
}

fn rounded(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

fn colour(paint: &Paint) -> String {
    match paint {
        Paint::Color(c) => format!("#{:02x}{:02x}{:02x}", c.red, c.green, c.blue),
        // Gradients and patterns do not occur in our drawings.
        _ => "none".to_owned(),
    }
}

/// Part of a path that can be drawn alone: a contour with the holes in it.
///
/// Its steps are rounded relative to its start, so that the same letter has the same steps wherever it
/// stands.
struct Piece {
    start: (i32, i32),
    steps: String,
    /// Whether it is a rectangle whose edges are to fall on whole pixels, without seams to its neighbours.
    is_crisp: bool,
}

/// One closed or open line of a path, in drawing units.
struct Contour {
    segments: Vec<PathSegment>,
    low: Point,
    high: Point,
}

impl Contour {
    fn meets(&self, other: &Self) -> bool {
        self.low.x <= other.high.x
            && other.low.x <= self.high.x
            && self.low.y <= other.high.y
            && other.low.y <= self.high.y
    }
}

/// The contours of a path, cut into pieces whose bounding boxes do not meet.
fn pieces(path: &Path) -> Vec<Piece> {
    let mut contours: Vec<Contour> = Vec::new();
    let transform = path.abs_transform();
    let data = path.data().clone().transform(transform);
    for segment in data.iter().flat_map(|data| data.segments()) {
        let points = points_of(segment);
        match (segment, contours.last_mut()) {
            (PathSegment::MoveTo(p), _) => contours.push(Contour {
                segments: vec![segment],
                low: p,
                high: p,
            }),
            (_, Some(contour)) => {
                contour.segments.push(segment);
                for p in points {
                    contour.low = Point::from_xy(contour.low.x.min(p.x), contour.low.y.min(p.y));
                    contour.high = Point::from_xy(contour.high.x.max(p.x), contour.high.y.max(p.y));
                }
            }
            (_, None) => {}
        }
    }
    let mut groups: Vec<Vec<Contour>> = Vec::new();
    for contour in contours {
        match groups.last_mut() {
            Some(group) if group.iter().any(|other| other.meets(&contour)) => group.push(contour),
            _ => groups.push(vec![contour]),
        }
    }
    groups.iter().filter_map(|group| piece(group)).collect()
}

fn points_of(segment: PathSegment) -> Vec<Point> {
    match segment {
        PathSegment::MoveTo(p) | PathSegment::LineTo(p) => vec![p],
        PathSegment::QuadTo(a, p) => vec![a, p],
        PathSegment::CubicTo(a, b, p) => vec![a, b, p],
        PathSegment::Close => vec![],
    }
}

#[allow(clippy::cast_precision_loss, reason = "a small constant")]
fn piece(contours: &[Contour]) -> Option<Piece> {
    let &PathSegment::MoveTo(origin) = contours.first()?.segments.first()? else {
        return None;
    };
    let place = |p: Point| (unit(p.x - origin.x), unit(p.y - origin.y));
    let mut pen = Pen {
        steps: String::new(),
        at: (0, 0),
        start: (0, 0),
        last: ' ',
        is_axis_parallel: true,
    };
    for (number, segment) in contours
        .iter()
        .flat_map(|contour| &contour.segments)
        .enumerate()
    {
        match *segment {
            PathSegment::MoveTo(_) if number == 0 => {}
            PathSegment::MoveTo(p) => pen.move_to(place(p)),
            PathSegment::LineTo(p) => pen.line_to(place(p)),
            PathSegment::QuadTo(a, p) => pen.curve('q', &[place(a), place(p)]),
            PathSegment::CubicTo(a, b, p) => pen.curve('c', &[place(a), place(b), place(p)]),
            PathSegment::Close => pen.close(),
        }
    }
    // Snapped to whole pixels, something as thin as a dash could vanish.
    let least = 2.0 * UNITS as f32;
    let is_thin = |c: &Contour| c.high.x - c.low.x < least || c.high.y - c.low.y < least;
    let is_crisp = pen.is_axis_parallel && !contours.iter().any(is_thin);
    Some(Piece {
        start: (unit(origin.x), unit(origin.y)),
        steps: pen.steps,
        is_crisp,
    })
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "the value is rounded, and the sheet has far fewer than 2³¹ units; `as` saturates beyond"
)]
fn unit(value: f32) -> i32 {
    value.round() as i32
}

/// Writes SVG path data in relative steps, leaving out what may be left out.
struct Pen {
    steps: String,
    at: (i32, i32),
    start: (i32, i32),
    last: char,
    is_axis_parallel: bool,
}

impl Pen {
    fn command(&mut self, command: char, numbers: &[i32]) {
        // A second pair of numbers after m would be a line, so m is always repeated.
        if self.last != command || matches!(command, 'm' | 'z') {
            self.steps.push(command);
            self.last = command;
        } else if numbers.first().is_some_and(|&n| n >= 0) {
            self.steps.push(' ');
        }
        for (i, number) in numbers.iter().enumerate() {
            if i > 0 && *number >= 0 {
                self.steps.push(' ');
            }
            let _ = write!(self.steps, "{number}");
        }
    }

    fn move_to(&mut self, to: (i32, i32)) {
        self.command('m', &[to.0 - self.at.0, to.1 - self.at.1]);
        self.at = to;
        self.start = to;
    }

    fn line_to(&mut self, to: (i32, i32)) {
        match (to.0 - self.at.0, to.1 - self.at.1) {
            (0, 0) => {}
            (dx, 0) => self.command('h', &[dx]),
            (0, dy) => self.command('v', &[dy]),
            (dx, dy) => {
                self.is_axis_parallel = false;
                self.command('l', &[dx, dy]);
            }
        }
        self.at = to;
    }

    fn curve(&mut self, command: char, places: &[(i32, i32)]) {
        self.is_axis_parallel = false;
        let numbers: Vec<i32> = places
            .iter()
            .flat_map(|p| [p.0 - self.at.0, p.1 - self.at.1])
            .collect();
        self.command(command, &numbers);
        self.at = places.last().copied().unwrap_or(self.at);
    }

    fn close(&mut self) {
        self.command('z', &[]);
        self.at = self.start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(body: &str) -> String {
        let drawn = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='2000' height='2000'>{body}</svg>"
        );
        let tree = Tree::from_str(&drawn, &font::options()).unwrap();
        write_svg(&tree, (100, 100), &About::default())
    }

    #[test]
    fn steps_are_relative_and_neighbours_of_one_colour_share_an_element() {
        let svg = written(
            "<rect x='100' y='200' width='60' height='80' fill='#112233'/>\
             <rect x='160' y='200' width='60' height='80' fill='#112233'/>",
        );
        assert!(
            svg.contains("<g shape-rendering=\"crispEdges\" fill=\"#112233\"><path d=\"M100 200h60v80h-60zM160 200h60v80h-60z\"/></g>"),
            "{svg}"
        );
    }

    #[test]
    fn shapes_one_can_see_through_stay_apart() {
        let svg = written(&"<rect width='60' height='80' opacity='0.5'/>".repeat(2));
        assert_eq!(svg.matches("opacity=\"0.5\"").count(), 2, "{svg}");
    }

    #[test]
    fn a_letter_is_written_once() {
        let text = |x: u32| format!("<text x='{x}' y='500' font-size='240'>8</text>");
        let svg = written(&(text(100) + &text(777)));
        assert_eq!(
            (svg.matches("<path").count(), svg.matches("<use").count()),
            (1, 2),
            "{svg}"
        );
    }

    #[test]
    fn a_dash_is_not_snapped_to_pixels_where_it_could_vanish() {
        assert!(!written("<text x='100' y='500' font-size='240'>–</text>").contains("crispEdges"));
    }
}
