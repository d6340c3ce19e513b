"""Forms made from descriptors: what is typed becomes values of records."""
