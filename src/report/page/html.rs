//! The page as HTML.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::prose::{plain, prose};
use super::{BigNumber, Cell, Page, Part, Section, Table};
use crate::report::plot::Picture;
use crate::report::tone::Tone;
use crate::report::typeset::{Place, typeset};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("page.js");

/// Nothing may be fetched; pictures are part of the page.
const POLICY: &str =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/// The whole document.
pub(super) fn document(page: &Page) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (page.title) }
                // An empty icon, so that browsers do not ask a server for one.
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#content" { "Skip to the content" }
                header {
                    h1 { (page.title) }
                    @for paragraph in &page.lead { p.lead { (prose(paragraph)) } }
                    (summary(&page.summary))
                }
                div.columns {
                    (contents(page))
                    main id="content" tabindex="-1" {
                        @for section in &page.sections { (self::section(section)) }
                        (colophon(&page.colophon))
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn summary(numbers: &[BigNumber]) -> Markup {
    html! {
        @if !numbers.is_empty() {
            ul.summary aria-label="Summary" {
                @for number in numbers {
                    li class=(number.tone.class()) {
                        span.value { (number.value) } " "
                        span.label { (number.label) }
                    }
                }
            }
        }
    }
}

fn contents(page: &Page) -> Markup {
    html! {
        nav aria-label="Contents" {
            h2 { "Contents" }
            ul {
                @for section in &page.sections {
                    li { a href={ "#" (section.id) } { (section.title) } }
                }
                @if !page.colophon.is_empty() { li { a href="#colophon" { "What made this page" } } }
            }
        }
    }
}

fn section(section: &Section) -> Markup {
    let heading = format!("{}-heading", section.id);
    html! {
        section id=(section.id) aria-labelledby=(heading) {
            h2 id=(heading) {
                (section.title) " "
                a.anchor href={ "#" (section.id) } aria-label={ "Link to the section " (section.title) } { "#" }
            }
            @for part in &section.parts { (self::part(part)) }
        }
    }
}

fn colophon(facts: &[(String, String)]) -> Markup {
    html! {
        @if !facts.is_empty() {
            section.colophon id="colophon" aria-labelledby="colophon-heading" {
                h2 id="colophon-heading" { "What made this page" }
                dl {
                    @for (name, value) in facts {
                        div { dt { (name) } dd { (prose(value)) } }
                    }
                }
            }
        }
    }
}

fn part(part: &Part) -> Markup {
    match part {
        Part::Paragraph(text) => html! { p { (prose(text)) } },
        Part::List(points) => html! { ul { @for point in points { li { (prose(point)) } } } },
        Part::Formula(latex) => html! {
            div.formula tabindex="0" role="region" aria-label="Formula" {
                (PreEscaped(typeset(latex, Place::Display)))
            }
        },
        Part::Listing(text) => html! { pre tabindex="0" { code { (text) } } },
        Part::Picture(picture) => figure(picture),
        Part::Table(table) => self::table(table),
        Part::Details { summary, parts } => html! {
            details {
                summary { (prose(summary)) }
                div.depth { @for part in parts { (self::part(part)) } }
            }
        },
    }
}

fn figure(picture: &Picture) -> Markup {
    let file = |ending: &str| format!("{}.{ending}", picture.name);
    html! {
        figure id={ "picture-" (picture.name) } {
            div.card {
                img src=(data_uri(&picture.svg)) alt=(picture.alt) width=(picture.width) height=(picture.height)
                    decoding="async";
            }
            figcaption {
                (prose(&picture.caption)) " "
                span.files {
                    a href=(file("svg")) aria-label={ (picture.title) ", SVG" } { "SVG" } " · "
                    a href=(file("png")) aria-label={ (picture.title) ", PNG" } { "PNG" } " · "
                    a href=(file("csv")) aria-label={ (picture.title) ", data as CSV" } { "data" }
                }
            }
        }
    }
}

/// An SVG document as an address: only the signs that an address or an attribute cannot hold are
/// encoded, which is shorter than base64.
fn data_uri(svg: &str) -> String {
    let mut uri = String::with_capacity(svg.len() + svg.len() / 4);
    uri.push_str("data:image/svg+xml;charset=utf-8,");
    for letter in svg.chars() {
        match letter {
            // Our SVG has double quotes around attributes only; in text they are entities.
            '"' => uri.push('\''),
            '\n' => {}
            '%' | '#' | '<' | '>' | '&' | '\'' => {
                let _ = std::fmt::Write::write_fmt(
                    &mut uri,
                    format_args!("%{:02X}", u32::from(letter)),
                );
            }
            letter => uri.push(letter),
        }
    }
    uri
}

fn table(table: &Table) -> Markup {
    let columns = table
        .rows
        .iter()
        .map(Vec::len)
        .max()
        .unwrap_or(0)
        .max(table.headers.len());
    let caption = plain(&table.caption);
    html! {
        div.table data-filter[table.filter] {
            div.scroll tabindex="0" role="region" aria-label=(if caption.is_empty() { "Table" } else { &caption }) {
                table {
                    @if !table.caption.is_empty() { caption { span { (prose(&table.caption)) } } }
                    @if !table.headers.is_empty() {
                        thead { tr {
                            @for (column, header) in table.headers.iter().enumerate() {
                                th scope="col" class=[is_number(table, column).then_some("number")] { (prose(header)) }
                            }
                        } }
                    }
                    tbody {
                        @for row in &table.rows {
                            tr {
                                @for column in 0..columns { (cell(row.get(column).unwrap_or(&Cell::Empty))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Whether the heading of a column stands over numbers.
fn is_number(table: &Table, column: usize) -> bool {
    table
        .rows
        .iter()
        .any(|row| matches!(row.get(column), Some(Cell::Number(_))))
}

fn cell(cell: &Cell) -> Markup {
    html! {
        @match cell {
            Cell::Text(text) => td { (prose(text)) },
            Cell::Math(latex) => td.math { (PreEscaped(typeset(latex, Place::Inline))) },
            Cell::Number(number) => td.number { (number) },
            Cell::Verdict(tone, word) => td.verdict { (badge(*tone, word)) },
            Cell::Code(code) => td { code { (code) } },
            Cell::Empty => td {},
        }
    }
}

fn badge(tone: Tone, word: &str) -> Markup {
    html! {
        span class={ "badge " (tone.class()) } {
            span aria-hidden="true" { (tone.symbol()) } " " (word)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_uri_decodes_to_the_document() {
        let svg = "<svg xmlns=\"s\">\n<title>a &amp; b's 100 % #1</title></svg>";
        let uri = data_uri(svg);
        assert!(!uri.contains(['"', '<', '>', '#', '\n']), "{uri}");
        let mut decoded = uri
            .trim_start_matches("data:image/svg+xml;charset=utf-8,")
            .to_owned();
        for (code, sign) in [
            ("%3C", "<"),
            ("%3E", ">"),
            ("%26", "&"),
            ("%23", "#"),
            ("%27", "’"),
            ("%25", "%"),
        ] {
            decoded = decoded.replace(code, sign);
        }
        assert_eq!(
            decoded,
            "<svg xmlns='s'><title>a &amp; b’s 100 % #1</title></svg>"
        );
    }

    #[test]
    fn short_rows_are_filled_and_numbers_stand_to_the_right() {
        let sample = Table {
            headers: vec!["name".to_owned(), "gap".to_owned()],
            rows: vec![
                vec![Cell::Text("a".to_owned())],
                vec![Cell::Empty, Cell::number(1e-15)],
            ],
            ..Table::default()
        };
        let html = table(&sample).into_string();
        assert!(html.contains("<tr><td>a</td><td></td></tr>"), "{html}");
        assert!(
            html.contains("<th scope=\"col\" class=\"number\">gap</th>"),
            "{html}"
        );
        assert!(html.contains("<td class=\"number\">10⁻¹⁵</td>"), "{html}");
    }

    #[test]
    fn a_badge_has_its_symbol_beside_its_colour() {
        let html = badge(Tone::Bad, "refuted").into_string();
        assert!(
            html.contains("✗") && html.contains("badge bad") && html.contains("refuted"),
            "{html}"
        );
    }
}
