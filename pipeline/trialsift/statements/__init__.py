"""Facts that a page states in titles, criteria and sentences instead of in a field of their own, one module for each.

Each finder takes the text of one passage and returns half-open places in it. Only wordings that can be about nothing
but the trial itself are read: a fact that a sentence leaves open stays absent.
"""
