"""Entries of outcome lists: measure, time frame and type, in the forms that sites write them."""

import pytest

from trialsift.rules.outcome_entries import is_time, read_entries


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Overall survival [ Time Frame: 2 years ]", [("Overall survival", "2 years", None)]),
        ("Event-free survival (5 years)", [("Event-free survival", "5 years", None)]),
        ("Walking distance (6MWD) (baseline, week 12)", [("Walking distance (6MWD)", "baseline, week 12", None)]),
        ("Preferred treatment, week 30", [("Preferred treatment", "week 30", None)]),
        ("Jaw pain, dry mouth and cough, throughout", [("Jaw pain, dry mouth and cough", "throughout", None)]),
        ("Severe bleeding (>1000 ml), within 24 hours", [("Severe bleeding (>1000 ml)", "within 24 hours", None)]),
        ("Recurrence;Timepoint:week 4;Pain;Timepoint:week 8;", [
            ("Recurrence", "week 4", None), ("Pain", "week 8", None),
        ]),
        ("Secondary: Change in HbA1c (3 months); plaque index (6 weeks)", [
            ("Change in HbA1c", "3 months", "secondary"), ("plaque index", "6 weeks", "secondary"),
        ]),
        ("Main result: steps a day, after 24 weeks.", [("steps a day", "after 24 weeks", "primary")]),
        ("ISI (week 8) •  PHQ-9 (week 8)", [("ISI", "week 8", None), ("PHQ-9", "week 8", None)]),
        ("ISI score 2. Mood 3. Falls", [("ISI score", None, None), ("Mood", None, None), ("Falls", None, None)]),
        ("PHQ-9, week 8; sleep, week 12", [("PHQ-9", "week 8", None), ("sleep", "week 12", None)]),
        ("Primary: ISI; Secondary: mood", [("ISI", None, "primary"), ("mood", None, "secondary")]),
        ("Pain | Time frame: 8 weeks", [("Pain", "8 weeks", None)]),
        ("[Part A] Toxicity (DLT) – Assessed during first 28 days of treatment", [
            ("[Part A] Toxicity (DLT)", "Assessed during first 28 days of treatment", None),
        ]),
        ("Sneezing – Up to 24 months", [("Sneezing", "Up to 24 months", None)]),
        ("[Sneezing", [("Sneezing", None, None)]),
        ("Change in ISI at 1, 3 and 6 months", [("Change in ISI", "1, 3 and 6 months", None)]),
        ("Change in mood - phase 1", [("Change in mood - phase 1", None, None)]),
        ("Also: falls, 3 months · mood · sleep, 6 months", [
            ("falls", "3 months", "secondary"), ("mood", None, "secondary"), ("sleep", "6 months", "secondary"),
        ]),
        ("Severe bleeding, by weighing, within 24 hours", [("Severe bleeding", "within 24 hours", None)]),
        ("Satisfaction, Birth Experience Questionnaire, 6 weeks", [("Satisfaction", "6 weeks", None)]),
        ("Mood (PHQ-9), sleep (PSQI); all at 6 weeks", [("Mood (PHQ-9), sleep (PSQI)", "at 6 weeks", None)]),
        ("Mood and sleep. Measured at baseline, 6 and 12 weeks.", [
            ("Mood and sleep", "at baseline, 6 and 12 weeks", None),
        ]),
        ("Number of doses <br/ >2.Headache or flushingTimepoint: 24 hours", [
            ("Number of doses", "24 hours", None), ("Headache or flushing", "24 hours", None),
        ]),
        ("IBS score;Timepoint:Week 4;Weekly pain score;Timepoint:Week 8", [
            ("IBS score", "Week 4", None), ("Weekly pain score", "Week 8", None),
        ]),
        ("Dermal backflow; serum VEGF-C", [("Dermal backflow", None, None), ("serum VEGF-C", None, None)]),
        ("GAD-7 (weeks 6 and 12), PHQ-9 (week 12), app use", [
            ("GAD-7", "weeks 6 and 12", None), ("PHQ-9", "week 12", None), ("app use", None, None),
        ]),
        # flattened rows: what follows a bar, another column's label or a time with a capital is no part of the title
        ("Fear of scans (SAX) | before PET, after PET", [("Fear of scans (SAX)", "before PET, after PET", None)]),
        ("Change in BDI | Range 0-63 | Baseline to week 4", [("Change in BDI", "Baseline to week 4", None)]),
        ("Falls | Counted by diary", [("Falls", None, None)]),
        ("Polyp detection rate 14 days", [("Polyp detection rate", "14 days", None)]),
        ("TLX workload Through study end, about 18 months", [
            ("TLX workload", "Through study end, about 18 months", None),
        ]),
        ("Withdrawal time (min) Day 0", [("Withdrawal time (min)", "Day 0", None)]),
        ("Cost per woman, to 6 weeks", [("Cost per woman", "to 6 weeks", None)]),
        ("[Secondary 2] Pain score", [("Pain score", None, "secondary")]),
        ("tic rate Type：Secondary indicator Measure time point of outcome：week 20", [
            ("tic rate", "week 20", "secondary"),
        ]),
        ("dry mouth Type: Adverse events", [("dry mouth", None, "other")]),
        ("Survival within 14 days", [("Survival within 14 days", None, None)]),
        ("Number of free days at Day 28", [("Number of free days", "Day 28", None)]),
        ("Diabetes Type: new cases", [("Diabetes Type: new cases", None, None)]),
        ("Time off work (in days)", [("Time off work (in days)", None, None)]),
        ("Skin odour after 4 weeks of intake", [("Skin odour", "after 4 weeks of intake", None)]),
        ("Distance walked, 6-minute walk test", [("Distance walked, 6-minute walk test", None, None)]),
        ("Recovery after surgery", [("Recovery after surgery", None, None)]),
        # one measure, whatever its commas, brackets and semicolons
        ("Child-Pugh score, MELD score,SF-36", [("Child-Pugh score, MELD score,SF-36", None, None)]),
        ("Pain (VAS)", [("Pain (VAS)", None, None)]),
        ("Relapse, as judged by the reader", [("Relapse, as judged by the reader", None, None)]),
        ("Time to relapse; death counts as relapse", [("Time to relapse; death counts as relapse", None, None)]),
        ("The number of falls", [("The number of falls", None, None)]),
        ("Primary care visits", [("Primary care visits", None, None)]),
        ("Cure of croup, defined as no cough", [("Cure of croup", None, None)]),
        ("Haemoglobin on the day of surgery", [("Haemoglobin", "on the day of surgery", None)]),
        ("Safety: falls; rashes", [("falls", None, None), ("rashes", None, None)]),
        ("change in mood at month 6; change in gait at month 12", [
            ("change in mood", "month 6", None), ("change in gait", "month 12", None),
        ]),
        ("...", []),
        ("", []),
    ],
)  # fmt: skip
def test_entries(text, entries):
    assert [(text[e.start : e.end], e.time_frame, e.type) for e in read_entries(text)] == entries


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("week 12", True),
        ("6, 12 and 24 months", True),
        ("up to 2 years", True),
        ("at discharge", True),
        ("measured at baseline and week 4", True),
        ("measured by ultrasound", False),
        ("end of each season", True),
        ("by ultrasound", False),
        ("in mmHg", False),
        ("VAS", False),
        ("12 items", False),
        ("", False),
    ],
)
def test_times(text, time):
    assert is_time(text) == time
