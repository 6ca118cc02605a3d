//! Who answered again? One id in two waves is one person.
//!
//! ```text
//! ids of all files ─► overlap ─┬─ none, or of strangers: independent waves
//!                              └─ of people: a person (or their declared PSU) is the sampling unit of all their answers,
//!                                 strata are those of the study without the wave
//! both waves of a person ─► panel: McNemar's test and the paired difference, for each change
//! ```
//!
//! The whole of each wave is what is published, so its change leads; its variance holds the covariance of those who
//! answered twice. The panel says how the same people changed, and stands beside it: those who stay are not those who
//! leave.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::gaps::Gaps;
use super::stack::{Stack, Units};
use super::{Asked, People};
use crate::block::{Block, DesignColumns};
use crate::design::Stage;
use crate::error::Result;
use crate::findings::paired;
use crate::load;
use crate::results::waves::{Overlap, Panel};
use crate::results::{StudyInfo, format};
use crate::study::{Answer, ColumnRef, Design, Outcome, PairedSpec, Study};
use crate::tabulate::Cubes;

/// Fewer persons in both waves do not tell whether ids were numbered anew.
const FEWEST_TO_JUDGE: f64 = 30.0;
/// Chance-corrected agreement (Cohen's kappa) of segments under which ids hardly are those of the same people.
const STRANGERS: f64 = 0.2;

/// Where somebody was drawn, by the line of a file.
#[derive(Clone, Copy)]
struct Place {
    person: usize,
    stratum: usize,
    unit: usize,
}

/// What is kept of somebody who is in several waves.
#[derive(Clone)]
struct Answers {
    outcomes: Vec<u16>,
    weight: f64,
    stage: Stage,
    replicates: Vec<f64>,
}

/// What ids say of who answered again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Same {
    /// Nobody is known to have answered again.
    Nobody,
    /// The same ids, and answers no more alike than those of strangers.
    Strangers,
    /// The same people.
    People,
}

/// Linking under way.
pub struct Linking {
    id: Option<ColumnRef>,
    same: Same,
    places: Vec<HashMap<u64, Place>>,
    strata: Vec<String>,
    /// Persons who are in several waves.
    repeated: HashSet<usize>,
    /// Of each wave, by person.
    kept: Vec<BTreeMap<usize, Answers>>,
    /// Of each wave, respondents who count.
    respondents: Vec<HashSet<usize>>,
    /// Whether a line was read that was not there when the ids were.
    lost: bool,
}

/// Numbers for texts, in order of appearance.
#[derive(Default)]
struct Numbers<K>(HashMap<K, usize>);

impl<K: std::hash::Hash + Eq> Numbers<K> {
    fn of(&mut self, key: K) -> usize {
        let next = self.0.len();
        *self.0.entry(key).or_insert(next)
    }
}

/// Who answered again, and how.
pub struct Link {
    found: crate::results::waves::Link,
    panels: Vec<Wide>,
}

/// Two waves side by side: the answers of those who are in both.
struct Wide {
    later: String,
    earlier: String,
    study: Study,
    cubes: Cubes,
    /// Outcomes of the stack that are asked here, in order.
    outcomes: Vec<usize>,
}

impl Linking {
    /// Looks for ids that are in several waves, and whether those who bear them are alike.
    pub fn of(asked: &Asked, gaps: &Gaps) -> Result<Linking> {
        let study = asked.study;
        let mut linking = Linking {
            id: study.data.id.clone(),
            same: Same::Nobody,
            places: Vec::new(),
            strata: Vec::new(),
            repeated: HashSet::new(),
            kept: vec![BTreeMap::new(); asked.waves.len()],
            respondents: vec![HashSet::new(); asked.waves.len()],
            lost: false,
        };
        let (Some(id), true) = (&study.data.id, asked.people != People::Independent) else { return Ok(linking) };
        let design = &study.design;
        let mut persons = Numbers::default();
        let mut strata = Numbers::default();
        let mut units = Numbers(HashMap::new());
        let mut texts = Numbers::default();
        // Of each wave the answers to segments by person, as they stand in the file.
        let mut looks: Vec<BTreeMap<usize, Vec<Option<usize>>>> = Vec::new();
        for (wave, (_, has)) in asked.waves.iter().zip(&gaps.has) {
            let columns: Vec<&ColumnRef> = (std::iter::once(id).chain(&design.strata).chain(design.psu.first()))
                .chain(has.iter().map(|&s| &study.segments[s].column))
                .collect();
            let mut places = HashMap::new();
            let mut look = BTreeMap::new();
            for (line, cells) in load::texts(&wave.input, wave.format, &study.data, &columns)? {
                let mut cells = cells.into_iter();
                let name = cells.next().unwrap_or_default();
                // Without an id somebody is in this wave alone.
                let alone = name.is_empty().then(|| format!("{} {line}", looks.len()));
                let person = persons.of((alone.clone().unwrap_or(name), alone.is_some()));
                let stratum = design.strata.as_ref().and_then(|_| cells.next()).unwrap_or_default();
                let psu = design.psu.first().and_then(|_| cells.next());
                let at = strata.of(stratum.clone());
                if at == linking.strata.len() {
                    linking.strata.push(stratum);
                }
                let unit = units.of((at, psu.ok_or(person)));
                places.insert(line, Place { person, stratum: at, unit });
                let mut answers = vec![None; study.segments.len()];
                for (&s, text) in has.iter().zip(cells).filter(|(_, text)| !text.is_empty()) {
                    answers[s] = Some(texts.of(text));
                }
                if looks.iter().any(|before| before.contains_key(&person)) {
                    linking.repeated.insert(person);
                }
                look.insert(person, answers);
            }
            linking.places.push(places);
            looks.push(look);
        }
        if !linking.repeated.is_empty() {
            let are_strangers = asked.people == People::Judged && are_strangers(&looks, study.segments.len());
            linking.same = if are_strangers { Same::Strangers } else { Same::People };
        }
        Ok(linking)
    }

    /// Whether somebody answered again.
    pub fn is_linked(&self) -> bool {
        self.same == Same::People
    }

    /// The design of the stack: of simple random samples in which people answer again, they are the units.
    pub fn design(&self, study: &Study) -> Design {
        match (&self.id, self.is_linked() && !study.design.is_declared()) {
            (Some(id), true) => Design { psu: vec![id.clone()], ..study.design.clone() },
            _ => study.design.clone(),
        }
    }

    /// What the sampling units of the stack are.
    pub fn units(&self, study: &Study) -> Units {
        if self.is_linked() && study.design.psu.is_empty() && study.design.replicates.is_none() {
            Units::Persons
        } else {
            Units::Declared
        }
    }

    /// Names of the strata, where waves share them.
    pub fn strata(&self) -> Option<Vec<String>> {
        self.is_linked().then(|| self.strata.clone())
    }

    /// Whether the file changed between its two readings: a respondent was placed who was nobody before.
    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// Where the respondents of a block were drawn, given their lines; those who are in several waves are kept.
    pub fn place(&mut self, wave: usize, lines: &[u64], block: &Block, stacked: &Block) -> DesignColumns {
        let mut design = DesignColumns::default();
        for (i, line) in lines.iter().enumerate() {
            let own = block.design.as_ref();
            let weight = own.map_or(1.0, |design| design.weights[i]);
            let Some(&place) = self.places[wave].get(line) else {
                self.lost = true;
                return design;
            };
            let population = own.and_then(|design| design.stages_of(i).first()).map(|stage| stage.population);
            let stage = Stage::unit(place.stratum, place.unit).out_of(population.unwrap_or_default());
            let replicates = own.map_or(&[][..], |design| design.replicates_of(i));
            design.weights.push(weight);
            design.stages.push(stage);
            design.replicates.extend(replicates);
            self.respondents[wave].insert(place.person);
            if self.repeated.contains(&place.person) {
                let codes = |columns: &[Vec<u16>]| columns.iter().map(|codes| codes[i]).collect::<Vec<u16>>();
                self.kept[wave].insert(
                    place.person,
                    Answers { outcomes: codes(&stacked.outcomes), weight, stage, replicates: replicates.to_vec() },
                );
            }
        }
        design
    }

    /// Ends reading: overlaps, and those who are in both waves of each change.
    pub fn finish(self, asked: &Asked, stack: &Stack) -> Result<Link> {
        let names: Vec<&String> = asked.waves.iter().map(|wave| &wave.name).collect();
        let persons: Vec<HashSet<usize>> = match self.is_linked() {
            true => self.respondents.clone(),
            false => self.places.iter().map(|places| places.values().map(|place| place.person).collect()).collect(),
        };
        let mut overlaps = Vec::new();
        let mut panels = Vec::new();
        for (earlier, later) in (0..persons.len()).flat_map(|e| (e + 1..persons.len()).map(move |l| (e, l))) {
            let both = persons[later].intersection(&persons[earlier]).count() as u64;
            overlaps.push(Overlap {
                a: names[later].clone(),
                b: names[earlier].clone(),
                both,
                a_only: persons[later].len() as u64 - both,
                b_only: persons[earlier].len() as u64 - both,
            });
            if self.is_linked() && both > 0 && (later == earlier + 1 || earlier == 0) {
                panels.push(self.wide(asked.study, stack, [earlier, later], [names[earlier], names[later]])?);
            }
        }
        let found = crate::results::waves::Link {
            linked: self.is_linked(),
            id: self.id.as_ref().map(ToString::to_string),
            description: self.description(asked, &overlaps),
            overlaps,
        };
        Ok(Link { found, panels })
    }

    fn description(&self, asked: &Asked, overlaps: &[Overlap]) -> String {
        let independent = "the waves are treated as independent samples";
        let Some(id) = &self.id else { return format!("{independent}: the study names no column of ids") };
        let shared: Vec<String> = (overlaps.iter().filter(|o| o.both > 0))
            .map(|o| format!("{} of {} and {}", format::count(o.both), o.b, o.a))
            .collect();
        let shared = shared.join(", ");
        match self.same {
            _ if asked.people == People::Independent => {
                format!("{independent}, as --link none says, whatever `{id}` holds")
            }
            Same::Nobody => format!("{independent}: no `{id}` is in two of them"),
            Same::Strangers => format!(
                "{independent}: `{id}` is shared ({shared}), but those who share it agree in no segment more than \
                 strangers do, as where ids are numbered anew; --link id takes them for the same people"
            ),
            Same::People => {
                let unit = match asked.study.design.psu.first() {
                    _ if asked.study.design.replicates.is_some() => {
                        "a replicate of one wave is the same replicate of the others".to_owned()
                    }
                    Some(psu) => format!("`{psu}`, the same in every wave, is the sampling unit"),
                    None => "each person is the sampling unit of all answers they gave".to_owned(),
                };
                format!(
                    "the same `{id}` is the same person ({shared}): {unit}, so that the intervals of changes count what \
                     the answers of the same people have in common"
                )
            }
        }
    }

    /// Those who are in two waves, with the answers of both. By design they stand with the weight of the later wave.
    fn wide(&self, study: &Study, stack: &Stack, [earlier, later]: [usize; 2], names: [&String; 2]) -> Result<Wide> {
        let common = &stack.common;
        let is_rate = |o: &usize| !matches!(common.outcomes[*o].answer, Answer::Mean { .. } | Answer::Nominal { .. });
        let asked: Vec<usize> = (0..common.outcomes.len()).filter(is_rate).collect();
        let of_wave = |wave: &str| {
            let outcome = |&o: &usize| Outcome {
                name: format!("{} in {wave}", common.outcomes[o].name),
                label: wave.to_owned(),
                base: crate::study::Base::default(),
                standard: None,
                nets: Vec::new(),
                ..common.outcomes[o].clone()
            };
            asked.iter().map(outcome).collect::<Vec<_>>()
        };
        let k = asked.len();
        let wide = Study {
            outcomes: [of_wave(names[1]), of_wave(names[0])].concat(),
            outcome_order: (0..2 * k).collect(),
            paired: (0..k).map(|a| PairedSpec { a, b: k + a }).collect(),
            segments: Vec::new(),
            multi: Vec::new(),
            domain: Vec::new(),
            design: study.design.clone(),
            ..common.clone()
        };
        let mut block = Block {
            rows: 0,
            segments: Vec::new(),
            outcomes: vec![Vec::new(); 2 * k],
            numbers: Vec::new(),
            items: Vec::new(),
            subgroups: Vec::new(),
            design: study.design.is_declared().then(DesignColumns::default),
            counts: None,
        };
        for (person, after) in &self.kept[later] {
            let Some(before) = self.kept[earlier].get(person) else { continue };
            for (at, &o) in asked.iter().enumerate() {
                block.outcomes[at].push(after.outcomes[o]);
                block.outcomes[k + at].push(before.outcomes[o]);
            }
            if let Some(design) = &mut block.design {
                design.weights.push(after.weight);
                design.stages.push(after.stage);
                design.replicates.extend(&after.replicates);
            }
            block.rows += 1;
        }
        let mut cubes = Cubes::new(&wide);
        cubes.count(&block);
        cubes.finish(&wide, &self.strata)?;
        Ok(Wide { later: names[1].clone(), earlier: names[0].clone(), study: wide, cubes, outcomes: asked })
    }
}

/// Whether those who share an id agree in no segment more than by chance, in any two waves in which enough do.
fn are_strangers(looks: &[BTreeMap<usize, Vec<Option<usize>>>], segments: usize) -> bool {
    let pairs = (0..looks.len()).flat_map(|earlier| (earlier + 1..looks.len()).map(move |later| (earlier, later)));
    let kappas: Vec<f64> = pairs
        .flat_map(|(earlier, later)| (0..segments).map(move |s| (earlier, later, s)))
        .filter_map(|(earlier, later, s)| kappa(&looks[earlier], &looks[later], s))
        .collect();
    !kappas.is_empty() && kappas.iter().all(|kappa| *kappa < STRANGERS)
}

/// Cohen's kappa of one segment over those who are in both waves; `None` where they are too few to say, or all alike.
fn kappa(
    earlier: &BTreeMap<usize, Vec<Option<usize>>>,
    later: &BTreeMap<usize, Vec<Option<usize>>>,
    segment: usize,
) -> Option<f64> {
    let (mut same, mut all) = (0.0, 0.0);
    let mut margins: BTreeMap<usize, [f64; 2]> = BTreeMap::new();
    for (person, before) in earlier {
        let Some((x, y)) = later.get(person).and_then(|after| before[segment].zip(after[segment])) else { continue };
        all += 1.0;
        same += f64::from(u8::from(x == y));
        margins.entry(x).or_default()[0] += 1.0;
        margins.entry(y).or_default()[1] += 1.0;
    }
    let chance: f64 = margins.values().map(|[x, y]| x / all * (y / all)).sum();
    (all >= FEWEST_TO_JUDGE && chance < 1.0).then(|| (same / all - chance) / (1.0 - chance))
}

impl Link {
    /// What the results say of it.
    pub fn found(&self) -> crate::results::waves::Link {
        self.found.clone()
    }

    /// The panel of an outcome of the stack, for each change between these waves.
    pub fn panel(&self, o: usize, waves: &[&str], info: &StudyInfo) -> Vec<Panel> {
        let at = |name: &String| waves.iter().position(|wave| wave == name);
        let of = |wide: &Wide| {
            let (later, earlier) = (at(&wide.later)?, at(&wide.earlier)?);
            if later != earlier + 1 && earlier != 0 {
                return None;
            }
            let position = wide.outcomes.iter().position(|&asked| asked == o)?;
            let spec = wide.study.paired.get(position)?;
            let paired = paired::paired(&wide.study, &wide.cubes, spec, info)?;
            (paired.n > 0).then(|| Panel { a: wide.later.clone(), b: wide.earlier.clone(), paired })
        };
        self.panels.iter().filter_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All whose lines were new would be one person, in every wave the same.
    #[test]
    fn a_line_that_was_not_there_when_ids_were_read_is_told_and_is_nobody() {
        let place = Place { person: 0, stratum: 0, unit: 0 };
        let mut linking = Linking {
            id: None,
            same: Same::People,
            places: vec![HashMap::from([(2, place)])],
            strata: vec![String::new()],
            repeated: HashSet::new(),
            kept: vec![BTreeMap::new()],
            respondents: vec![HashSet::new()],
            lost: false,
        };
        let block = |rows| Block {
            rows,
            segments: Vec::new(),
            outcomes: Vec::new(),
            numbers: Vec::new(),
            items: Vec::new(),
            subgroups: Vec::new(),
            design: None,
            counts: None,
        };
        assert_eq!(linking.place(0, &[2], &block(1), &block(1)).stages.len(), 1);
        assert!(!linking.is_lost());
        linking.place(0, &[2, 3], &block(2), &block(2));
        assert!(linking.is_lost());
        assert_eq!(linking.respondents[0], HashSet::from([0]));
    }
}
