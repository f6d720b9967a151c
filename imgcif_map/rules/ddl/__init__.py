"""Rules that hold a data file against its DDLm dictionary."""
