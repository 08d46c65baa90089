"""Opens what the program draws: `check.py BROWSER PROGRAM FOLDER`."""

import pathlib
import subprocess
import sys

from browser import Browser, Page

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
NASTY = ["--no-builtin", "--base", str(ROOT / "tests/readers/nasty.jsonl")]

# Every text of a picture lies inside it, inside its box where it has one, and upon no other text.
TEXTS = """
[...document.querySelectorAll('svg.picture')].flatMap((svg, at) => {
  const whole = svg.getBoundingClientRect(), wrong = [], boxes = [];
  const scale = whole.width / svg.viewBox.baseVal.width;
  for (const text of svg.querySelectorAll('text')) {
    const box = text.getBoundingClientRect(), says = `picture ${at}: ${text.textContent}`;
    if (box.left < whole.left - 1 || box.right > whole.right + 1 || box.top < whole.top - 1 || box.bottom > whole.bottom + 1) wrong.push(`${says}: outside`);
    const shape = text.closest('.mark')?.querySelector('.shape, .cell');
    if (shape) {
      const own = shape.getBoundingClientRect();
      if (box.left < own.left - 1 || box.right > own.right + 1) wrong.push(`${says}: wider than its box`);
    }
    // letters are lower than the box of their line; what is turned has a box that says little
    if (!text.getAttribute('transform')) boxes.push([says, box.left + 1, box.top + 4 * scale, box.right - 1, box.bottom - 4 * scale, text.parentNode]);
  }
  boxes.forEach(([says, left, top, right, bottom, of], place) => {
    for (const [other, l, t, r, b, whose] of boxes.slice(place + 1)) {
      if (!(of === whose && of.matches('.mark')) && left < r && l < right && top < b && t < bottom) wrong.push(`${says}: upon ${other}`);
    }
  });
  return wrong;
})
"""
MARKS = "[...document.querySelectorAll('svg.picture .mark')].filter(one => !(one.firstElementChild?.tagName === 'title' && one.firstElementChild.textContent)).length"
# A letter and what is behind it, as a browser paints them: least contrast of all texts in the cells of a heat map.
CONTRAST = """
(() => {
  const light = color => { const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map(one => one / 255).map(one => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const paper = getComputedStyle(document.querySelector('.paper')).fill;
  let least = [99, ''];
  for (const text of document.querySelectorAll('svg.picture text')) {
    const mark = text.closest('.mark');
    if (!mark && text.matches('.said, .corner')) continue; // samples of the legend, which the cells stand for
    const behind = mark?.querySelector('.cell, .shape');
    let fill = behind ? getComputedStyle(behind).fill : paper;
    if (fill === 'none') fill = paper;
    const [one, other] = [light(getComputedStyle(text).fill), light(fill)];
    const ratio = (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
    if (ratio < least[0]) least = [ratio, text.textContent];
  }
  return least;
})()
"""
PAPER = "getComputedStyle(document.querySelector('.paper') ?? document.body).fill + getComputedStyle(document.body ?? document.documentElement).backgroundColor"


def quiet(page):
    """Nothing said on the console, nothing asked of anybody."""
    said = page.events("Runtime.consoleAPICalled") + page.events("Runtime.exceptionThrown") + page.events("Log.entryAdded")
    assert not said, said
    asked = [one["request"]["url"] for one in page.events("Network.requestWillBeSent")]
    assert asked == [page.url], asked


def drawn(page):
    wrong = page.value(TEXTS)
    assert not wrong, wrong[:10]
    assert page.value(MARKS) == 0, "a mark without a title"
    ratio, text = page.value(CONTRAST)
    assert ratio >= 4.5, f"contrast of {ratio:.1f}: {text}"


def linked(page):
    """Links inside the page lead to something that is there, and one of each kind is followed."""
    dead = page.value("[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href')).filter(to => !document.getElementById(to.slice(1)))")
    assert not dead, dead
    for kind in ["nav a", ".more", ".card a", "dd a[href^=\"#\"]"]:
        to = page.value(f"(() => {{ const a = document.querySelector('{kind}'); a.click(); return a.getAttribute('href'); }})()")
        assert page.value("location.hash") == to, to
        top = page.value(f"document.getElementById('{to[1:]}').getBoundingClientRect().top")
        assert -1 <= top < 900, f"{to} is at {top}"


def main():
    browser_program, program, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "network": EXAMPLES / "pictures/network.svg",
        "heatmap": EXAMPLES / "pictures/heatmap.svg",
        "bars": EXAMPLES / "pictures/bars.svg",
        "report": EXAMPLES / "report.html",
    }

    def make(name, *arguments):
        path = folder / name
        subprocess.run([str(program), "--quiet", "-o", str(path), *arguments], check=True, stdout=subprocess.DEVNULL)
        made[path.stem] = path

    make("nasty-network.svg", *NASTY, "-c", "finding where stance = reported")
    make("nasty-heatmap.svg", *NASTY, "-c", "matrix treatment by disease")
    make("nasty-bars.svg", *NASTY, "-c", "count treatment by disease where raises \"gene one\" or lowers \"gene one\"")
    make("nasty-report.html", *NASTY, "-c", "finding where stance = reported; matrix treatment by disease; count treatment by disease where raises \"gene one\"")
    make("big-network.svg", "-c", "finding where disease = fibrosis")
    make("big-heatmap.svg", "-c", "matrix treatment by disease")
    browser = Browser(browser_program)
    failed = 0
    try:
        print(browser.send("Browser.getVersion")["product"])
        for name, path in made.items():
            papers = set()
            for dark in [False, True]:
                widths = [1100, 390] if path.suffix == ".html" else [1100]
                for width in widths:
                    looks = f"{name}-{'dark' if dark else 'light'}{'' if width > 400 else '-narrow'}"
                    page = Page(browser, path, dark, width)
                    try:
                        page.screenshot(folder / f"{looks}.png")
                        quiet(page)
                        if width > 400:
                            drawn(page)
                            papers.add(page.value(PAPER))
                        if path.suffix == ".html":
                            over = page.value("document.scrollingElement.scrollWidth - innerWidth")
                            assert over <= 0, f"{over} pixels wider than the window"
                            if name == "report" and width > 400:
                                linked(page)
                        print(f"ok {looks}")
                    except AssertionError as wrong:
                        failed += 1
                        print(f"FAILED {looks}: {wrong}")
                    page.close()
            if len(papers) != 2:
                failed += 1
                print(f"FAILED {name}: light and dark look the same: {papers}")
    finally:
        browser.close()
    print(f"\n{failed} failed; look at the screenshots in {folder}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
