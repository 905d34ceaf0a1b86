"""The machinery behind make.py: a JVM, data frames, stages, and the writing of cases."""
