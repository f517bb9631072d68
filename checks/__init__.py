"""The rules: a call goes in, judgments with evidence come out.

Pure functions of their inputs. No database, no web, no clock, no network.
"""
