"""The language of policies: rules, what they decide, patches, and how a fault travels."""
