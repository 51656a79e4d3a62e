"""`sar sets test`: what a set's examples and cases say, and what they do not try."""

import sys

import rich_click as click

from indicators.coverage import Coverage, cover
from indicators.definitions import DefinitionSet
from indicators.examples import Outcome, missing_kinds, obstacles, run_examples, tested, words
from sar.commands.set_files import find_set


@click.command("test")
@click.argument("what")
@click.argument("version", required=False)
@click.option("--quiet", "is_quiet", is_flag=True, help="Leave out what could still be added.")
def test_set(what: str, version: str | None, *, is_quiet: bool) -> None:
    """Run the examples and cases of a set: a FILE, a VERSION, or a SET with its VERSION.

    Exit code 1 when one fails or a behaviour lacks one of the three kinds of examples.
    """
    definition_set = find_set(what, version)
    outcomes = run_examples(definition_set)
    coverages = [cover(each, definition_set) for each in tested(definition_set)]
    click.echo(f"{definition_set.set_id} {definition_set.version}")
    _print_table(definition_set, outcomes, coverages)
    for outcome in outcomes:
        if not outcome.is_passed:
            _print_failure(definition_set, outcome)
    if not is_quiet:
        _print_gaps(definition_set, coverages)
    found = obstacles(definition_set)
    if not found:
        click.echo("\nEvery example and case passes, and every behavior has all three kinds.")
        return
    click.echo("\nThis keeps the set from being published:")
    for obstacle in found:
        click.echo(f"  {obstacle.message} {obstacle.remedy}")
    sys.exit(1)


def _print_table(
    definition_set: DefinitionSet, outcomes: tuple[Outcome, ...], coverages: list[Coverage]
) -> None:
    click.echo(f"\n{'behaviour':<40} {'examples':>9} {'cases':>9} {'tried':>9}  missing kinds")
    for indicator, coverage in zip(tested(definition_set), coverages, strict=True):
        own = [each for each in outcomes if each.indicator_id == indicator.indicator_id]
        missing = ", ".join(missing_kinds(indicator)) or "none"
        click.echo(
            f"{indicator.indicator_id + ' ' + indicator.name:<40} "
            f"{_share([each for each in own if each.kind]):>9} "
            f"{_share([each for each in own if not each.kind]):>9} "
            f"{f'{coverage.total - len(coverage.gaps)}/{coverage.total}':>9}  {missing}"
        )
    click.echo("examples, cases: passed/run. tried: options, bounds, conditions, rules: tried/all.")


def _share(outcomes: list[Outcome]) -> str:
    return f"{sum(each.is_passed for each in outcomes)}/{len(outcomes)}"


def _print_failure(definition_set: DefinitionSet, outcome: Outcome) -> None:
    indicator = definition_set.indicator(outcome.indicator_id)
    click.echo(f"\nfailed: {outcome.name} of {indicator.indicator_id} {indicator.name}")
    click.echo(f"  expected: {words(outcome.expected, indicator)}")
    click.echo(f"  found:    {words(outcome.found, indicator)}")
    for message in outcome.messages:
        click.echo(f"            {message}")


def _print_gaps(definition_set: DefinitionSet, coverages: list[Coverage]) -> None:
    for indicator, coverage in zip(tested(definition_set), coverages, strict=True):
        if coverage.gaps:
            click.echo(f"\nNot tried yet in {indicator.indicator_id} {indicator.name}; add a case:")
        for gap in coverage.gaps:
            click.echo(f"  {gap.part_id}  {gap.message}")
