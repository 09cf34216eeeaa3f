"""Regions of scenarios in few words: cubes, conditions, the smallest scenario."""
