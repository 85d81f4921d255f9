"""
The verdict on one response: read, match, judge, report.
"""
