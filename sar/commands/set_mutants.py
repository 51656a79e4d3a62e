"""`sar sets mutate`: which small changes of a set its examples and cases would not notice."""

import sys
from collections import Counter

import rich_click as click

from indicators.definitions import Case, DefinitionSet, Indicator
from indicators.documents import write_line
from indicators.examples import tested
from indicators.mutants import Attempt, Fate, mutate, suggest_cases
from indicators.operators import NOT_TRIED
from sar.commands.set_files import find_set


@click.command("mutate")
@click.argument("what")
@click.argument("version", required=False)
@click.option("--propose", "is_proposing", is_flag=True, help="Write cases to add, as YAML.")
@click.option(
    "--at-least",
    metavar="PERCENT",
    type=click.IntRange(0, 100),
    default=0,
    help="Exit code 1 when fewer changes are noticed.",
)
def mutate_set(what: str, version: str | None, *, is_proposing: bool, at_least: int) -> None:
    """Make small changes to a set, one at a time, and see whether its cases notice them.

    Each change that none notices is listed with a case that would.
    """
    definition_set = find_set(what, version)
    if is_proposing:
        _print_proposals(definition_set)
        return
    attempts = mutate(definition_set)
    click.echo(f"{definition_set.set_id} {definition_set.version}")
    click.echo(f"\n{'behaviour':<44} {'noticed':>9} {'of':>5} {'share':>6}")
    for indicator in tested(definition_set):
        own = [each for each in attempts if each.indicator_id == indicator.indicator_id]
        _print_row(f"{indicator.indicator_id} {indicator.name}", own)
    _print_row("all", attempts)
    for indicator in tested(definition_set):
        _print_survivors(indicator, attempts)
    _print_limits(attempts)
    if _percent(attempts) < at_least:
        click.echo(f"Fewer than {at_least} % are noticed. `--propose` writes cases to add.")
        sys.exit(1)


def _print_row(name: str, attempts: "tuple[Attempt, ...] | list[Attempt]") -> None:
    fates = Counter(each.fate for each in attempts)
    total = fates[Fate.KILLED] + fates[Fate.SURVIVED]
    click.echo(f"{name:<44} {fates[Fate.KILLED]:>9} {total:>5} {_percent(attempts):>4.0f} %")


def _percent(attempts: "tuple[Attempt, ...] | list[Attempt]") -> float:
    """Give the share of the changes that are noticed, of those not proved to be none."""
    fates = Counter(each.fate for each in attempts)
    total = fates[Fate.KILLED] + fates[Fate.SURVIVED]
    return 100 * fates[Fate.KILLED] / total if total else 100.0


def _print_survivors(indicator: Indicator, attempts: tuple[Attempt, ...]) -> None:
    survivors = [
        each
        for each in attempts
        if each.indicator_id == indicator.indicator_id and each.fate is Fate.SURVIVED
    ]
    if survivors:
        click.echo(f"\n{indicator.indicator_id} {indicator.name}: nobody would notice if")
    for attempt in survivors:
        click.echo(f"  {attempt.mutant.part_id}  {attempt.mutant.change}")
        advice = f"add {_shown(attempt.witness)}" if attempt.witness else "no such case was found"
        click.echo(f"           {advice}")


def _shown(case: Case) -> str:
    findings = f", findings {write_line(dict(case.findings))}" if case.findings else ""
    return f"a case: answers {write_line(dict(case.answers))}{findings}"


def _print_limits(attempts: tuple[Attempt, ...]) -> None:
    equal = [each.mutant.change for each in attempts if each.fate is Fate.EQUAL]
    for change in equal:
        click.echo(f"\nNot counted, because no answer makes a difference: {change}.")
    click.echo(f"\nNever tried, because no answer could notice: {'; '.join(NOT_TRIED)}.")


def _print_proposals(definition_set: DefinitionSet) -> None:
    click.echo("# Computed from the set as it is. Read each: is that what you mean? If so, put it")
    click.echo("# below the `cases:` of its behavior. If not, the question has to change.")
    current = ""
    for suggestion in suggest_cases(definition_set):
        if suggestion.indicator_id != current:
            current = suggestion.indicator_id
            name = definition_set.indicator(current).name
            click.echo(f"\n    # {current} {name}\n    cases:")
        for change in suggestion.notices:
            click.echo(f"      # notices if {change}")
        click.echo(f"      - answers: {write_line(dict(suggestion.case.answers))}")
        if suggestion.case.findings:
            click.echo(f"        findings: {write_line(dict(suggestion.case.findings))}")
    if not current:
        click.echo("# Nothing to propose: every change is noticed, or no case was found for it.")
