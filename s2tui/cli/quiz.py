"""`s2tui quiz`: questions from a seed; on a terminal one after the other, else as a sheet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from s2tui.cli import output
from s2tui.cli.arguments import add_form_of_answer
from s2tui.errors import RequestError, short

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from datetime import date

    from s2tui.teach.quiz.lines import Given
    from s2tui.teach.quiz.progress import Progress
    from s2tui.teach.quiz.question import Choice, Question
    from s2tui.teach.quiz.seeds import Seed

MOST = 200
"""Questions of a round at most."""
LEAVE = ("q", "quit")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "seed", nargs="?", metavar="SEED", help="letters and digits; the same seed asks the same"
    )
    parser.add_argument("--questions", metavar="N", help=f"how many, 1 to {MOST} (14)")
    add_form_of_answer(parser)


def run(args: argparse.Namespace) -> int:
    """Ask, or print what would be asked.

    Raises:
        RequestError: the seed or the number is none, or the seed is of another version.
    """
    from s2tui.teach.quiz.rounds import NUMBER, questions
    from s2tui.teach.quiz.seeds import new_seed, seed_of

    number = NUMBER if args.questions is None else _number(args.questions)
    seed = new_seed() if args.seed is None else seed_of(args.seed)
    if args.json:
        from s2tui.teach.quiz.objects import quiz_object

        output.json(quiz_object(seed, questions(seed, number)))
    elif not args.markdown and sys.stdin.isatty() and sys.stdout.isatty():
        _ask(seed, number, fresh=args.seed is None)
    else:
        from s2tui.teach.quiz.lines import sheet_lines

        output.lines(sheet_lines(list(questions(seed, number)), seed, output.width()))
    return 0


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST:
        return int(text)
    raise RequestError(f"--questions takes a number from 1 to {MOST}, not {short(text)!r}")


def _ask(seed: Seed, number: int, *, fresh: bool) -> None:
    """Ask one after the other, and say in the end what the answers give away.

    Args:
        seed: what is asked.
        number: how many questions.
        fresh: whether nobody chose the seed; then what is due comes first.
    """
    from datetime import date

    from s2tui.teach.quiz import progress
    from s2tui.teach.quiz.lines import Given, answer_lines, end_lines

    today = date.today()
    file = progress.path()
    known, said = progress.load(file)
    if said:
        output.text(said)
    output.text(f"Quiz {seed.code}: a letter answers, q leaves.\n")
    answers: list[Given] = []
    kept = True
    for at, question in enumerate(_round(seed, number, known if fresh else None, today), 1):
        choice = _answer(question, f"{at}/{number}")
        if choice is None:
            break
        given = Given(question, choice)
        answers.append(given)
        known = known.after(question, choice, today)
        # At once: whoever stops in the middle has learned so much all the same.
        kept = kept and _keep(known)
        output.lines([*answer_lines(given, output.width()), ()])
    if answers:
        output.lines(end_lines(answers, output.width()))


def _round(seed: Seed, number: int, known: Progress | None, today: date) -> Iterator[Question]:
    """What is due, half of the round at most, and then what the seed has."""
    from s2tui.teach.quiz.rounds import about, questions

    asked = 0
    for pair in [] if known is None else known.due(today)[: number // 2]:
        question = about(seed, pair.concept, pair.misconception)
        if question is not None:
            asked += 1
            yield question
    yield from questions(seed, number - asked)


def _answer(question: Question, heading: str) -> Choice | None:
    """The choice that was typed; None to leave."""
    from s2tui.teach.quiz.lines import LETTERS, question_lines

    output.lines([*question_lines(question, heading, output.width()), ()])
    letters = LETTERS[: len(question.choices)]
    while True:
        sys.stdout.write(f"{letters[0]}-{letters[-1]}? ")
        output.flush()
        line = sys.stdin.readline()
        word = line.strip().lower()
        if not line or word in LEAVE:
            output.text("" if line else "\n")
            return None
        if word in letters and len(word) == 1:
            return question.choices[letters.index(word)]
        output.text(f"one of {', '.join(letters)}, or q to leave")


def _keep(known: Progress) -> bool:
    """Keep what is to be repeated; where that cannot be done it is said, and nothing else lost."""
    from s2tui.teach.quiz import progress

    try:
        progress.save(progress.path(), known)
    except OSError as error:
        output.text(f"what is to be repeated was not saved: {error.strerror}")
        return False
    return True
