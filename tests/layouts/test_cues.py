"""Headings and labels that no table lists, and layouts' own forms of lines."""

from __future__ import annotations

import pytest

from trialsift.layouts import choose_layout, read_page
from trialsift.layouts.criteria_sides import side_of
from trialsift.layouts.euctr import EUCTR
from trialsift.layouts.layout import Layout
from trialsift.page import Source
from trialsift.read import decode


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("Your child may be able to join if he or she", "eligibility.inclusion"),
        ("Your child cannot join if he or she", "eligibility.exclusion"),
        ("Women can take part if they:", "eligibility.inclusion"),
        ("Adults may not be eligible to participate when they", "eligibility.exclusion"),
        ("We are looking for people who:", "eligibility.inclusion"),
        ("Participants must:", "eligibility.inclusion"),
        ("You should not have:", "eligibility.exclusion"),
        ("People can't enrol if they have…", "eligibility.exclusion"),
        ("You might fit if…", "eligibility.inclusion"),
        ("To be in the study, you must:", "eligibility.inclusion"),
        ("You may not be in the study if you:", "eligibility.exclusion"),
        ("Not this time if…", "eligibility.exclusion"),
        ("Yes, if your baby…", "eligibility.inclusion"),
        ("Sorry, not if your baby…", "eligibility.exclusion"),
        ("Patients could be considered when", "eligibility.inclusion"),
        ("No treatment is given if the platelets fall", None),
        ("You may join a second study at any time", None),
        ("You cannot take part in other studies while you are in this one.", None),
        ("Patients who can join a gym", None),
        ("Nausea:", None),
        ("Treatment will be given if:", None),
        ("", None),
    ],
)
def test_side_in_plain_words(text, section):
    cue = side_of(text)
    assert (cue.target if cue else None) == section


def test_a_heading_need_not_break_off():
    assert side_of("Who cannot join this trial") is None
    cue = side_of("Who cannot join this trial", sure=True)
    assert cue is not None
    assert cue.target == "eligibility.exclusion"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("A.2EudraCT number2021-999999-11", "EudraCT number"),
        ("E.1.1Medical condition(s) being investigatedCroup", "Medical condition(s) being investigated"),
        ("E.3Principal inclusion criteria1. Age", "Principal inclusion criteria"),
        ("D.2 Status of the IMP to be used", None),
        ("Principal inclusion criteria1. Age", None),
    ],
)
def test_labels_with_their_value_glued_to_them(text, label):
    place = EUCTR.glued_label(text)
    assert (text[slice(*place)] if place else None) == label


LAYOUT = Layout("x", paths={"arms/label": "field:arm.label", "label": "line", "results/…": "line", "…": "other"})


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("study/arms/0/label", "field:arm.label"),
        ("study/Arms/12/Label", "field:arm.label"),
        ("study/label", "line"),
        ("results/arms/0/label", "field:arm.label"),
        ("a/results/b/c", "line"),
        ("a/b", "other"),
    ],
)
def test_targets_of_paths(path, target):
    assert LAYOUT.target_of(path) == target
    assert Layout("y").target_of(path) is None


def test_record_layouts_are_for_records_alone():
    text = 'An answer of the API: {"protocolSection": {}}'
    assert choose_layout(Source("p", text, "0" * 64, 1, "utf-8", "text/plain"))[0].name == "generic"
    assert choose_layout(Source("p", text, "0" * 64, 1, "utf-8", "application/json"))[0].name == "ctgov_record"


@pytest.mark.parametrize(
    ("item", "sides"),
    [
        ("Patients must not have brain metastases", ["inclusion", "inclusion"]),
        ("Participants must meet a dietitian", ["inclusion", "inclusion"]),
        ("Patients must not have:", ["exclusion"]),
        ("Participants must not have any of the following", ["exclusion"]),
        ("You may be able to join if you", ["inclusion", "inclusion"]),
    ],
)
def test_a_criterion_in_words_of_a_heading_is_none(item, sides):
    text = f"A Study of Tea\n\nInclusion Criteria:\n\n- {item}\n- Asthma\n"
    page = read_page(Source("page.txt", text, "0" * 64, 1, "utf-8", "text/plain"))
    assert [passage.polarity for passage in page.passages if passage.section.startswith("eligibility")] == sides


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("Your patient may be suitable if:", "eligibility.inclusion"),
        ("Please do not refer patients with any of the following:", "eligibility.exclusion"),
        ("To be eligible, patients must meet the following:", "eligibility.inclusion"),
        ("Patients will be excluded for any of the following:", "eligibility.exclusion"),
        ("Participants who meet any of the following will be disqualified:", "eligibility.exclusion"),
        ("Neither volunteers nor patients will be eligible if they:", "eligibility.exclusion"),
        ("Any one of the following will be considered to be evidence of gout:", None),
        ("Please send us:", None),
        ("Participants will be included in one of the following groups:", None),
        ("Participants will be randomised to the following:", None),
    ],
)
def test_side_in_the_words_of_those_who_refer(text, section):
    cue = side_of(text)
    assert (cue.target if cue else None) == section


def _passages(text):
    page = read_page(Source("page.txt", text, "0" * 64, 1, "utf-8", "text/plain"))
    return [(passage.section, page.text_of(passage)) for passage in page.passages]


def test_criteria_in_the_line_of_other_text():
    text = (
        "Tea for Gout\n\nA trial of tea. Inclusion Criteria: 1. Gout that was seen. 2. Adults. "
        "Exclusion Criteria: 1. Asthma.\n\nSponsor: Teapot Inc.\n"
    )
    assert _passages(text) == [
        ("title", "Tea for Gout"),
        ("summary", "A trial of tea."),
        ("eligibility.inclusion", "Gout that was seen."),
        ("eligibility.inclusion", "Adults."),
        ("eligibility.exclusion", "Asthma."),
        ("design", "Teapot Inc."),
    ]


def test_numbered_sections_end_a_numbered_list():
    text = (
        "Tea for Gout\n\n8.1 Inclusion criteria\n  1) Gout\n  2) Interventions\n8.2 Exclusion criteria\n  1) Asthma\n"
        "9. Interventions\n  - Tea\n"
    )
    assert _passages(text) == [
        ("title", "Tea for Gout"),
        ("eligibility.inclusion", "Gout"),
        ("eligibility.inclusion", "Interventions"),
        ("eligibility.exclusion", "Asthma"),
        ("interventions", "Tea"),
    ]


def test_criteria_in_prose_end_with_their_paragraph():
    text = (
        "Tea for Gout\n\nTo be eligible, patients must meet the following: gout for a year; no stones.\n\n"
        "Patients will be excluded for any of the following: asthma now; a tea allergy; age above 80.\n\n"
        "Teapot Inc. makes pots."
    )
    assert _passages(text) == [
        ("title", "Tea for Gout"),
        ("eligibility.inclusion", "gout for a year;"),
        ("eligibility.inclusion", "no stones."),
        ("eligibility.exclusion", "asthma now;"),
        ("eligibility.exclusion", "a tea allergy;"),
        ("eligibility.exclusion", "age above 80."),
        ("other", "Teapot Inc. makes pots."),
    ]


def test_sex_and_health_over_the_criteria_are_no_criteria():
    text = "Tea for Gout\n\nEligibility\n\n- Sex: women\n- Healthy volunteers: no\n- Gout for a year\n- Asthma: none\n"
    assert _passages(text) == [
        ("title", "Tea for Gout"),
        ("eligibility", "women"),
        ("eligibility", "no"),
        ("eligibility", "Gout for a year"),
        ("eligibility", "Asthma: none"),
    ]


def test_the_end_of_a_wrapped_sentence_is_no_heading():
    text = (
        "Tea for Gout\n\nInclusion Criteria:\n\n"
        "- Adults who are able to drink tea for the whole of the study as judged by the\n  investigator.\n"
        "- Uric acid of at least 6 mg/dL in the four weeks that come before the day of\n  enrollment\n"
        "- Stable dose of all of the other drugs for two weeks before the study\n  Treatment\n\n"
        "Exclusion Criteria:\n\n- Asthma\n"
    )
    assert _passages(text) == [
        ("title", "Tea for Gout"),
        (
            "eligibility.inclusion",
            "Adults who are able to drink tea for the whole of the study as judged by the investigator.",
        ),
        (
            "eligibility.inclusion",
            "Uric acid of at least 6 mg/dL in the four weeks that come before the day of enrollment",
        ),
        ("eligibility.inclusion", "Stable dose of all of the other drugs for two weeks before the study Treatment"),
        ("eligibility.exclusion", "Asthma"),
    ]


def test_headings_of_criteria_in_words_of_fields_are_no_fields():
    text = (
        "Tea for Gout\n\nInclusion Criteria:\n\n* Gout\n\nREGISTRATION:\n\n* Uric acid of 6 mg/dL\n\nTreatment:\n\n"
        "* No other tea\n\nSponsor:\n\nTeapot Inc.\n"
    )
    assert _passages(text) == [
        ("title", "Tea for Gout"),
        ("eligibility.inclusion", "Gout"),
        ("eligibility.inclusion", "Uric acid of 6 mg/dL"),
        ("eligibility.inclusion", "No other tea"),
        ("design", "Teapot Inc."),
    ]


def _sections(text: str) -> list[tuple[str, str]]:
    page = read_page(Source("page.txt", text, "0" * 64, 1, "utf-8", "text/plain"))
    return [(passage.field or passage.section, page.text_of(passage)) for passage in page.passages]


def test_a_line_over_a_list_is_a_heading_though_no_table_knows_it():
    text = "Ginger Tea for Gout\n\nWho we are looking for\n  - Gout\n\nWho should not join\n  - Asthma\n  - Pregnancy\n"
    text += "\nHow we will judge success\n  - Pain at noon\n"
    assert _sections(text) == [
        ("title", "Ginger Tea for Gout"),
        ("eligibility.inclusion", "Gout"),
        ("eligibility.exclusion", "Asthma"),
        ("eligibility.exclusion", "Pregnancy"),
        ("outcome", "Pain at noon"),
    ]


@pytest.mark.parametrize(
    "line", ["Able to take part in tests", "Not eligible for surgery.", "Unable to join in play, as judged by a parent"]
)
def test_a_criterion_is_no_heading(line):
    text = f"Ginger Tea for Gout\n\nInclusion criteria\n\nGout\n\n{line}\n\nAsthma\n"
    assert _sections(text)[1:] == [("eligibility.inclusion", part) for part in ("Gout", line, "Asthma")]


def test_signs_around_a_line_make_it_a_heading():
    text = "Ginger Tea for Gout\n\n== Inclusion criteria ==\n* Gout\n\n== History ==\nTea came from the east.\n"
    text += "\n== See also ==\n* Tea\n"
    assert _sections(text) == [
        ("title", "Ginger Tea for Gout"),
        ("eligibility.inclusion", "Gout"),
        ("other", "Tea came from the east."),
    ]


def test_fields_of_a_wiki():
    text = "{{Infobox trial\n| name = Tea\n| phase = 2\n| sponsor = Elmfield Clinic\n}}\n"
    text += "\n=== Inclusion criteria ===\n* Gout\n"
    assert _sections(text)[-3:] == [("phases", "2"), ("sponsor", "Elmfield Clinic"), ("eligibility.inclusion", "Gout")]


def test_a_line_among_outcomes_may_say_their_type():
    text = "Ginger Tea for Gout\n\nENDPOINTS\nPrimary\n• Pain\n• Fever\nSecondary\n• Secondary infections\n"
    page = read_page(Source("page.txt", text, "0" * 64, 1, "utf-8", "text/plain"))
    assert [(passage.section, page.text_of(passage)) for passage in page.passages][1:] == [
        ("outcomes.primary", "Pain"),
        ("outcomes.primary", "Fever"),
        ("outcomes.secondary", "Secondary infections"),
    ]


@pytest.mark.parametrize("sign", ["•", "o", "[x]", "[ ]", "§", "\uf0b7", "\uf0a7", "[1]"])
def test_bullets_of_word_processors(sign):
    text = f"Ginger Tea for Gout\n\nInclusion criteria\n{sign} Gout\n{sign} Asthma\n"
    assert _sections(text)[1:] == [("eligibility.inclusion", "Gout"), ("eligibility.inclusion", "Asthma")]


@pytest.mark.parametrize(
    ("line", "passage"),
    [
        ("Gender: Both, male and female", ("sex", "Both, male and female")),
        ("Gender: dysphoria of any kind", ("eligibility.inclusion", "Gender: dysphoria of any kind")),
        ("Participants: 40", ("enrollment", "40")),
        ("Participants: adults with gout", ("eligibility", "adults with gout")),
    ],
)
def test_labels_are_believed_for_their_values(line, passage):
    text = f"Ginger Tea for Gout\n\nPhase: 2\n\nInclusion criteria\n{line}\n"
    if line.startswith("Participants"):
        text = f"Ginger Tea for Gout\n\nPhase: 2\n{line}\n"
    assert _sections(text)[-1] == passage


def test_numbered_questions_are_headings():
    text = "Information sheet\n\n1. Why have I been chosen?\n- Gout\n\n2. Are there people who should not take part?\n"
    text += "- Asthma\n\n3. What treatment will I be given?\n- Ginger tea\n\n4. What if there is a problem?\nCall us.\n"
    assert _sections(text)[1:] == [
        ("eligibility.inclusion", "Gout"),
        ("eligibility.exclusion", "Asthma"),
        ("interventions", "Ginger tea"),
        ("other", "Call us."),
    ]


def test_a_numbered_question_may_be_a_criterion():
    text = "Ginger Tea for Gout\n\nInclusion criteria\n\n1. Gout\n2. Do you smoke?\n3. Have you had a stone?\n"
    assert [section for section, _ in _sections(text)[1:]] == ["eligibility.inclusion"] * 3


def test_a_value_hangs_under_itself():
    text = (
        "Report\n\nBrief title              Ginger Tea for Gout in People Who Often\n                         Sail\n"
        "Target size  40\nCondition                Gout\nPurpose  of  the  study\nTo see.\n"
    )
    assert _sections(text)[1:] == [
        ("title", "Ginger Tea for Gout in People Who Often Sail"),
        ("enrollment", "40"),
        ("conditions", "Gout"),
        ("summary", "To see."),
    ]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Study: Ginger tea against gout", "Ginger tea against gout"),
        ("Trial: Ginger", "Trial: Ginger"),
    ],
)
def test_a_study_and_its_title(line, title):
    assert _sections(f"{line}\n\nPhase: 2\n\nCondition: Gout\n")[0] == ("title", title)


def test_signs_that_point_to_headings():
    text = "Ginger Tea for Gout\n\n👉 You might fit if…\n✅ Gout\n✅ Asthma\n\n👉 Not this time if…\n❌ Pregnancy\n\n"
    text += "▸ What happened\nTea was drunk.\n\n▸ Our harbour\nIt is big.\n\nTop comments\nAnn: asthma too!\n"
    assert _sections(text) == [
        ("title", "Ginger Tea for Gout"),
        ("eligibility.inclusion", "Gout"),
        ("eligibility.inclusion", "Asthma"),
        ("eligibility.exclusion", "Pregnancy"),
        ("description", "Tea was drunk."),
        ("other", "It is big."),
    ]


def test_a_question_without_its_sign_ends_a_list():
    text = "Ginger Tea for Gout\n\nInclusion criteria\n\n- Gout\n\nWhat the tea costs\n\nNothing.\n"
    assert _sections(text)[-1] == ("other", "Nothing.")


@pytest.mark.parametrize(
    ("line", "value", "passage"),
    [
        ("Titel / Title", "Ginger Tea for Gout", ("title", "Ginger Tea for Gout")),
        ("Erkrankung / Condition", "Gout", ("conditions", "Gout")),
        ("Cancer-related Problem/Condition", "Gout", ("summary", "Gout")),
        ("Phase / Condition", "Gout", ("summary", "Gout")),
    ],
)
def test_labels_in_two_languages(line, value, passage):
    assert _sections(f"Tea\n\nPhase: 2\n\nInclusion: Gout\n\nAbout the study\n\n{line}\n\n{value}\n")[-1] == passage


def test_questions_and_their_answers():
    text = "Ginger Tea for Gout\n\nQ: What is it about?\nA: Tea.\n\n"
    text += "Q: Who can take part?\nA: You can take part if:\n- Gout\n\n"
    text += "Q: How many people are needed?\nA: 40\n\nQ: Can I bring my dog?\nA: No.\n"
    assert _sections(text)[2:] == [("eligibility.inclusion", "Gout"), ("enrollment", "40"), ("other", "No.")]


def test_marks_of_wikis_and_lines_below_headings():
    text = "h1. Ginger Tea for Gout\n\nh2. Inclusion criteria\n* Gout\n\n"
    text += "Exclusion criteria\n~~~~~~~~~~~~~~~~~~\n* Asthma\n"
    text += "\nh2. Open questions\nNone.\n"
    assert _sections(text) == [
        ("title", "Ginger Tea for Gout"),
        ("eligibility.inclusion", "Gout"),
        ("eligibility.exclusion", "Asthma"),
        ("other", "None."),
    ]


def test_codes_of_criteria_are_no_text():
    text = "Ginger Tea for Gout\n\nInclusion criteria\nI01  Gout\nI02  Urate above 6 mg/dL\n\n"
    text += "Exclusion criteria\nE2 above 40 pg/mL\n"
    assert _sections(text)[1:] == [
        ("eligibility.inclusion", "Gout"),
        ("eligibility.inclusion", "Urate above 6 mg/dL"),
        ("eligibility.exclusion", "E2 above 40 pg/mL"),
    ]


def test_a_label_behind_criteria_in_one_line():
    text = "Ginger Tea for Gout\n\nExclusion: - Asthma - Pregnancy or nursing\n\nDrugs: Colchicine\n"
    assert _sections(text)[1:] == [
        ("eligibility.exclusion", "Asthma"),
        ("eligibility.exclusion", "Pregnancy or nursing"),
        ("interventions", "Colchicine"),
    ]


def test_sections_that_count_on_behind_criteria():
    text = (
        "Registry entry\n\n8. Key inclusion criteria\n   (1) Gout\n   (2) Asthma\n9. Sex\nBoth\n10. Sample size\n40\n"
    )
    assert _sections(text)[1:] == [
        ("eligibility.inclusion", "Gout"),
        ("eligibility.inclusion", "Asthma"),
        ("sex", "Both"),
        ("enrollment", "40"),
    ]


def test_bold_lines_of_a_chat():
    text = "*Ginger Tea for Gout*\n\n*Looking for people who:*\n* Have gout\n"
    text += "\n*Sorry, we can't include people who:*\n* Smoke\n"
    assert _sections(text) == [
        ("title", "Ginger Tea for Gout"),
        ("eligibility.inclusion", "Have gout"),
        ("eligibility.exclusion", "Smoke"),
    ]


def test_boxes_to_tick():
    text = "Ginger Tea for Gout\n\nINCLUSION CRITERIA (all must be YES)\n☐ Yes ☐ No  1. Gout\n☐ Yes ☐ No  2. Asthma\n"
    assert _sections(text)[1:] == [("eligibility.inclusion", "Gout"), ("eligibility.inclusion", "Asthma")]


@pytest.mark.parametrize(
    ("html", "sections"),
    [
        # no table knows this heading: at the level of the list's own it ends the list, below it is a part of it
        ("<h2>Secondary endpoints</h2><p>Snoring</p><h2>The fine print</h2><p>Bring a pillow.</p>", {
            "Snoring": "outcomes.secondary", "Bring a pillow.": "other",
        }),
        ("<h2>Secondary endpoints</h2><p>Snoring</p><h3>The fine print</h3><p>Choking</p>", {
            "Snoring": "outcomes.secondary", "Choking": "outcomes.secondary",
        }),
        ("<h2>Exclusion criteria</h2><p>Snoring</p><h1>Neighbours</h1><p>Bring a pillow.</p>", {
            "Snoring": "eligibility.exclusion", "Bring a pillow.": "other",
        }),
        ("<h2>Brief summary</h2><p>Snoring</p><h2>Neighbours</h2><p>Bring a pillow.</p>", {
            "Snoring": "summary", "Bring a pillow.": "summary",
        }),
    ],
)  # fmt: skip
def test_unknown_heading_ends_a_list_of_its_level(html, sections):
    page = read_page(decode(f"<h1>A pillow trial</h1><p>NCT09990001</p>{html}".encode(), path="page.html"))
    assert {text: passage.section for passage in page.passages if (text := page.text_of(passage)) in sections} == (
        sections
    )
