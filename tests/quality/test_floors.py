"""Floors hold: a worse or missing figure fails, and no floor is ever lowered."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from floors import TOLERANCE, compare, has_floor, raised, table

RUN = Path(__file__).resolve().parent / "run.py"


def verdicts(figures: dict[str, float], floors: dict[str, float], *, tasks: tuple[str, ...] = ()) -> dict[str, str]:
    return {row.figure: row.verdict for row in compare(figures, floors, tasks=tasks)}


def failures(figures: dict[str, float], floors: dict[str, float], *, tasks: tuple[str, ...] = ()) -> list[str]:
    return [row.figure for row in compare(figures, floors, tasks=tasks) if row.is_failure]


def test_figure_below_its_floor_fails() -> None:
    assert failures({"quotes.f1": 0.79}, {"quotes.f1": 0.80}) == ["quotes.f1"]


def test_figure_at_its_floor_stands() -> None:
    assert failures({"quotes.f1": 0.80}, {"quotes.f1": 0.80}) == []


def test_noise_below_the_floor_stands() -> None:
    assert failures({"quotes.f1": 0.80 - TOLERANCE * 0.9}, {"quotes.f1": 0.80}) == []


def test_missing_figure_fails() -> None:
    assert failures({"dates.f1": 0.9}, {"dates.f1": 0.9, "quotes.f1": 0.80}) == ["quotes.f1"]


@pytest.mark.parametrize("floors", [{"quotes.f1": 0.80}, {}], ids=["with a floor", "without"])
def test_figure_that_is_no_number_fails(floors: dict[str, float]) -> None:
    assert failures({"quotes.f1": float("nan")}, floors) == ["quotes.f1"]


def test_new_figure_stands() -> None:
    assert verdicts({"quotes.f1": 0.5}, {}) == {"quotes.f1": "new"}


@pytest.mark.parametrize("figure", ["language.other_called_english", "language.english_missed"])
def test_figure_that_counts_mistakes_fails_when_it_rises(figure: str) -> None:
    assert failures({figure: 0.05}, {figure: 0.01}) == [figure]


@pytest.mark.parametrize("figure", ["language.other_called_english", "language.english_missed"])
def test_figure_that_counts_mistakes_is_better_when_it_falls(figure: str) -> None:
    assert verdicts({figure: 0.0}, {figure: 0.01}) == {figure: "better"}


@pytest.mark.parametrize("figure", ["cleaning.pages_per_s", "seeds.whole_run_s", "factuality_uw.share_of_gold_matched"])
def test_figure_that_says_nothing_of_quality_has_no_floor(figure: str) -> None:
    assert (has_floor(figure), verdicts({figure: 3.0}, {})) == (False, {})


def test_precision_and_recall_may_be_traded_where_their_f1_is_held() -> None:
    assert verdicts({"events.precision": 0.5, "events.recall": 0.7, "events.f1": 0.58}, {}) == {"events.f1": "new"}


def test_precision_and_recall_without_an_f1_are_held() -> None:
    assert failures({"headings.recall": 0.7}, {"headings.recall": 0.9}) == ["headings.recall"]


def test_named_tasks_leave_out_the_floors_of_others() -> None:
    assert failures({"quotes.f1": 0.8}, {"quotes.f1": 0.8, "dates.f1": 0.9}, tasks=("quotes",)) == []


def test_named_task_must_make_all_its_figures() -> None:
    floors = {"quotes.f1": 0.8, "quotes.speaker": 0.9}

    assert failures({"quotes.f1": 0.8}, floors, tasks=("quotes",)) == ["quotes.speaker"]


def test_update_raises_a_floor_to_the_figure_reached() -> None:
    floors = {"quotes.f1": 0.8}

    assert raised(floors, compare({"quotes.f1": 0.87654}, floors)) == {"quotes.f1": 0.8765}


def test_update_adds_a_new_figure() -> None:
    assert raised({}, compare({"quotes.f1": 0.8}, {})) == {"quotes.f1": 0.8}


def test_update_never_lowers_within_the_noise() -> None:
    floors = {"quotes.f1": 0.8}

    assert raised(floors, compare({"quotes.f1": 0.799}, floors)) == floors


@pytest.mark.parametrize(
    "figures", [{"quotes.f1": 0.7, "dates.f1": 0.99}, {"dates.f1": 0.99}], ids=["below", "missing"]
)
def test_update_is_refused_while_a_figure_is_worse(figures: dict[str, float]) -> None:
    floors = {"quotes.f1": 0.8, "dates.f1": 0.9}

    with pytest.raises(ValueError, match=r"never lowered.*quotes\.f1"):
        raised(floors, compare(figures, floors))


def test_update_lowers_the_most_mistakes_that_may_be_made() -> None:
    floors = {"language.english_missed": 0.02}

    assert raised(floors, compare({"language.english_missed": 0.01}, floors)) == {"language.english_missed": 0.01}


def test_update_keeps_the_floors_of_tasks_that_were_not_run() -> None:
    floors = {"quotes.f1": 0.8, "dates.f1": 0.9}

    assert raised(floors, compare({"quotes.f1": 0.85}, floors, tasks=("quotes",))) == {
        "quotes.f1": 0.85,
        "dates.f1": 0.9,
    }


def test_table_names_the_figure_that_fell() -> None:
    assert "quotes.f1" in table(compare({"quotes.f1": 0.7}, {"quotes.f1": 0.8})).splitlines()[1]


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A scoring kit that always reaches the same figures, and says how it was called."""
    folder = tmp_path / "kit"
    folder.mkdir()
    (folder / "score.py").write_text(
        "import json, sys, pathlib\n"
        "arguments = sys.argv[1:]\n"
        "pathlib.Path(arguments[arguments.index('--json') + 1]).write_text(json.dumps({'quotes.f1': 0.8}))\n"
        "print(' '.join(arguments))\n",
        encoding="utf-8",
    )
    return folder


def run(kit: Path, floors: dict[str, dict[str, float]], *arguments: str) -> subprocess.CompletedProcess[str]:
    path = kit.parent / "floors.json"
    path.write_text(json.dumps(floors), encoding="utf-8")
    environment = {**os.environ, "NEWSWIRE_EVAL": str(kit)}
    call = [sys.executable, str(RUN), "--floors", str(path), *arguments]
    return subprocess.run(call, env=environment, capture_output=True, text=True, check=False)


def test_run_passes_at_the_floor(kit: Path) -> None:
    assert run(kit, {"full": {"quotes.f1": 0.8}}).returncode == 0


def test_run_fails_below_the_floor(kit: Path) -> None:
    assert run(kit, {"full": {"quotes.f1": 0.9}}).returncode == 1


def test_run_without_any_floors_fails(kit: Path) -> None:
    assert run(kit, {}).returncode == 1


def test_run_fails_when_the_scorer_does(kit: Path) -> None:
    (kit / "score.py").write_text("raise SystemExit(3)", encoding="utf-8")

    assert run(kit, {"full": {"quotes.f1": 0.8}}).returncode == 1


def test_sample_has_floors_of_its_own(kit: Path) -> None:
    assert run(kit, {"full": {"quotes.f1": 0.9}, "limit_60": {"quotes.f1": 0.8}}, "--limit", "60").returncode == 0


def test_update_writes_the_figures_reached(kit: Path) -> None:
    run(kit, {"full": {"quotes.f1": 0.7}, "seeds": {"seeds.f1": 1.0}}, "--update")

    written = json.loads((kit.parent / "floors.json").read_text(encoding="utf-8"))
    assert written == {"full": {"quotes.f1": 0.8}, "seeds": {"seeds.f1": 1.0}}


def test_refused_update_leaves_the_file_as_it_was(kit: Path) -> None:
    done = run(kit, {"full": {"quotes.f1": 0.9}}, "--update")

    written = json.loads((kit.parent / "floors.json").read_text(encoding="utf-8"))
    assert (done.returncode, written) == (1, {"full": {"quotes.f1": 0.9}})


def test_committed_floors_hold_only_what_may_not_fall() -> None:
    floors = json.loads((RUN.parent / "floors.json").read_text(encoding="utf-8"))

    assert [figure for named in floors.values() for figure in named if not has_floor(figure, named)] == []
