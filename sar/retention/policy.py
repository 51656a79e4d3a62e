"""The retention policies of this installation: the agency's file, or the shipped one."""

from dataclasses import replace

from privacy.clocks import Clock, Period, Unit
from privacy.errors import RetentionError
from privacy.retention_policies import DEFAULT_FILE, Drawer, Policies, Policy, load_policies
from sar.errors import NotReadyError
from sar.settings import Settings
from triage.decisions import State

# An open report has an outcome too: the state in which it waits.
OUTCOMES = frozenset(state.value for state in State)


def policies_of(settings: Settings) -> Policies:
    """Read the policy file that the settings name, else the shipped one with `retention_days`.

    Raises NotReadyError if the file cannot be used; it says where and how to mend it.
    """
    path = settings.retention_policy_file
    try:
        if path is not None:
            return load_policies(path, outcomes=OUTCOMES)
        shipped = load_policies(DEFAULT_FILE, outcomes=OUTCOMES)
    except RetentionError as error:
        raise NotReadyError(
            f"The retention policy cannot be used. {error}",
            remedy="Mend it; `sar retention check FILE` says whether a file is in order.",
        ) from None
    policies = tuple(_with_days(each, settings.retention_days) for each in shipped.policies)
    return replace(shipped, policies=policies)


def shortest_days(policies: Policies) -> int:
    """Return the fewest days after which any record could be due for anything."""
    periods = [
        period
        for policy in policies.policies
        for clock in policy.clocks[Drawer.TIPS]
        for period in (clock.review_after, clock.purge_after)
    ]
    per_unit = {Unit.DAYS: 1, Unit.MONTHS: 28, Unit.YEARS: 365}
    return min(period.count * per_unit[period.unit] for period in periods)


def _with_days(policy: Policy, days: int) -> Policy:
    *first, last = policy.clocks[Drawer.TIPS]
    clocks = {**policy.clocks, Drawer.TIPS: (*first, _clock_with_days(last, days))}
    return replace(policy, clocks=clocks)


def _clock_with_days(clock: Clock, days: int) -> Clock:
    purge_after = Period(days, Unit.DAYS)
    is_earlier = clock.review_after.is_within(purge_after)
    is_capped = clock.at_most is not None and purge_after.is_within(clock.at_most)
    return replace(
        clock,
        purge_after=purge_after,
        review_after=clock.review_after if is_earlier else purge_after,
        at_most=clock.at_most if is_capped else None,
    )
