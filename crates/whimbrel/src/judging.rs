//! What `apply` learns before it touches the target, and what it refuses by.

use whimbrel_catalog::Catalog;
use whimbrel_plan::{Effects, ExitClass, Expected, Observer, Problem};
use whimbrel_source::MigrationSet;

use crate::apply::in_a_line;
use crate::linting::there;
use crate::prepare::Prepared;
use crate::rehearse::{Depth, looked_at};
use crate::sealed;
use crate::{ApplyOptions, PlanOptions, Planned, Session, ShadowFrom};

/// Why `apply` touched nothing.
#[derive(Debug, Clone)]
pub struct Refused {
    /// What to tell.
    pub problem: Problem,
    /// What it rests on, where a rule or the shadow refuses: its findings are to be shown.
    pub planned: Option<Box<Planned>>,
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self { problem, planned: None }
    }
}

impl Session<'_> {
    /// Tries what is pending, as far as `apply` needs it.
    pub(crate) async fn judged(
        &self,
        files: &MigrationSet,
        prepared: &Prepared,
        target: Catalog,
        options: &ApplyOptions,
        observer: &mut dyn Observer,
    ) -> Result<Planned, Problem> {
        if let Some(sealed) = &options.sealed {
            self.holds(sealed, &prepared.plan, &target).await?;
            if let Some(problem) = sealed::refusal(sealed, options.lint.allowed()) {
                return Err(problem);
            }
        }
        let order = self.in_order(files, prepared, options, options.rehearse).await?;
        if !options.rehearse {
            return Ok(Planned { order, ..Planned::bare(prepared, target) });
        }
        let mut planned = Planned { order, ..self.known(prepared, target).await? };
        let how = PlanOptions { apply: options.clone(), shadow_from: ShadowFrom::Target };
        if let Some(sealed) = &options.sealed {
            // The plan knows what each statement does; what all of them make is still to be compared.
            planned.sealed = Some(sealed.clone());
            self.rehearse_into(&mut planned, files, prepared, &how, Depth::Result, observer).await;
            return Ok(planned);
        }
        // Where there is no table, nothing can be locked, rewritten or lost, and the text says the rest. What it refuses
        // has to be seen all the same.
        let mut depth = Depth::Forward;
        if there(&planned).is_empty() {
            planned.findings = self.find(files, &planned, &options.lint)?;
            depth = if planned.refusals().next().is_none() { Depth::Result } else { depth };
        }
        self.rehearse_into(&mut planned, files, prepared, &how, depth, observer).await;
        if depth == Depth::Forward {
            planned.findings = self.find(files, &planned, &options.lint)?;
        }
        Ok(planned)
    }

    /// Why it is not run.
    pub(crate) async fn refusal(&self, planned: &Planned, files: &MigrationSet) -> Option<Problem> {
        let fails = match &planned.rehearsal {
            Some(rehearsal) if planned.may_run.is_none() => self.would_fail(rehearsal, files).await,
            _ => None,
        };
        fails.or_else(|| planned.unsafe_by_rules())
    }
}

impl Planned {
    /// Why `apply` does not run it, where a rule says so.
    pub(crate) fn unsafe_by_rules(&self) -> Option<Problem> {
        let mut codes: Vec<&str> = self.refusals().map(|finding| finding.code).collect();
        let number = codes.len();
        codes.sort_unstable();
        codes.dedup();
        refused_as_unsafe(number, &codes)
    }

    /// What the target is held to before each COMMIT, and what is said of it.
    pub(crate) fn expected(&self, version: u32, ignore_schema: &str) -> (Option<Expected>, Effects) {
        let Some(rehearsal) = &self.rehearsal else {
            let why = self.not_rehearsed.as_ref().map(in_a_line);
            return (None, why.map_or(Effects::Off, Effects::NotCompared));
        };
        if let Some((migration, failure)) = rehearsal.failed() {
            let line = migration.file.place(failure.statement.span.start).line;
            let why = self.may_run.clone().unwrap_or_default();
            let place = format!("{}:{line}", migration.file.path.display());
            return (
                None,
                Effects::NotCompared(format!("{place} fails on {}: {}; {why}", rehearsal.on, failure.message)),
            );
        }
        let Some(first) = rehearsal.migrations.first() else { return (None, Effects::Off) };
        let total = rehearsal.migrations.len();
        let looked_at = rehearsal.migrations.iter().enumerate().filter(|(at, _)| looked_at(*at, total));
        let after = looked_at.map(|(_, it)| (it.version.clone(), Catalog::changes(&first.before, &it.after))).collect();
        let expected = Expected {
            start: self.target.clone(),
            after,
            same_version: rehearsal.version == version,
            ignore_schema: ignore_schema.to_owned(),
        };
        (Some(expected), Effects::Compared(rehearsal.on.clone()))
    }
}

/// `codes` without doubles; `None` where there are none.
pub(crate) fn refused_as_unsafe(number: usize, codes: &[&str]) -> Option<Problem> {
    if number == 0 {
        return None;
    }
    let hazards = if number == 1 { "1 hazard".to_owned() } else { format!("{number} hazards") };
    let code = if let [code] = codes { code } else { "CODE" };
    let flags: Vec<String> = codes.iter().map(|code| format!("--allow {code}")).collect();
    Some(
        Problem::new(ExitClass::Refused, "apply.unsafe", format!("failed to apply: refused as unsafe, {hazards}"))
            .remedy("write it as shown above under `instead:`")
            .remedy(format!("or say above the statement why it is right: -- whimbrel:allow {code} because REASON"))
            .remedy(format!("or allow it for this run: whimbrel apply {}", flags.join(" ")))
            .state("nothing was touched"),
    )
}
