"""What all readers share: the program, the questions, and the list of checks."""

import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
HEADLINE = "treatment where upregulates CXCR4 and disease = fibrosis"
SPLIT = "treatment where no effect on immunomodulation in vivo"
NASTY = """treatment where has no effect on "same id" or raises "gene one" or lowers "gene one";
finding where direction = unclear; finding where stance = gap; finding where stance = hypothesised; finding where object = ague"""

CHECKS = []


def check(function):
    """Marks a function as a check."""
    CHECKS.append(function)
    return function


class Skip(Exception):
    """Raised where a tool is missing that pip cannot bring."""


def equal(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"


class Whereof:
    """The program under test."""

    def __init__(self, program):
        self.program = str(pathlib.Path(program).resolve())
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="whereof-readers-"))
        self.turn = 0

    def run(self, *arguments, nasty=False):
        """Runs it; gives what it prints and what it says."""
        base = ["--no-builtin", "--base", str(HERE / "nasty.jsonl")] if nasty else []
        done = subprocess.run([self.program, *base, *arguments], capture_output=True, cwd=self.folder, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout, done.stderr.decode()

    def text(self, format, query, nasty=False):
        """What is printed for a question in a format."""
        return self.run("--format", format, "-c", query, nasty=nasty)[0].decode()

    def file(self, ending, query, nasty=False, name=None):
        """Path of a file written for a question, its format chosen by the ending."""
        self.turn += 1
        path = self.folder / (name or f"answer{self.turn}.{ending}")
        self.run("-o", str(path), "-c", query, nasty=nasty)
        return path
