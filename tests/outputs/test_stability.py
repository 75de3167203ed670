"""Equal content gives equal bytes: what followers have seen stays the same until somebody changes it."""

import datetime as dt

from tests.sites import Sites, SmallSite


def machine_files(site: SmallSite) -> dict[str, bytes]:
    found = {path.relative_to(site.public).as_posix(): path for path in site.public.rglob("*") if path.is_file()}
    kinds = (".xml", ".ics", ".json", ".csv", ".geojson", ".jsonld", "robots.txt")
    return {name: path.read_bytes() for name, path in found.items() if name.endswith(kinds)}


def test_files_do_not_follow_the_clock(small: SmallSite, built: Sites) -> None:
    """With meetings ahead and with all of them past. Another root, so nothing is kept of the first."""
    assert len(machine_files(small)) > 20
    for now in ("2020-06-30T12:00+02:00", "2031-01-01T00:00-05:00"):
        other = built({}, now=dt.datetime.fromisoformat(now), cache=False)
        assert machine_files(other) == machine_files(small), now


def test_only_what_names_a_project_changes_with_it(built: Sites) -> None:
    site = built({})
    before = machine_files(site)
    text = (site.root / "municipalities.yaml").read_text("utf-8")
    site.write({"municipalities.yaml": text.replace("title: Deelhub,", "title: Nieuwe hub,")})
    site.build()
    after = machine_files(site)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "atom.xml",
        "themas/smart-mobility/atom.xml",
        "gemeenten/breda/atom.xml",
        "data/projects.json",
        "data/projects.csv",
        "projecten/keuze.json",
        "zoeken/index.json",
    }


def test_later_revision_is_a_later_version_of_the_same_meeting(built: Sites) -> None:
    site = built({})
    path = "content/agenda/2020-07-01-themagroep.md"
    before = (site.public / "agenda/themagroep.ics").read_text("utf-8").splitlines()
    text = (site.root / path).read_text("utf-8")
    text = text.replace("revision: 2", "revision: 3").replace("updated: 2020-06-20", "updated: 2020-06-25")
    site.write({path: text.replace("start: 2020-07-01 15:30", "start: 2020-07-01 14:30")})
    site.build()
    after = (site.public / "agenda/themagroep.ics").read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == [
        "DTSTAMP:20200625T000000Z",
        "LAST-MODIFIED:20200625T000000Z",
        "SEQUENCE:3",
        "DTSTART;TZID=Europe/Amsterdam:20200701T143000",
    ]


def test_files_stand_below_a_base_path(below: SmallSite) -> None:
    for name, raw in machine_files(below).items():
        assert b"proef.example.nl" not in raw, name
        assert b"https://ander.example.org/" not in raw.replace(b"https://ander.example.org/g40/", b""), name
