"""The events and topics that the services share: pydantic models and data, nothing that acts."""
