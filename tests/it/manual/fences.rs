//! Documents cut at their fences.
//!
//! The text of a page comes in, its fences and the lines between them go out and can be joined again. What a fence means is not known here.

/// A fenced block.
#[derive(Debug)]
pub(super) struct Fence {
    /// Where it opens, counted from 1.
    pub(super) line: usize,
    /// What stands behind the three ticks.
    info: String,
    /// Its lines.
    pub(super) body: Vec<String>,
}

impl Fence {
    /// The first word behind the ticks.
    pub(super) fn tag(&self) -> &str {
        self.info.split_whitespace().next().unwrap_or_default()
    }

    /// Whether a word stands behind the tag.
    pub(super) fn has(&self, word: &str) -> bool {
        self.info.split_whitespace().skip(1).any(|each| each == word)
    }

    /// The value of `name=value` behind the tag.
    pub(super) fn option(&self, name: &str) -> Option<&str> {
        self.info
            .split_whitespace()
            .skip(1)
            .filter_map(|each| each.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// An output as this fence shows it: whole, or its first lines and `...` where `first=N` says so.
    pub(super) fn cut(&self, output: &str) -> Vec<String> {
        let mut lines: Vec<String> = output.trim_end().lines().map(|line| line.trim_end().to_owned()).collect();
        if let Some(first) = self.option("first").and_then(|count| count.parse::<usize>().ok())
            && lines.len() > first
        {
            lines.truncate(first);
            lines.push("...".to_owned());
        }
        lines
    }
}

/// A page.
#[derive(Debug)]
pub(super) struct Document {
    /// The lines before each fence, and those behind the last.
    between: Vec<Vec<String>>,
    fences: Vec<Fence>,
}

impl Document {
    /// Cuts a page; an error names the fence that does not close.
    pub(super) fn parse(text: &str) -> Result<Document, String> {
        let mut document = Document { between: vec![Vec::new()], fences: Vec::new() };
        let mut open: Option<Fence> = None;
        for (at, line) in text.lines().enumerate() {
            match (open.take(), line.strip_prefix("```")) {
                (None, Some(info)) => open = Some(Fence { line: at + 1, info: info.to_owned(), body: Vec::new() }),
                (Some(fence), Some("")) => {
                    document.fences.push(fence);
                    document.between.push(Vec::new());
                }
                (Some(mut fence), _) => {
                    fence.body.push(line.to_owned());
                    open = Some(fence);
                }
                (None, None) => document.between.last_mut().unwrap().push(line.to_owned()),
            }
        }
        match open {
            Some(fence) => Err(format!("the fence of line {} does not close", fence.line)),
            None => Ok(document),
        }
    }

    pub(super) fn fences(&self) -> impl Iterator<Item = &Fence> {
        self.fences.iter()
    }

    /// Whether the fence behind this one shows its output: a `text` fence with nothing but blank lines before it.
    pub(super) fn answered(&self, at: usize) -> bool {
        self.fences.get(at + 1).is_some_and(|next| next.tag() == "text")
            && self.between[at + 1].iter().all(|line| line.trim().is_empty())
    }

    pub(super) fn replace(&mut self, at: usize, lines: Vec<String>) {
        self.fences[at].body = lines;
    }

    /// The page as one text again.
    pub(super) fn text(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for (at, between) in self.between.iter().enumerate() {
            lines.extend(between.iter().cloned());
            if let Some(fence) = self.fences.get(at) {
                lines.push(format!("```{}", fence.info));
                lines.extend(fence.body.iter().cloned());
                lines.push("```".to_owned());
            }
        }
        lines.join("\n") + "\n"
    }
}

#[test]
fn a_page_is_joined_as_it_was_cut() {
    let page = "a\n\n```whereof first=2\nnouns\n```\n\n```text\nb\n```\nc\n";
    let document = Document::parse(page).unwrap();
    assert_eq!(document.text(), page);
    assert!(document.answered(0));
    assert_eq!(document.fences().next().unwrap().cut("1\n2\n3\n"), ["1", "2", "..."]);
    assert!(Document::parse("```sh\n").is_err());
}
