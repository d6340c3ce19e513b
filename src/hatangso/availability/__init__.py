"""From looks at targets to availability, outages and alarms."""
