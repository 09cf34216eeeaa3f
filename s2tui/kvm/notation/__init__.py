"""How scenarios and reports are written: text, TOML and the contract's JSON."""
