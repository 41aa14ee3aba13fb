"""Any other page: the shared tables alone."""

from trialsift.layouts.layout import Layout

GENERIC = Layout(name="generic")
