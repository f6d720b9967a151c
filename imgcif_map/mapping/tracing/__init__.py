"""Where each data name comes from by the mapping alone, without a source: for exports."""
