"""junit.xml: one test for each floor of the gate, so that CI lists what fell."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from trialsift.evaluate.gate import Check, Verdict


def junit_xml(name: str, verdict: Verdict) -> bytes:
    """Return the test suite of a gold set: a test for each layout and label, or one that says why there is none."""
    tests = [_test(name, check) for check in verdict.checks]
    if verdict.problem:
        test = ET.Element("testcase", classname=f"trialsift.evaluate.{name}", name="floors")
        ET.SubElement(test, "failure", message=verdict.problem)
        tests.append(test)
    failures = sum(test.find("failure") is not None for test in tests)
    suite = ET.Element("testsuite", name=f"trialsift evaluate {name}", tests=str(len(tests)), failures=str(failures))
    suite.extend(tests)
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _test(name: str, check: Check) -> ET.Element:
    test = ET.Element("testcase", classname=f"trialsift.evaluate.{name}.{check.layout}", name=check.label)
    if not check.holds:
        failure = ET.SubElement(test, "failure", message=describe(check))
        failure.text = "\n".join(f"{page}: {count} new errors" for page, count in check.pages)
    return test


def describe(check: Check) -> str:
    """Say in a line what fell."""
    now = "gone" if check.f1 is None else f"{check.f1:.4f}"
    return f"{check.label} in {check.layout}: F1 {now}, floor {check.floor:.4f} less a margin of {check.margin:.4f}"
