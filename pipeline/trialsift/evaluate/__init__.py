"""Know how good it is: gold against what was found, per label, section, layout and source, with a gate for CI."""
