//! References to a treaty, an article or a norm, and the priorities written with them.

use super::outline::Placed;
use super::resolve::Resolver;
use super::treaty::TreatyId;
use super::world::{NormRef, Priority, World};
use crate::syntax::clause::{Clause, Name};
use crate::syntax::diagnostic::did_you_mean;
use crate::syntax::{Code, Diagnostic};

impl Resolver<'_> {
    pub(super) fn priority(&mut self, placed: Placed<'_>, inside: Option<TreatyId>) {
        let Clause::Priority { winner, loser, because } = placed.clause else { return };
        let (Some(winner), Some(loser)) =
            (self.norm_ref(winner, inside), self.norm_ref(loser, inside))
        else {
            return;
        };
        let because = because.text.clone();
        self.world.priorities.push(Priority { winner, loser, because, at: placed.at });
    }

    /// `CST`, `CST/4`, `CST/4/casus-foederis`, or inside a treaty the norm's name alone.
    pub(super) fn norm_ref(&mut self, name: &Name, inside: Option<TreatyId>) -> Option<NormRef> {
        if let Some(treaty) = inside {
            let articles = &self.world.treaty(treaty).articles;
            let article = articles
                .iter()
                .find(|article| article.norms.iter().any(|norm| *norm.name == *name.text));
            if let Some(article) = article {
                let article = Some(article.label.clone());
                return Some(NormRef { treaty, article, norm: Some(name.text.as_str().into()) });
            }
        }
        match self.world.norm_ref(&name.text) {
            Ok(found) => Some(found),
            Err(help) => {
                let own = inside.filter(|_| !name.text.contains('/')).map(|treaty| {
                    let treaty = self.world.treaty(treaty);
                    let norms = treaty.articles.iter().flat_map(|article| &article.norms);
                    let norms: Vec<&str> = norms.map(|norm| &*norm.name).collect();
                    match did_you_mean(&name.text, norms.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("the norms of {} are `{}`", treaty.id, norms.join("`, `")),
                    }
                });
                let help = own.unwrap_or(help);
                let fault = Diagnostic::at(
                    Code::SV0402,
                    name.at,
                    format!("no treaty, article or norm is `{}`", name.text),
                );
                self.say(fault.help(help));
                None
            }
        }
    }
}

impl World {
    /// The treaty, article or norm that `CST`, `CST/4` or `CST/4/casus-foederis` means.
    ///
    /// # Errors
    /// What was perhaps meant.
    pub fn norm_ref(&self, text: &str) -> Result<NormRef, String> {
        let mut parts = text.splitn(3, '/');
        let id = parts.next().unwrap_or_default();
        let known = self.treaties.iter().map(|treaty| treaty.id.as_str());
        let Some(treaty) = self.treaty_by_id(id).or_else(|| self.treaty_by_id(&id.to_uppercase()))
        else {
            let near = did_you_mean(id, known);
            return Err(near.map_or_else(
                || "write a treaty's id, as `servanda treaty` lists them".into(),
                |near| format!("did you mean `{near}`?"),
            ));
        };
        let articles = &self.treaty(treaty).articles;
        let Some(label) = parts.next() else {
            return Ok(NormRef { treaty, article: None, norm: None });
        };
        // `CST/casus-foederis` names the norm without its article.
        let by_norm =
            articles.iter().find(|article| article.norms.iter().any(|norm| *norm.name == *label));
        if let Some(article) = by_norm {
            let article = Some(article.label.clone());
            return Ok(NormRef { treaty, article, norm: Some(label.into()) });
        }
        if !articles.iter().any(|article| *article.label == *label) {
            let mut labels: Vec<&str> = articles.iter().map(|article| &*article.label).collect();
            labels.dedup();
            return Err(match labels.as_slice() {
                [only] => format!("{id} has article {only} only"),
                labels => format!("{id} has the articles {}", labels.join(", ")),
            });
        }
        let Some(norm) = parts.next() else {
            return Ok(NormRef { treaty, article: Some(label.into()), norm: None });
        };
        let names = articles
            .iter()
            .filter(|article| *article.label == *label)
            .flat_map(|article| &article.norms);
        let names: Vec<&str> = names.map(|norm| &*norm.name).collect();
        if names.contains(&norm) {
            let (article, norm) = (Some(label.into()), Some(norm.into()));
            return Ok(NormRef { treaty, article, norm });
        }
        Err(match names.as_slice() {
            [] => format!("article {label} of {id} has no norm"),
            names => format!("article {label} of {id} has the norms {}", names.join(", ")),
        })
    }
}
