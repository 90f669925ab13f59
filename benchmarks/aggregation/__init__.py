"""What aggregation costs: a report, an incident that is remembered, and a start."""
