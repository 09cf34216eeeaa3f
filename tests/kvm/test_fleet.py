"""Fleets: what a file says, and every move between two hosts of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from s2tui.errors import RequestError
from s2tui.kvm.migration import fleet as subject
from s2tui.kvm.migration.migrate import migrate
from s2tui.kvm.policies.registry import DEFAULT
from s2tui.kvm.scenario.notation import parse_words

if TYPE_CHECKING:
    from s2tui.kvm.migration.fleet import Member

EXAMPLE = Path(__file__).parents[1] / "data" / "fleet.toml"
GPU = parse_words(["@gpu-memory"]).scenario


def read(tmp_path: Path, text: str) -> tuple[Member, ...]:
    path = tmp_path / "fleet.toml"
    path.write_text(text, encoding="utf-8")
    return subject.load(str(path))


def test_the_example_is_read() -> None:
    hosts = {m.name: m.host for m in subject.load(str(EXAMPLE))}
    assert list(hosts) == ["altra", "graviton3", "graviton3-old", "no-dic", "big-pages"]
    assert hosts["altra"].fields["host_fwb"] is False
    assert hosts["graviton3"].fields["host_dic"] is True
    assert (hosts["graviton3-old"].kernel, hosts["graviton3-old"].policy.id) == ("v6.12", "v6.9")
    assert hosts["big-pages"].policy.id == DEFAULT
    assert hosts["big-pages"].fields["host_page_size"] == "64k"


def test_every_pair_is_answered_as_migrate_answers_it() -> None:
    members = subject.load(str(EXAMPLE))
    by_name = {m.name: m.host for m in members}
    found = subject.moves(members, GPU)
    assert [(m.source, m.destination) for m in found] == [(a, b) for a in by_name for b in by_name]
    for source, destination, move in found:
        a, b = by_name[source], by_name[destination]
        alone = migrate(a.policy, b.policy, GPU, a.fields, b.fields)
        assert move == alone


def test_the_example_shows_each_way_to_fail() -> None:
    found = {(m.source, m.destination): m.move for m in subject.moves(
        subject.load(str(EXAMPLE)), GPU
    )}  # fmt: skip
    assert found["graviton3", "big-pages"].works
    assert found["graviton3", "no-dic"].fails_at == "capability"
    assert found["graviton3-old", "altra"].fails_at == "memslot"
    assert found["graviton3-old", "graviton3"].fails_at == "silent"
    assert not found["altra", "graviton3"].starts


def test_tags_are_kept_apart_in_a_fleet(tmp_path: Path) -> None:
    """A VM that never had tags may go where there are some; one that has may not leave."""
    members = read(
        tmp_path,
        '[[host]]\nname = "tags"\nmte = true\n[[host]]\nname = "none"\nmte = false\n',
    )
    found = subject.moves(members, parse_words(["host.mte=true,vm.mte=true"]).scenario)
    answers = {(m.source, m.destination): m.move.works for m in found}
    assert answers == {
        ("tags", "tags"): True,
        ("tags", "none"): False,
        ("none", "tags"): True,
        ("none", "none"): True,
    }


def test_what_a_preset_does_not_know_is_noted(tmp_path: Path) -> None:
    (member,) = read(tmp_path, '[[host]]\nname = "a"\ncpu = "a64fx"\n')
    assert any("host.dic" in note for note in member.host.notes)


def test_a_key_wins_over_the_preset(tmp_path: Path) -> None:
    (member,) = read(tmp_path, '[[host]]\nname = "a"\ndic = false\ncpu = "graviton3"\n')
    assert member.host.fields["host_dic"] is False


KEYS = ("name", "cpu", "kernel", "fwb", "page_size")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ("no hosts", "[[host]]", "name", "cpu", "kernel")),
        ("# nothing\n", ("no hosts", "[[host]]")),
        ("host = []\n", ("no hosts", "[[host]]")),
        ('host = "a"\n', ("host", "list of tables", "[[host]]")),
        ("host = [1]\n", ("host", "list of tables", "[[host]]")),
        ('[[hosts]]\nname = "a"\n', ("'hosts'", "host")),
        ("[[host]]\nfwb = true\n", ("host 1", "name", "nothing")),
        ("[[host]]\nname = 3\n", ("host 1", "name", "3")),
        ('[[host]]\nname = " "\n', ("host 1", "name")),
        ('[[host]]\nname = "a"\n[[host]]\nname = "a"\n', ("host 2", "name", "'a'", "twice")),
        ('[[host]]\nname = "a"\nfbw = true\n', ("(a)", "'fbw'", "did you mean fwb?", *KEYS)),
        ('[[host]]\nname = "a"\n"host.fwb" = true\n', ("'host.fwb'", "did you mean fwb?")),
        ('[[host]]\nname = "a"\nfwb = "yes"\n', ("(a)", "fwb", "true, false", '"yes"')),
        ('[[host]]\nname = "a"\nfwb = 1\n', ("(a)", "fwb", "true, false", "1")),
        ('[[host]]\nname = "a"\nfwb = [true]\n', ("(a)", "fwb", "true, false")),
        ('[[host]]\nname = "a"\npage_size = "8k"\n', ("page_size", '"4k", "16k", "64k"', '"8k"')),
        ('[[host]]\nname = "a"\npage_size = 4\n', ("page_size", '"4k", "16k", "64k"', "4")),
        ('[[host]]\nname = "a"\ncpu = "cortex-a99"\n', ("(a)", "cpu", "cortex-a99", "cortex-a53")),
        ('[[host]]\nname = "a"\ncpu = 53\n', ("(a)", "cpu", "s2tui list cpus", "53")),
        ('[[host]]\nname = "a"\nkernel = "v9.9"\n', ("(a)", "kernel", "v9.9")),
        ('[[host]]\nname = "a"\nkernel = 6.17\n', ("(a)", "kernel", "6.17")),
        ('[[host]]\nname = "a"\ncpu = "a,b=c"\n', ("(a)", "cpu", "a,b=c")),
        ("[[host]\n", ("is not TOML",)),
        ('[[host]]\nname = "a"\nname = "b"\n', ("is not TOML",)),
    ],
)
def test_a_bad_file_is_one_line_that_names_file_key_and_what_is_accepted(
    tmp_path: Path, text: str, names: tuple[str, ...]
) -> None:
    with pytest.raises(RequestError) as error:
        read(tmp_path, text)
    message = str(error.value)
    assert "fleet.toml" in message
    assert "\n" not in message
    for name in names:
        assert name in message


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(RequestError, match=r"cannot read nowhere\.toml"):
        subject.load("nowhere.toml")


def test_a_directory_or_binary_file_is_no_fleet(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="cannot read"):
        subject.load(str(tmp_path))
    path = tmp_path / "fleet.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RequestError, match="is not TOML"):
        subject.load(str(path))
