"""Endpoints in running text: which cue announces them, where each begins and ends, its type and its time."""

from __future__ import annotations

import pytest

from trialsift.rules import outcome
from trialsift.rules.endpoint_list import names_measure, read_list
from trialsift.vocab import table


def _found(make_page, text: str, section: str = "summary") -> list[str]:
    page = make_page((section, None, text))
    return [page.text[m.start : m.end] for m in sorted(outcome.find(page), key=lambda m: m.start)]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        # after a verb of assessing, what names a measure
        ("The aim is to assess walking distance and leg pain in adults.", ["walking distance", "leg pain"]),
        ("To determine the relapse rate of patients given tea.", ["relapse rate"]),
        ("II. Determine the incidence and severity of sores in these patients.", ["incidence and severity of sores"]),
        ("To estimate the rate of nausea and vomiting after surgery.", ["rate of nausea and vomiting"]),
        ("To compare time to relapse and quality of life between the arms.", ["time to relapse", "quality of life"]),
        ("To measure changes in bone density in the hip.", ["changes in bone density in the hip"]),
        ("To explore the change from baseline in HbA1c at week 12.", ["change from baseline in HbA1c"]),
        ("Assess the number of children with a wet night.", ["number of children with a wet night"]),
        ("To assess systolic and diastolic blood pressure.", ["systolic and diastolic blood pressure"]),
        ("We will compare lead absorption and tooth loss.", ["lead absorption", "tooth loss"]),
        ("To assess the safety of oat tea, sleep quality and mood.", ["safety", "sleep quality", "mood"]),
        ("To evaluate oat tea in adults with insomnia.", []),
        ("To determine whether oat tea is better than placebo.", []),
        ("To compare oat tea with melatonin.", []),
        ("To assess the effect of oat tea.", []),
        ("To determine how well oat tea works.", []),
        ("To assess freedom from seizures and time to appearance of new lesions.", [
            "freedom from seizures", "time to appearance of new lesions",
        ]),
        ("To assess quality of life of nurses.", ["quality of life"]),
        ("To assess the relationship between sleep and mood.", ["relationship between sleep and mood"]),
        ("Doses rise until the maximum tolerated dose is reached.", []),
        ("To assess the relationship between sleep in winter and mood.", [
            "relationship between sleep in winter and mood",
        ]),
        ("To compare the burden of S. aureus in milk.", ["burden of S. aureus"]),
        ("Variables measured over two years included gait speed, mood and sleep quality.", [
            "gait speed", "mood", "sleep quality",
        ]),
        ("It compares two teas and looks at wet nights and mood.", ["wet nights", "mood"]),
        ("The main measure of success is grip strength.", ["grip strength"]),
        ("Secondary outcomes comprised mood and gait.", ["mood", "gait"]),
        ("The nurses will record mood and weight gain each day.", ["mood", "weight gain"]),
        ("To describe the emergence of resistant germs.", ["emergence of resistant germs"]),
        ("We test whether a lower dose preserves mood while reducing bleeding.", ["mood", "bleeding"]),
        ("We test whether nurses who drink tea will have a decrease in pain.", ["pain"]),
        ("To assess the safety and effectiveness of 3,4-oatine.", ["safety", "effectiveness"]),
        ("To learn whether sleepers will improve after taking tea.", []),
        ("To see whether tea eases other symptoms such as pain, itch and fatigue ( as measured by Leaf pain score).", [
            "pain", "itch", "fatigue",
        ]),
        ("Open study on the influence of oat tea on belching.", ["belching"]),
        ("The trial is designed to show that tea cuts belching.", ["belching"]),
        ("A higher dose may be given if pain falls by half.", []),
        ("Safety endpoints: falls and itch.", ["falls", "itch"]),
        ("Tea is the most effective means of reducing pain.", []),
        ("We have a nurse if tea is better.", []),
        ("We suppose that tea is given daily if needed.", []),
        # what is hoped or asked
        ("We expect that they will have fewer wet nights and better grip strength.", ["wet nights", "grip strength"]),
        ("Does oat tea improve sleep quality?", ["sleep quality"]),
        ("They have better grip strength.", []),
        ("As secondary outcomes, grip strength and mood are recorded.", ["grip strength", "mood"]),
        ("Design: open. Outcomes: Primary: wet nights; Secondary: mood and cough.", ["wet nights", "mood", "cough"]),
        # what something has an effect on
        ("We study the effect of oat tea on sleep quality and mood in nurses.", ["sleep quality", "mood"]),
        ("This trial examines the impact of night lights on fall rates.", ["fall rates"]),
        ("Several studies have reported an effect of tea on sleep quality.", []),
        ("We study the effect of oat tea on older people.", []),
        # what a sentence says will be measured
        ("Pain intensity and grip strength will be recorded at week 4.", ["Pain intensity", "grip strength"]),
        ("Blood samples will be collected at week 4.", []),
        ("To determine the cardiac, hepatic, renal, and hematologic toxicity of tea.", [
            "cardiac, hepatic, renal, and hematologic toxicity",
        ]),
        ("Gait, sleep quality and mood will be objectively assessed.", ["Gait", "sleep quality", "mood"]),
        ("Wet nights are the primary end point.", ["Wet nights"]),
        ("Patients receive rising doses and sleep quality will be assessed.", ["sleep quality"]),
        ("The first nurse has been dosed in a trial to assess the safety of oat tea.", ["safety"]),
        ("A test to measure the heart rate will be done.", []),
        ("To assess the concentration of lead in blood and urine.", ["concentration of lead in blood and urine"]),
        ("To assess the one-year survival (OS) rate of oat tea.", ["one-year survival (OS) rate"]),
        ("To assess pain frequency and severity in nurses.", ["pain frequency and severity"]),
        ("An open safety and tolerability trial of oat tea.", ["safety", "tolerability"]),
        ("Nurses are followed for survival.", ["survival"]),
        ("Nurses are followed for two years.", []),
        ("To collect data on sleep quality and naps.", ["sleep quality"]),
        ("Measures include heart rate, blood pressure and gut flora.", ["heart rate", "blood pressure", "gut flora"]),
        ("To assess the effects of tea on naps (by diary), on mood and on energy.", ["naps", "mood", "energy"]),
        ("To assess the share of women with newly treated croup.", ["share of women with newly treated croup"]),
        ("To assess adherence to treatment.", ["adherence to treatment"]),
        ("To assess progression free and overall survival.", ["progression free and overall survival"]),
        ("Feasibility will be judged by attendance, retention and mood.", ["attendance", "retention", "mood"]),
        ("A trial of tea to reduce nausea and vomiting score.", []),
        ("We will count falls and ask about cramps.", ["falls", "cramps"]),
        ("A method to measure the heart rate was used.", []),
        ("We hope that oat tea cuts the number of wet nights.", ["number of wet nights"]),
        ("We are interested in how long people sleep.", ["how long people sleep"]),
        ("To assess prospectively the quality of life.", ["quality of life"]),
        ("To observe the timing and rate of relapse.", ["timing and rate of relapse"]),
        ("To assess the clinical response to oat tea.", ["clinical response"]),
        ("Tea is a technique to assess sleep quality.", []),
        ("If oat tea lowers the number of wet nights", ["number of wet nights"]),
        ("If a nurse sleeps badly, tea lowers belching.", []),
        ("Nurses are followed every month for survival.", ["survival"]),
        ("In addition, sleep quality and mood are measured.", ["sleep quality", "mood"]),
        ("We test whether tea reduces the incidence of treatment-limiting events.", [
            "incidence of treatment-limiting events",
        ]),
        ("Two groups will be compared.", []),
        ("The primary endpoint will be assessed at week 52.", []),
        ("Endpoints are correlated to age, earlier hernia and weight.", []),
        ("No trial has previously evaluated the safety of oat tea.", []),
        ("In mouse models oat tea improved relapse rate and we assess its safety.", []),
        ("To compare pain relief and safety.", ["pain relief", "safety"]),
        # endpoints named as such: any phrase
        ("The primary endpoint is wet nights.", ["wet nights"]),
        (
            "Secondary endpoints are wet nights at week 4, dry mouth (any), ALT and use of nappies in the first month.",
            ["wet nights", "dry mouth", "ALT", "use of nappies in the first month"],
        ),
        ("Outcomes were similar in both groups.", []),
        ("The main thing we will measure is the number of falls.", ["number of falls"]),
        ("We want to know how many people sleep and how tired they feel.", [
            "how many people sleep", "how tired they feel",
        ]),
        ("We want to know what you think.", []),
        # brackets: a short name belongs to the phrase, a remark or a part's short name does not
        ("To assess the quality of life (QLQ-C30) of nurses.", ["quality of life (QLQ-C30)"]),
        ("To assess overall survival (OS).", ["overall survival (OS)"]),
        ("To assess the rate of deep vein thrombosis (DVT).", ["rate of deep vein thrombosis"]),
        ("To assess sleep quality (by diary).", ["sleep quality"]),
        # whether
        ("We test whether oat tea reduces hospital readmissions and improves sleep quality.", [
            "hospital readmissions", "sleep quality",
        ]),
        ("We test whether oat tea reduces bloating and tremor of the hand.", ["bloating", "tremor of the hand"]),
        ("We test whether oat tea, which slows decay, cuts bloating.", ["bloating"]),
        ("We test whether oat tea reduces it and spares the nurses.", []),
        ("We test whether oat tea prevents croup.", []),
        ("We will look at whether oat tea reduces bloating.", ["bloating"]),
        ("Does oat tea lead to fewer falls and better sleep quality?", ["falls", "sleep quality"]),
        ("To assess the efficacy of tea in reducing sleep time.", ["efficacy", "sleep time"]),
        ("To assess the effect of oat tea on dizziness and belching.", ["dizziness", "belching"]),
        ("To assess the effect of oat tea on people who sleep, on call.", []),
        ("Oat tea reduces readmissions.", []),
        ("Other trials found that tea improves sleep quality.", []),
        ("efficacy in terms of pain score, use of opioids and time to first walk in this study", [
            "pain score", "use of opioids", "time to first walk",
        ]),
    ],
)  # fmt: skip
def test_endpoints(make_page, text: str, measures: list[str]):
    assert _found(make_page, text) == measures


@pytest.mark.parametrize(
    ("title", "measures"),
    [
        ("Effect of Oat Tea on Sleep Quality in Nurses", ["Sleep Quality"]),
        ("Oat Tea to Improve Sleep Quality", ["Sleep Quality"]),
        ("A Trial to Assess the Safety and Efficacy of Oat Tea", ["Safety", "Efficacy"]),
        ("Effect of 0.5% Oat Tea on Croup and Neonatal Mortality in Nurses", ["Croup", "Neonatal Mortality"]),
        ("Effect of Oat Tea in People on Dialysis", []),
        ("Assessment of Sleep Quality After Oat Tea", ["Sleep Quality"]),
        ("Oat Tea for Insomnia in Nurses", []),
        ("Oat Tea to Prevent Falls", []),
    ],
)
def test_titles(make_page, title: str, measures: list[str]):
    page = make_page(("title", "title", title))
    assert [page.text[m.start : m.end] for m in sorted(outcome.find(page), key=lambda m: m.start)] == measures


@pytest.mark.parametrize(
    ("text", "heading", "attrs"),
    [
        ("The primary objective is to assess relapse rate.", "", [{"type": "primary"}]),
        ("To assess relapse rate.", "Secondary objectives", [{"type": "secondary"}]),
        ("To assess relapse rate.", "Objectives", [{}]),
        ("Primary: To assess relapse rate. Secondary: To assess mood.", "", [
            {"type": "primary"}, {"type": "secondary"},
        ]),
        ("Primary objective: To assess relapse rate.~Secondary objective-A: To assess mood.~Other Objectives:~"
            "To assess pain.",
         "", [{"type": "primary"}, {"type": "secondary"}, {"type": "other"}]),
        ("Wet nights are the primary end point.", "", [{"type": "primary"}]),
        ("We measure mood (main outcome).", "", [{"type": "primary"}]),
        ("The main aim is to assess mood. We also assess sleep quality.", "", [
            {"type": "primary"}, {"type": "secondary"},
        ]),
        ("We also assess sleep quality.", "", [{}]),
        ("The wet nights score will be assessed as a primary outcome.", "", [{"type": "primary"}]),
        ("The thing we are most interested in is naps. We will also look at mood.", "", [{}, {"type": "secondary"}]),
        ("Tea may lower itch, the main outcome. We also assess mood.", "", [{"type": "secondary"}]),
        ("Primary endpoints are falls up to month 12 and mood on day 57.", "", [
            {"type": "primary", "time_frame": "up to month 12"}, {"type": "primary", "time_frame": "day 57"},
        ]),
        ("The primary endpoints are falls and mood, at 6 and 12 months.", "", [
            {"type": "primary", "time_frame": "6 and 12 months"}, {"type": "primary", "time_frame": "6 and 12 months"},
        ]),
        ("Grip strength will be measured at week 4.", "", [{"time_frame": "week 4"}]),
        ("The primary endpoint is grip strength on days 1, 3 and 7.", "", [
            {"type": "primary", "time_frame": "days 1, 3 and 7"},
        ]),
        ("We test whether tea reduces sleep time by 15 minutes.", "", [{}]),
        ("To assess the efficacy of tea in patients after surgery.", "", [{}]),
        ("To assess safety at three dose levels.", "", [{}]),
    ],
)  # fmt: skip
def test_type_and_time(make_page, text: str, heading: str, attrs: list[dict[str, str]]):
    page = make_page(("summary", None, text, heading))
    assert [m.attrs for m in sorted(outcome.find(page), key=lambda m: m.start)] == attrs


def test_line_between_objectives_says_their_type(make_page):
    lines = ["To assess mood.", "Secondary", "To assess sleep quality.", "Tertiary", "To assess relapse rate."]
    page = make_page(*(("description", None, line, "OBJECTIVES") for line in lines))
    assert [m.attrs for m in outcome.find(page)] == [{}, {"type": "secondary"}, {"type": "other"}]


@pytest.mark.parametrize(
    ("heading", "text", "measures"),
    [
        ("Secondary objectives", "Share of nurses who nap", ["Share of nurses who nap"]),
        ("Secondary objectives", "Safety and tolerability", ["Safety", "tolerability"]),
        ("Secondary objectives", "Other objectives:", []),
        ("Secondary objectives", "Develop a tea for nurses", []),
        ("Objectives", "Better tea for nurses", []),
    ],
)
def test_entry_under_a_heading_of_aims(make_page, heading: str, text: str, measures: list[str]):
    page = make_page(("summary", None, text, heading))
    assert [page.text[m.start : m.end] for m in sorted(outcome.find(page), key=lambda m: m.start)] == measures


def test_questions_below_a_line_have_its_type(make_page):
    lines = [
        "The main questions it aims to answer are:",
        "Does tea lower itch?",
        "Does tea improve mood?",
        "It may lift mood.",
    ]
    page = make_page(*(("summary", None, line) for line in lines))
    assert [(page.text[m.start : m.end], m.attrs) for m in outcome.find(page)] == [
        ("itch", {"type": "primary"}), ("mood", {"type": "primary"}),
    ]  # fmt: skip


@pytest.mark.parametrize(("heading", "count"), [("RATIONALE", 0), ("Background", 0), ("Background and study aims", 1)])
def test_background_says_no_endpoint(make_page, heading: str, count: int):
    page = make_page(("summary", None, "Oat tea may be effective in reducing sleep time.", heading))
    assert len(outcome.find(page)) == count


@pytest.mark.parametrize(
    ("lines", "measures"),
    [
        (
            ("It is designed to determine:", "wet nights", "how often people fall"),
            ["wet nights", "how often people fall"],
        ),
        (("We will also compare", "the itch at week 4", "Nurses call once a week to ask after you."), ["the itch"]),
        (("Safety variables", "falls", "Statistical considerations", "We use a model."), ["falls"]),
        (("Linked record", "Substudy of none"), []),
        (("Bring with you:", "your diary", "a list of drugs"), []),
        (("We compare two teas.", "wet nights"), []),
    ],
)
def test_line_that_breaks_off_opens_a_list_of_measures(lines, measures, make_page):
    page = make_page(*(("other", None, line) for line in lines))
    assert [page.text[m.start : m.end] for m in outcome.find(page)] == measures


@pytest.mark.parametrize("row", table("outcome_words"), ids=lambda row: row["example"])
def test_word_works_in_its_example(row, make_page):
    if row["kind"] in ("verb", "moves"):
        assert _found(make_page, row["example"]) == ["walking distance"]
    elif row["kind"] == "head":
        assert names_measure(row["example"])
    elif row["kind"] == "frame":
        assert [row["example"][item.start : item.end] for item in read_list(row["example"], 0)] == ["falls"]
    else:
        [item] = read_list(row["example"], 0)
        assert row["example"][item.start : item.end] == row["example"].removeprefix("the ")
