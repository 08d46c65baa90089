"""Ladybug, which goes on where Kuzu ended."""

import real_ladybug

import cypher

cypher.main(real_ladybug)
