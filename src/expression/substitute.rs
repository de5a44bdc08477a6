//! Putting expressions in the place of names.

use super::{Expression, Kind, Name};
use std::convert::Infallible;

impl Expression {
    /// The expression with names replaced, all at once: what is put in is not looked at again.
    ///
    /// ```
    /// # use matproof::expression::Expression;
    /// let f = Expression::parse("‖A‖²")?;
    /// let residual = Expression::parse("WH − X")?;
    /// let put = f.substitute(&|name| (name.as_str() == "A").then(|| residual.clone()));
    /// assert_eq!(put.to_string(), "‖WH − X‖²");
    /// # Ok::<(), matproof::expression::ParseError>(())
    /// ```
    #[must_use]
    pub fn substitute(&self, value: &impl Fn(&Name) -> Option<Self>) -> Self {
        if let Kind::Name(name) = &self.kind
            && let Some(value) = value(name)
        {
            return value;
        }
        let Ok(kind) = self
            .kind
            .try_map(|operand| Ok::<_, Infallible>(operand.substitute(value)));
        Self {
            kind,
            span: self.span.clone(),
        }
    }
}
