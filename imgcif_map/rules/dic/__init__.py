"""Rules that hold a DDLm dictionary against the DDLm reference dictionary and itself."""
