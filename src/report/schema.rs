//! The layout of everything that is printed as JSON, as JSON Schema (draft 2020-12).

use super::{derivation, factorization, json, review, selftest, spectrum};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

/// The commands that print JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printed {
    /// `matproof check --format json`.
    Check,
    /// `matproof derive --format json`.
    Derive,
    /// `matproof factorize --format json`, and `summary.json`.
    Factorize,
    /// `report.json`.
    Report,
    /// `matproof selftest --format json`.
    Selftest,
    /// `matproof spectrum --format json`.
    Spectrum,
}

impl Printed {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Check,
        Self::Derive,
        Self::Factorize,
        Self::Report,
        Self::Selftest,
        Self::Spectrum,
    ];

    /// The command.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Derive => "derive",
            Self::Factorize => "factorize",
            Self::Report => "report",
            Self::Selftest => "selftest",
            Self::Spectrum => "spectrum",
        }
    }

    /// Its schema, made from the types that are printed and their documentation.
    #[must_use]
    pub fn schema(self) -> Schema {
        match self {
            Self::Check => written::<review::Output<'_>>(),
            Self::Derive => written::<derivation::Answer>(),
            Self::Factorize => written::<factorization::Answer<'_>>(),
            Self::Report => written::<json::Report>(),
            Self::Selftest => written::<selftest::Answer>(),
            Self::Spectrum => written::<spectrum::Answer<'_>>(),
        }
    }
}

/// Of what is written, not of what would be accepted.
fn written<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<T>()
}
