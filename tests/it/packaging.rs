//! What a packager needs: completions and manual pages, of every command.

use crate::support::Project;

fn commands() -> Vec<String> {
    let help = Project::new().run(&["--help"]).code(0).stdout();
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().expect("a name").to_owned()).filter(|name| name != "help").collect()
}

/// Whether a program is there to try a script with.
fn has(program: &str) -> bool {
    std::process::Command::new(program).arg("--version").output().is_ok_and(|run| run.status.success())
}

#[test]
fn completions_of_every_shell_know_every_command() {
    // How each shell is told of a command: the name alone is in "command" or "latest" too.
    for (shell, before, after) in [
        ("bash", "paradox,", ")\n"),
        ("zsh", "(", ")\n"),
        ("fish", "__fish_paradox_needs_command\" -f -a \"", "\""),
        ("elvish", "&'paradox;", "'= {"),
        ("powershell", "'paradox;", "' {"),
    ] {
        let script = Project::new().run(&["completions", shell]).code(0).stdout();
        for command in commands() {
            assert!(script.contains(&format!("{before}{command}{after}")), "{shell} does not know {command}");
        }
        assert!(script.contains("suppress-below"), "{shell}");
    }
    Project::new().run(&["completions", "cmd"]).code(2);
}

/// Bash itself completes with the script.
#[test]
fn bash_completes_commands_and_options() {
    if !has("bash") {
        return;
    }
    let project = Project::new();
    let script = project.run(&["completions", "bash"]).code(0).stdout();
    let project = project.file("paradox.bash", script);
    let complete = |words: &str| {
        let count = words.split(' ').count() - 1;
        let ask = format!(
            "source ./paradox.bash; COMP_WORDS=({words}); [ {count} -lt ${{#COMP_WORDS[@]}} ] || COMP_WORDS+=(''); COMP_CWORD={count}; \
             _paradox paradox \"${{COMP_WORDS[{count}]}}\" \"${{COMP_WORDS[{}]}}\"; echo \"${{COMPREPLY[@]}}\"",
            count - 1
        );
        let run =
            std::process::Command::new("bash").args(["-c", &ask]).current_dir(project.path()).output().expect("bash");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8(run.stdout).expect("text").trim().to_owned()
    };
    assert_eq!(complete("paradox ana"), "analyze");
    assert_eq!(complete("paradox analyze --suppress-b"), "--suppress-below");
}

#[test]
fn every_command_has_a_manual_page_with_its_options() {
    let project = Project::new();
    project.run(&["man", "--out", "share/man1"]).code(0);
    let pages = project.tree("share/man1");
    let names: Vec<&String> = pages.keys().collect();
    assert_eq!(pages.len(), commands().len() + 1, "{names:?}");
    let text = |name: &str| String::from_utf8(pages[name].clone()).expect("text");
    for command in commands() {
        let page = text(&format!("paradox-{command}.1"));
        assert!(page.contains(&format!(".TH paradox-{command} 1")), "{page}");
        assert!(page.contains("EXAMPLES") && page.is_ascii(), "paradox-{command}.1");
        assert_eq!(project.run(&["man", &command]).code(0).stdout(), page);
    }
    assert!(text("paradox-analyze.1").contains("suppress\\-below"));
    assert!(text("paradox.1").contains("paradox\\-analyze(1)"), "{}", text("paradox.1"));
    // A second time gives the same bytes, beside what stands there.
    project.run(&["man", "--out", "share/man1"]).code(0);
    assert_eq!(project.tree("share/man1"), pages);
    project.run(&["man", "analyse"]).code(2).stderr_has("did you mean `analyze`?");
}

/// The formatter of manuals reads the pages without a complaint, and the synopsis is the command as it is typed.
#[test]
fn man_reads_the_pages() {
    if !has("groff") {
        return;
    }
    let project = Project::new();
    project.run(&["man", "--out", "man1"]).code(0);
    for command in commands() {
        let run = std::process::Command::new("groff")
            .args(["-man", "-Tutf8", "-ww", "-P-cbou"])
            .arg(project.path().join(format!("man1/paradox-{command}.1")))
            .output()
            .expect("groff");
        assert!(run.status.success() && run.stderr.is_empty(), "{command}: {}", String::from_utf8_lossy(&run.stderr));
        // The formatter spreads words over the line.
        let text = String::from_utf8_lossy(&run.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&format!("SYNOPSIS paradox {command}")), "{command}: {text}");
    }
}

#[test]
fn manual_pages_say_what_a_script_needs_and_name_no_page_that_is_not_written() {
    let project = Project::new();
    let page = project.run(&["man"]).code(0).stdout();
    for heading in [".SH \"EXIT STATUS\"", ".SH ENVIRONMENT", ".SH EXAMPLES"] {
        assert_eq!(page.matches(heading).count(), 1, "{heading}\n{page}");
    }
    assert!(page.contains("the answer is no") && page.contains("NO_COLOR") && page.contains("SOURCE_DATE_EPOCH"));
    assert!(!page.contains("help(1)") && !page.contains("Example:"), "{page}");
    let chart = project.run(&["man", "chart"]).code(0).stdout();
    let synopsis =
        chart.split(".SH SYNOPSIS\n").nth(1).and_then(|rest| rest.split("\n.SH ").next()).expect("a synopsis");
    assert!(synopsis.contains("[OPTIONS]") && synopsis.contains("<FILE>") && synopsis.len() < 120, "{synopsis}");
    assert_eq!(chart.matches(".SH EXAMPLES").count(), 1, "{chart}");
}
