"""Concepts: link names of conditions and interventions to a vocabulary that lies in one SQLite file."""
