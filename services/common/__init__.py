"""What the services share by technique: Kafka, settings, dead letters. It knows no service."""
