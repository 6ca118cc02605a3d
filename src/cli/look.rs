//! How a chart looks: the same flags for every command that draws one.

use clap::{Args, ValueEnum};

use crate::chart::{Chart, Theme, theme};

/// What a command that draws a chart is asked about its looks; `output` is the flag that names its file.
#[derive(Debug, Args)]
pub struct LookArgs {
    /// The headline of the chart, in place of the one that is made from the finding
    #[arg(long, value_name = "TEXT", requires = "output")]
    title: Option<String>,
    /// Width of the chart [default: 760, or 900 where many rows stand in two columns]
    #[arg(long, value_name = "UNITS", requires = "output", value_parser = clap::value_parser!(u16).range(360..=2400))]
    width: Option<u16>,
    /// The colours of the chart
    #[arg(long, value_enum, requires = "output", default_value_t = Colours::Light)]
    theme: Colours,
}

impl LookArgs {
    /// A chart as it was asked for.
    pub fn on(&self, mut chart: Chart) -> Chart {
        chart.width = self.width.map_or(chart.width, f64::from);
        chart.theme = self.theme.theme();
        if let Some(title) = &self.title {
            chart.headline.clone_from(title);
        }
        chart
    }
}

/// A theme's name on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colours {
    /// On a white page
    Light,
    /// On a dark page
    Dark,
    /// Greys, for a printer without colours
    Print,
}

impl Colours {
    fn theme(self) -> &'static Theme {
        match self {
            Colours::Light => &theme::LIGHT,
            Colours::Dark => &theme::DARK,
            Colours::Print => &theme::PRINT,
        }
    }
}
