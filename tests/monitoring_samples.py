"""Something that an agent has looked at, for pages to show."""

from hatangso.model.monitoring import (
    CertificateFault,
    Fault,
    Observation,
    ProbeKind,
    Sample,
    TargetState,
    WatchTarget,
    WebHealth,
)
from hatangso.workflows.monitoring import roll_up, take_observations
from hatangso.workflows.monitoring_settings import monitoring_settings
from web_service import Service

_DAY_S = 86_400


def watch(service: Service, *, name: str, minutes: str, ends_days: int = 90) -> int:
    """Let an agent have looked once a minute up to now; return the target's number.

    u is up, d is down, a gap is a minute without a look.
    """
    state = service.state
    now_s = int(service.clock().timestamp())
    settings = monitoring_settings(state.directory)
    target = WatchTarget(
        f"extra/{name}", name, ProbeKind.HTTP, "https://x.example", 60, 5.0, 2000.0
    )
    state.operations.monitoring.keep_targets([target], at_s=now_s)
    health = WebHealth(
        now_s,
        now_s + ends_days * _DAY_S,
        CertificateFault.NONE,
        has_https=True,
        leads_to_https=False,
        has_ipv6=False,
    )
    start_s = now_s - 60 * len(minutes)
    seen = [
        Observation(
            target.code,
            Sample(
                start_s + 60 * i,
                TargetState.DOWN if one == "d" else TargetState.UP,
                None if one == "d" else 40.0 + i,
                Fault.TIMEOUT if one == "d" else Fault.NONE,
            ),
            health if i == len(minutes) - 1 else None,
        )
        for i, one in enumerate(minutes)
        if one != " "
    ]
    take_observations(
        state.operations,
        seen,
        parameters=settings.parameters,
        rules=settings.rules,
        now_s=now_s,
    )
    roll_up(state.operations, parameters=settings.parameters, now_s=now_s)
    state.operations.monitoring.beat(
        "máy giám sát",
        started_at=service.clock(),
        at=service.clock(),
        targets=1,
        may_ping=False,
    )
    kept = state.operations.monitoring.targets()
    return next(one.id for one in kept if one.code == target.code)
