"""Kuzu."""

import kuzu

import cypher

cypher.main(kuzu)
