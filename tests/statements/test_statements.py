"""Facts in titles, criteria and sentences: what is read, and what is left open."""

from __future__ import annotations

import pytest

from trialsift.statements.acronym import find_acronym, find_acronym_in_text
from trialsift.statements.dates import find_dates
from trialsift.statements.design import find_design, own_design
from trialsift.statements.enrollment import count_alone, find_count
from trialsift.statements.phase import find_stated_phase
from trialsift.statements.plain_design import find_plain_design
from trialsift.statements.sex import find_sex
from trialsift.statements.sponsor import find_sponsor
from trialsift.statements.status import find_status
from trialsift.vocab import table


@pytest.mark.parametrize(
    ("title", "acronym"),
    [
        ("Ginger for Sea Sickness in Adults (CALM-SEA)", "CALM-SEA"),
        ("A 12-week Trial of Ginger Tea (“SEALEGS”)", "SEALEGS"),
        ("CALM-SEA: ginger for sea sickness", "CALM-SEA"),
        ("CALM-SEA – ginger for sea sickness", "CALM-SEA"),
        ("The CALM-SEA study", "CALM-SEA"),
        ("Ginger Tea in Adults 60 Years and Older (GINGuard)", "GINGuard"),
        ("Ginger in Chronic Obstructive Pulmonary Disease (COPD)", None),
        ("Ginger in Type 2 Diabetes (T2D)", None),
        ("Ginger in Age-Related Macular Degeneration (AMD)", None),
        ("Ginger in Gastroesophageal Reflux Disease (GERD)", None),
        ("Ginger in Heart Failure With Preserved Ejection Fraction (HFpEF)", None),
        ("Ginger in Patients With Irritable Bowel Syndrome (IBS)", None),
        ("Ginger for Sea Sickness (Phase 2)", None),
        ("Ginger for Sea Sickness (NCT01234567)", None),
        ("Ginger for Sea Sickness (adults)", None),
        ("COVID-19: ginger for the cough", None),
        ("A Study: ginger for sea sickness", None),
        ("Ginger for Sea Sickness", None),
    ],
)
def test_acronym(title, acronym):
    place = find_acronym(title)
    assert (title[slice(*place)] if place else None) == acronym


@pytest.mark.parametrize("row", table("design_phrases"), ids=lambda row: f"{row['field']}-{row['value']}")
def test_design_phrase_reads_its_example(row):
    assert (row["field"], row["value"]) in [(field, value) for field, _, _, value in find_design(row["example"])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Individually randomised, double-blind, three groups", {"allocation": "RANDOMIZED", "masking": "DOUBLE"}),
        ("A non-randomized open-label study", {"allocation": "NON_RANDOMIZED", "masking": "NONE"}),
        ("Open-label trial with blinded endpoint assessment", {"masking": "SINGLE"}),
        ("Randomly chosen pictures", {}),
        ("Blind people may take part", {}),
        ("A walk in parallel streets", {"intervention_model": "PARALLEL"}),  # only design fields and titles are read
    ],
)
def test_design_words(text, found):
    assert {field: value for field, _, _, value in find_design(text)} == found


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("OUTLINE: This is a randomized, open-label study. Rest.", ["This is a randomized, open-label study"]),
        ("Randomised trials were pooled. In a previous randomised study ginger helped.", []),
        ("This contradicts an earlier double-blind trial.", []),
    ],
)
def test_only_sentences_about_this_trial_are_read(text, sentences):
    assert [text[start:end] for start, end in own_design(text)] == sentences


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("About 180 people will take part in the study.", 180, "estimated"),
        ("A total of 34 patients will be accrued for this study.", 34, "estimated"),
        ("The trial plans to enrol 1,200 adults with gout.", 1200, "estimated"),
        (
            "Sixty-one people with gout seen in the department of medicine of the hospital of the "
            "northern harbour or in its clinics on land are expected to be enrolled",
            61,
            "estimated",
        ),
        ("A total of 60 adults (30 per arm) will be enrolled.", 60, "estimated"),
        ("Up to 202 people will take part in this study.", 202, "estimated"),
        ("The study population will be 300 adults with gout.", 300, "estimated"),
        ("Our aim is to recruit 75 sailors and other people.", 75, "estimated"),
        ("Ninety-two participants will be included.", 92, "estimated"),
    ],
)
def test_planned_number(text, number, kind):
    found = find_count(text)
    assert found is not None
    assert (found.number, found.kind) == (number, kind)


@pytest.mark.parametrize(
    "text",
    [
        "20 patients will be enrolled in each group.",
        "This study will recruit four types of participants.",
        "There will be 5 visits for all participants.",
        "The 80 women with pain will be randomized.",
        "Groups of 3 participants will be studied.",
        "20 to 40 patients will be enrolled.",
        "60 adults will take part; 30 children will take part.",
        "Earlier, 60 patients will have been included in a pilot.",
        "Gout will affect 3% of people.",
        "Patients will be followed for 24 weeks.",
    ],
)
def test_no_number_of_the_whole_trial(text):
    assert find_count(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4,200 children enrolled", (4200, "actual")),
        ("164 planned", (164, "estimated")),
        ("about 60 adults", (60, None)),
        ("260", (260, None)),
        ("12 weeks", None),
        ("18 years and older", None),
        ("Adults with gout", None),
    ],
)
def test_number_alone(text, found):
    count = count_alone(text)
    assert (count and (count.number, count.kind)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Men and women aged 18 to 70 years", ("Men and women", "ALL")),
        ("Male or female patients", ("Male or female", "ALL")),
        ("Women, 18 years and older", ("Women", "FEMALE")),
        ("Female subjects aged 18-45", ("Female", "FEMALE")),
        ("Men aged ≥ 50", ("Men", "MALE")),
        ("Patients of either sex", ("Patients of either sex", "ALL")),
        ("Women of childbearing potential must use contraception", None),
        ("Men must use a condom", None),
        ("Females with a negative pregnancy test", None),
        ("Menopause", None),
        ("Gout", None),
    ],
)
def test_sex(text, found):
    sex = find_sex(text)
    assert (sex and (text[sex[0] : sex[1]], sex[2])) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The clinic is now enrolling sailors with gout.", ("is now enrolling", "RECRUITING")),
        ("We are currently recruiting.", ("are currently recruiting", "RECRUITING")),
        ("Our team is looking for healthy volunteers.", ("is looking for healthy volunteers", "RECRUITING")),
        ("This study is no longer recruiting.", ("no longer recruiting", "ACTIVE_NOT_RECRUITING")),
        ("Recruitment has been completed.", ("Recruitment has been completed", "ACTIVE_NOT_RECRUITING")),
        ("The trial is not yet recruiting.", ("not yet recruiting", "NOT_YET_RECRUITING")),
        ("The SEALEGS trial is open now (ask us).", ("trial is open", "RECRUITING")),
        ("It's recruiting until spring.", ("'s recruiting", "RECRUITING")),
        ("Recruiting at nine sites", ("Recruiting at", "RECRUITING")),
        ("Recruitment is suspended until June.", ("Recruitment is suspended", "SUSPENDED")),
        ("It's not open yet.", ("not open yet", "NOT_YET_RECRUITING")),
        ("The trial is closed to newcomers.", ("closed to newcomers", "ACTIVE_NOT_RECRUITING")),
        ("The SEALEGS trial has ended.", ("trial has ended", "COMPLETED")),
        ("The windows are open.", None),
        ("It is open to debate.", None),
        ("The trial is open-label.", None),
        ("Other studies that are recruiting now", None),
        ("Slow recruiting was a problem of trials like this.", None),
        ("Sailors are followed for a year.", None),
    ],
)
def test_status(text, found):
    status = find_status(text)
    assert (status and (text[status[0] : status[1]], status[2])) == found


@pytest.mark.parametrize(
    ("text", "sponsor"),
    [
        ("The study is sponsored by the University of Elmfield.", "University of Elmfield"),
        ("This trial is run by Elm Hospital, and paid for by a foundation.", "Elm Hospital"),
        ("The sponsor of this study is Elm & Ash Pharma Inc.", "Elm & Ash Pharma Inc"),
        ("SEALEGS was run and paid for by Elm Child Health.", "Elm Child Health"),
        ("this study, funded and sponsored by the Elm Alliance, helps", "Elm Alliance"),
        ("You can read the number. The sponsor is the Elm Institute. It wants 60 people.", "Elm Institute"),
        ("Elm Health Centre (sponsor), tel. 5", "Elm Health Centre"),
        ("The Elm Institute is the sponsor.", "Elm Institute"),
        ("The trial is run by Dr Ada Elm.", None),
        ("Please ask the sponsor. NCT09990001", None),
        ("The trial is run by two nurses.", None),
        ("Meals are sponsored by Elm Foods.", None),
        ("A study sponsored by sailors", None),
    ],
)
def test_sponsor(text, sponsor):
    place = find_sponsor(text)
    assert (text[slice(*place)] if place else None) == sponsor


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("The trial opened in May 2024.", [("start_date", "May 2024", "2024-05")]),
        ("It is run by the Elm Institute and will end in March 2026.", [("completion_date", "March 2026", "2026-03")]),
        (
            "Recruitment starts on 3 June 2024 and the study runs until 1 July 2026.",
            [("start_date", "3 June 2024", "2024-06-03"), ("completion_date", "1 July 2026", "2026-07-01")],
        ),
        ("Recruitment ends in May 2025.", []),
        ("A previous trial ended in May 2020.", []),
        ("The study of gout that began in May 2020 was small.", []),
        ("Ginger was approved in May 2020.", []),
        ("The trial starts with tea.", []),
    ],
)
def test_dates_in_words(text, dates):
    assert [(name, text[start:end], value) for name, start, end, value in find_dates(text)] == dates


@pytest.mark.parametrize(
    ("text", "phases"),
    [
        ("SEALEGS is a phase 3 trial.", ["PHASE3"]),
        ("It's phase 2, which means that it is small.", ["PHASE2"]),
        ("Elm Pharma reported that its Phase II/III trial began.", ["PHASE2", "PHASE3"]),
        ("Double blind, phase 3, seven hospitals.", ["PHASE3"]),
        ("In SEALEGS, a phase 2 trial, 60 sailors drink tea.", ["PHASE2"]),
        ("In an earlier phase 2 study sailors felt better.", []),
        ("What is a phase 3 trial?", []),
        ("In phase 2 of the voyage it rains.", []),
    ],
)
def test_phase_in_words(text, phases):
    assert [value for _, _, value in find_stated_phase(text)] == phases


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Neither you nor the clinic will know. Stay at sea.", {"masking": "DOUBLE"}),
        ("Nobody knows which tea it is.", {"masking": "DOUBLE"}),
        ("You won't know, nor will the sailors.", {"masking": "DOUBLE"}),
        ("The nurse who weighs you does not know the group.", {"masking": "SINGLE"}),
        ("You will know your group, and so will we.", {"masking": "NONE"}),
        ("A computer picks the tea. It is drawn by lot.", {"allocation": "RANDOMIZED"}),
        ("Chance decides who sails.", {"allocation": "RANDOMIZED"}),
        ("Nobody knows why sailors get sick.", {}),
        ("In an earlier trial sailors were divided by lot.", {}),
        ("A computer task is done. They met by chance.", {}),
        ("You will know us soon. It is a lot.", {}),
    ],
)
def test_design_in_everyday_words(text, found):
    assert {field: value for field, _, _, value in find_plain_design(text)} == found


@pytest.mark.parametrize(
    ("text", "acronym"),
    [
        ("Ask for the SEALEGS trial. SEALEGS helps.", "SEALEGS"),
        ("Ginger at sea\nSEALEGS\nSEALEGS asks whether tea helps.", "SEALEGS"),
        ("SEALEGS | NCT09990001\nSailors drink tea.", "SEALEGS"),
        ("Tea at sea: SEALEGS\nIn SEALEGS, half of the sailors drink tea.", "SEALEGS"),
        ("The SEALEGS trial came after the CALMSEA study.", None),
        ("The ELM-GOUT-22 trial", None),
        ("Sea sickness at rest (SSAR). The SSAR trial", None),
        ("GINGER is a plant.", None),
        ("The DNA study", None),
        ("The first trial", None),
    ],
)
def test_acronym_in_text(text, acronym):
    place = find_acronym_in_text(text)
    assert (place and text[slice(*place)]) == acronym
