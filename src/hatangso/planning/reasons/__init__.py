"""Why a plan is as it is: other ways, remedies, what binds, what is out of reach."""
