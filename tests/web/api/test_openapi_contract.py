"""The interface keeps what its OpenAPI document promises, whatever is sent."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from web_service import Service

_DOCUMENT = "/api/v1/openapi.json"


@pytest.mark.heavy
def test_no_request_meets_a_fault_or_an_answer_of_another_shape(
    service: Service,
) -> None:
    # An administrator's program, so that nothing is refused for want of rights.
    program = service.program_as("administrator")
    schema = schemathesis.openapi.from_asgi(_DOCUMENT, service.app)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:

        @settings(
            max_examples=12,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def holds(case: schemathesis.Case) -> None:
            # A schema cannot say which periods, units and changes make sense: what
            # does not is refused with 422, which the document promises.
            case.call_and_validate(
                headers={"Authorization": program.headers["authorization"]},
                excluded_checks=[positive_data_acceptance],
            )

        holds()


def test_the_document_names_every_address_and_who_may_ask(service: Service) -> None:
    document = service.app.openapi()
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        assert path.startswith("/api/v1/")
        for entry in methods.values():
            assert entry["x-permission"]
            assert {"401", "403", "422"} <= set(entry["responses"])
