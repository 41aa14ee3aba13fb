"""Labels that no table lists: found by a word in them and the form of their value, beside or below them."""

from __future__ import annotations

import pytest

from trialsift.layouts import read_page
from trialsift.layouts.label_hints import is_sub_label, label_hint
from trialsift.page import Source
from trialsift.vocab import table


@pytest.mark.parametrize("row", table("label_hints"), ids=lambda row: row["example"])
def test_each_row_reads_its_example(row):
    cue = label_hint(row["example"], row["value"])
    assert cue is not None
    assert cue.target == row["target"]


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Recruitment", "By letter from the clinic"),
        ("Date of registration", "3 May 2024"),
        ("Last update of the recruitment status", "3 May 2024"),
        ("Number of sites", "12"),
        ("Number of patients per arm", "12"),
        ("Blinding", "Envelopes"),
        ("Sponsor type", "University"),
        ("Sponsor's phone", "000 000 000"),
        ("ICD-10 code", "M10.9"),
        ("Purpose", "To see whether ginger helps"),
        ("Age", "Adult"),
        ("Start of the day", "Tea at seven"),
        ("Type", "Ginger tea"),
        ("Weekly visits", "2024"),
        ("", "Recruiting"),
        ("Recruitment", ""),
    ],
)
def test_a_value_of_another_form_makes_no_label(label, value):
    assert label_hint(label, value) is None


def test_lines_between_label_and_value():
    assert [
        text for text in ("Name", "en", "Anticipated", "Institution:", "Namely", "Tea", "12") if is_sub_label(text)
    ] == [
        "Name",
        "en",
        "Anticipated",
        "Institution:",
    ]


def _read(text: str) -> list[tuple[str, str]]:
    page = read_page(Source("page.txt", text, "0" * 64, 1, "utf-8", "text/plain"))
    return [(passage.field or passage.section, page.text_of(passage)) for passage in page.passages]


def test_values_below_their_labels():
    assert _read(
        "Ginger tea for gout\nDevelopmental phase\nPhase II\nPurpose of intervention\nPrevention\n"
        "Last follow-up date\n2022 Year 12 Month 20 Day\nSponsor or person\nInstitute\nElm University\n"
        "Primary outcomes\nPain at week 4\nBase\nStudy type\nInterventional\n"
    ) == [
        ("title", "Ginger tea for gout"),
        ("phases", "Phase II"),
        ("primary_purpose", "Prevention"),
        ("completion_date", "2022 Year 12 Month 20 Day"),
        ("sponsor", "Elm University"),
        ("outcome", "Pain at week 4"),
        ("outcome", "Base"),
        ("study_type", "Interventional"),
    ]


def test_labels_in_one_row_of_tabs():
    assert _read(
        "Gout trial\nTarget disease:\tGout\tTarget disease code:\tM10\n"
        "Group:\tTea group\tSample size:\t60\nIntervention:\tGinger tea\tIntervention code:\n"
        "Group:\tWater group\tSample size:\t60\nIntervention:\tWarm water\tIntervention code:\n"
        "样本总量 Total sample size : 120\n"
        "Outcome:\tPain\tType:\tPrimary indicator\n测量时间点：\t第四周\nMeasure time point of outcome:\tWeek 4\n"
    ) == [
        ("title", "Gout trial"),
        ("conditions", "Gout"),
        ("summary", "Target disease code:\tM10"),
        ("arm.label", "Tea group"),
        ("enrollment", "60"),
        ("interventions", "Ginger tea"),
        ("arm.label", "Water group"),
        ("enrollment", "60"),
        ("interventions", "Warm water"),
        ("enrollment", "120"),
        ("outcome.measure", "Pain"),
        ("outcome.time_frame", "Week 4"),
    ]


def test_entries_with_numbers_of_the_registry():
    assert _read(
        "Calls after stroke\nSecondary ID [1]\n306999\nNil known\nPrimary outcome [1]\n331201\nFalls\n"
        "Timepoint [1]\n331201\nMonth 12\nDate of first participant enrolment\nAnticipated\n15/08/2022\nActual\n"
        "Primary sponsor type\nUniversity\nName\nPlains University\n"
    ) == [
        ("title", "Calls after stroke"),
        ("ids", "Nil known"),
        ("outcome.measure", "Falls"),
        ("outcome.time_frame", "Month 12"),
        ("start_date", "15/08/2022"),
        ("sponsor", "University"),
        ("sponsor", "Plains University"),
    ]


def test_a_value_behind_a_tab_is_kept():
    assert _read("Gout trial\nTarget sample size\t45\nInclusion criteria\t1) Adults\n2) Gout\n") == [
        ("title", "Gout trial"),
        ("enrollment", "45"),
        ("eligibility.inclusion", "Adults"),
        ("eligibility.inclusion", "Gout"),
    ]


def test_numbers_without_a_sign():
    assert _read("Gout trial\nPrimary end point\n1 Pain at week 4\n2 Joints that swell\nPhase: 2\n") == [
        ("title", "Gout trial"),
        ("outcome", "Pain at week 4"),
        ("outcome", "Joints that swell"),
        ("phases", "2"),
    ]


def test_numbered_arms():
    assert _read(
        "Gout trial\nPhase: 2\nInterventions/Control_1\nTea\nInterventions/Control_2\nWater\nInterventions/Control_3\n"
    )[2:] == [
        ("arm", "Tea"),
        ("arm", "Water"),
    ]


def test_the_name_of_the_site_is_no_title():
    assert _read(
        "German Clinical Trials Register\n\nMindfulness against tinnitus distress\n\nTrial phase: 2\nSex: All\n"
    ) == [
        ("title", "Mindfulness against tinnitus distress"),
        ("phases", "2"),
        ("sex", "All"),
    ]
    assert _read("Clinical studies of ginger\n\nPhase: 2\nSex: All\n")[0] == ("title", "Clinical studies of ginger")


def test_keys_of_exports():
    assert _read(
        "trial:\n  registry_number: ISRCTN99911223\n  short_name: GINGO\n  headline: Ginger tea for gout in adults\n"
        "  full_name: Ginger tea against water in adults with gout\n  country_list: [Ireland, Kenya]\n"
    )[1:] == [
        ("ids", "ISRCTN99911223"),
        ("acronym", "GINGO"),
        ("title", "Ginger tea for gout in adults"),
        ("official_title", "Ginger tea against water in adults with gout"),
        ("countries", "[Ireland, Kenya]"),
    ]


def test_dots_lead_to_the_value():
    assert _read(
        "Gout trial\n\nStatus ...... Open to accrual\nAccrual goal .... 72\nSponsor ..... Elm Institute\n"
    ) == [
        ("title", "Gout trial"),
        ("status", "Open to accrual"),
        ("enrollment", "72"),
        ("sponsor", "Elm Institute"),
    ]


def test_a_value_that_says_all():
    assert _read("Gout trial\n\nWhere things stand: Recruitment is paused\nRegistry: ISRCTN99911223\n") == [
        ("title", "Gout trial"),
        ("status", "Recruitment is paused"),
        ("ids", "ISRCTN99911223"),
    ]
    assert label_hint("Related trial", "ISRCTN99911223") is None


def test_labels_in_a_column_two_spaces_wide():
    assert _read("Gout trial\n\nSponsor  Elm Institute\nID  NCT99070658\n")[1:] == [
        ("sponsor", "Elm Institute"),
        ("ids", "NCT99070658"),
    ]


def test_a_value_is_no_label():
    assert _read("Recruitment Status :\nCompleted\nStart : July 12, 2024\nGinger\nNCT09999999\n")[1:] == [
        ("start_date", "July 12, 2024"),
        ("summary", "Ginger"),
        ("summary", "NCT09999999"),
    ]


def test_types_below_bare_arms():
    assert _read(
        "Gout trial\n\nPhase: 2\n\nArms\n\nTea\nExperimental\nTea three times a day for a week\n\nWater\n"
        "Placebo Comparator\nWater three times a day for a week\n"
    )[2:] == [
        ("arm.label", "Tea"),
        ("arm.type", "Experimental"),
        ("arm.description", "Tea three times a day for a week"),
        ("arm.label", "Water"),
        ("arm.type", "Placebo Comparator"),
        ("arm.description", "Water three times a day for a week"),
    ]


def test_a_table_with_unknown_columns():
    assert _read(
        "Gout trial\n\nELIGIBILITY\n"
        "List inclusion criteria\tList exclusion criteria\tAge Category\tMinimum age\tGender\n"
        "Gout for a year\tStones\tAdult\t18 Year(s)\tBoth\n"
    ) == [
        ("title", "Gout trial"),
        ("eligibility.inclusion", "Gout for a year"),
        ("eligibility.exclusion", "Stones"),
        ("other", "Adult"),
        ("min_age", "18 Year(s)"),
        ("sex", "Both"),
    ]


def test_headings_of_an_html_page_as_labels():
    body = "<h1>Ginger tea for gout</h1><h4>Healthy participants?</h4><p>No</p><h4>Dates</h4><p>06/2023 to 12/2025</p>"
    page = read_page(Source("page.html", f"<html><body>{body}</body></html>", "0" * 64, 1, "utf-8", "text/html"))
    assert [(passage.field, page.text_of(passage)) for passage in page.passages] == [
        ("title", "Ginger tea for gout"),
        ("healthy_volunteers", "No"),
        ("dates", "06/2023 to 12/2025"),
    ]
