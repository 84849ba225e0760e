"""Trained pipelines, one folder each, installed as the package attribution_models."""
