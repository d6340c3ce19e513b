"""What the running service keeps beside the register: accounts, jobs, reports."""
