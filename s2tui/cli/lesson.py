"""`s2tui lesson`: what lessons there are, one of them to read, and whether they still hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer
from s2tui.errors import RequestError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from s2tui.teach.lesson.course import Course

GROUPS = {"lessons": "lessons", "ways": "ways through them"}
DOES = {
    "list": "what lessons there are",
    "show": "one of them with its answers",
    "check": "whether lessons and model still agree",
    "accept": "hold what the model answers now",
    "new": "write one to begin with",
    "export": "a handout of a lesson or a way",
}
"""What can be done with lessons."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    said = "; ".join(f"{name}: {text}" for name, text in DOES.items())
    parser.add_argument("does", metavar="WHAT", choices=tuple(DOES), help=said)
    parser.add_argument(
        "names",
        nargs="*",
        metavar="LESSON",
        help="a lesson, a way, or LESSON#STEP to accept one step",
    )
    parser.add_argument("--folder", metavar="DIR", help="lessons of your own, as .md files")
    parser.add_argument(
        "--to", metavar="FILE", help="where the handout goes, as .html or .md by its name"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--blank", action="store_true", help="room to write, and no answers on the handout"
    )
    form.add_argument(
        "--answers", action="store_true", help="the answers on the last pages, as without it"
    )
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Do it.

    Raises:
        RequestError: a lesson, step or folder does not exist, or what is held is damaged.
    """
    from pathlib import Path

    from s2tui.teach.lesson.course import OWN, load

    if args.does == "new":
        return _new(Path(args.folder or "."), args.names)
    folder = OWN if args.folder is None else Path(args.folder)
    course = load(folder)
    if args.json and args.does != "check":
        raise RequestError(f"--json is for lesson check, not for lesson {args.does}")
    if args.does == "export":
        return _export(course, folder, args.names, args.to, blank=args.blank)
    if args.to is not None or args.blank or args.answers:
        raise RequestError(f"--to, --blank and --answers are for lesson export, not {args.does}")
    if args.does == "list":
        return _list(course, folder)
    if args.does == "show":
        return _show(course, folder, args.names)
    if args.does == "accept":
        return _accept(course, folder, args.names)
    return _check(course, folder, args.names, as_json=args.json)


def _list(course: Course, folder: Path) -> int:
    """Every lesson, and the ways through them."""
    from s2tui.teach.lesson.paths import ways
    from s2tui.teach.lists import lesson_entries
    from s2tui.view.kit.listing import listing_lines

    entries = lesson_entries(course.lessons)
    entries = [{**entry, "group": "lessons"} for entry in entries]
    entries += [
        {"id": way.id, "text": way.title, "group": "ways",
         "details": [f"{way.minutes} minutes, {len(way.steps)} steps"]}
        for way in ways(folder, course.lessons).found
    ]  # fmt: skip
    output.lines(listing_lines(entries, GROUPS, output.width()))
    return 0


def _show(course: Course, folder: Path, names: Sequence[str]) -> int:
    """A lesson, or a way through several, with every question, answer and reason.

    Raises:
        RequestError: it is not one lesson that is asked for, or it names what does not exist.
    """
    from s2tui.teach.lesson.kinds import Models
    from s2tui.teach.lesson.lines import lesson_lines, way_lines
    from s2tui.teach.lesson.paths import ways

    if len(names) != 1:
        raise RequestError("lesson show takes one lesson (s2tui lesson list)")
    for way in ways(folder, course.lessons).found:
        if way.id == names[0]:
            output.lines(way_lines(way, Models(), output.width()))
            return 0
    output.lines(lesson_lines(course.find(names[0]), Models(), output.width()))
    return 0


def _export(
    course: Course, folder: Path, names: Sequence[str], to: str | None, *, blank: bool
) -> int:
    """Write a handout.

    Raises:
        RequestError: it is not one lesson or way, no file to write, or it cannot be written.
    """
    from pathlib import Path

    from s2tui.teach.handout.html import html
    from s2tui.teach.handout.markdown import markdown
    from s2tui.teach.handout.sheet import sheet
    from s2tui.teach.lesson.kinds import Models
    from s2tui.teach.lesson.paths import Way, ways

    forms = {".html": html, ".md": markdown}
    if len(names) != 1 or to is None or Path(to).suffix not in forms:
        raise RequestError("lesson export takes one lesson or way, and --to FILE.html or FILE.md")
    known = {way.id: way for way in ways(folder, course.lessons).found}
    way = known.get(names[0])
    if way is None:
        one = course.find(names[0])
        way = Way(one.id, one.title, one.minutes, one.steps)
    lessons = {lesson.id: lesson for lesson in course.lessons}
    made = sheet(way, lessons, Models(), folder)
    page = forms[Path(to).suffix](made, answers=not blank, blank=blank)
    try:
        Path(to).write_text(page, encoding="utf-8")
    except OSError as error:
        raise RequestError(f"cannot write {to}: {error.strerror}") from None
    output.text(f"{to}: {len(way.steps)} questions")
    return 0


def _check(course: Course, folder: Path, names: Sequence[str], *, as_json: bool) -> int:
    """Every problem of the lessons that are named, of all without names; 1 where there is one."""
    from s2tui.teach.lesson.check import check

    files = {course.find(name).file for name in names}
    asked = [lesson for lesson in course.lessons if not files or lesson.file in files]
    found = check(course, folder, lessons=asked)
    problems = [p for p in found.problems if not files or p.file in files]
    if as_json:
        said = [{"file": str(p.file), "line": p.line, "text": p.text} for p in problems]
        output.json({"lessons": len(asked), "steps": found.steps, "problems": said})
    else:
        for problem in problems:
            output.text(problem.said)
        counts = (len(asked), "lesson"), (found.steps, "step"), (len(problems), "problem")
        output.text(", ".join(f"{n} {what}{'' if n == 1 else 's'}" for n, what in counts))
    return 1 if problems else 0


def _accept(course: Course, folder: Path, names: Sequence[str]) -> int:
    """Hold what the model answers now, and say what was held before.

    Raises:
        RequestError: there is no such lesson or step, or some step cannot be asked.
    """
    from s2tui.teach.lesson import lock
    from s2tui.teach.lesson.judge import judge
    from s2tui.teach.lesson.kinds import Models

    wanted = _named(course, names)
    try:
        held = lock.load(folder) or {}
    except RequestError:
        held = {}  # what is damaged is made anew
    models = Models()
    entries: dict[str, lock.Entry] = {}
    changed = 0
    for step in course.steps():
        was = held.get(step.name)
        if step.name not in wanted:
            entries |= {} if was is None else {step.name: was}
            continue
        entries[step.name] = lock.entry(step, judge(step, models))
        for said in ["new"] if was is None else lock.changes(was, entries[step.name]):
            output.text(f"{step.name}: {said}")
            changed += 1
    lock.save(folder, entries)
    output.text(f"{len(wanted)} steps accepted, {changed} change(s)")
    return 0


def _new(folder: Path, names: Sequence[str]) -> int:
    """Write a lesson that `check` has nothing to say about, to be changed.

    Raises:
        RequestError: it is not one name, or the file is there already or cannot be written.
    """
    from s2tui.teach.lesson.course import NAMED, template

    if len(names) != 1 or not NAMED.fullmatch(names[0]):
        raise RequestError("lesson new takes one name of letters, digits and hyphens")
    file = folder / f"{names[0]}.md"
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(template(names[0]))
    except OSError as error:
        raise RequestError(f"cannot write {file}: {error.strerror}") from None
    output.text(f"{file}: change it, then s2tui lesson check --folder {folder}")
    return 0


def _named(course: Course, names: Sequence[str]) -> set[str]:
    """The steps that are named, by lesson or one by one; all without names.

    Raises:
        RequestError: there is no such lesson or step.
    """
    from s2tui.teach.lesson.course import named

    found = [step for name in names for step in named(name, course.lessons)]
    return {step.name for step in found or course.steps()}
