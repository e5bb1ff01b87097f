"""Put suspicions before people, who decide."""
