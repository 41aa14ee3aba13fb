"""Doses of a page: the section and the words around a text decide what is a dose. Spans in ⟦ ⟧."""

from __future__ import annotations

import re

import pytest

from trialsift.rules import dose
from trialsift.vocab import table

_SPAN = re.compile(r"⟦([^⟦⟧]*)⟧")

GIVEN = [
    ("arms", "arm.description", "Patients receive drug X ⟦IV over 30 minutes weekly⟧, then placebo."),
    ("arms", "arm.description", "Given ⟦IV⟧"),
    ("arms", "arm.description", "Given ⟦PO⟧"),
    ("arms", "arm.description", "Courses repeat ⟦every 28 days⟧."),
    ("arms", "arm.description", "Placebo for ⟦12 weeks⟧"),
    ("arms", "arm.description", "Stimulation ⟦4 mA at 40 Hz for 20 minutes⟧"),
    ("arms", "arm.description", "then ⟦8 mL⟧ of saline"),
    ("arms", "arm.description", "⟦50 mg tablet⟧ taken ⟦once a day⟧"),
    ("other", None, "Tongue presses, ⟦three rounds a day, six days a week⟧, from two weeks before surgery"),
    ("other", None, "Everyone has ⟦ten sessions over two weeks⟧."),
    ("other", None, "They swallowed a powder ⟦three times a day before meals⟧."),
    ("arms", "arm.description", "Leuprolide is given on our ward for a ⟦maximum of twenty-four weeks⟧."),
    ("interventions", "interventions", "⟦as needed⟧ salbutamol"),
    ("arms", "arm.description", "Skin is washed with ⟦2%⟧ chlorhexidine or ⟦70%⟧ isopropyl alcohol."),
    ("arms", "arm.label", "Pioglitazone ⟦15 mg⟧"),
    ("interventions", "interventions", "Drug: ketoprofen ⟦2.5% gel⟧"),
    ("interventions", "intervention.name", "⟦High-dose⟧ vitamin D"),
    ("interventions", "intervention.description", "Administered ⟦intravenously⟧"),
    ("interventions", "intervention.route", "⟦Intravenous use⟧"),
    ("title", "title", "⟦Low-Dose⟧ Aspirin in Stroke"),
    ("title", "official_title", "Effects of ⟦Single Dose⟧ Ketamine"),
    ("title", "official_title", "A ⟦12-Week⟧ Treatment With Exenatide"),
    ("title", "official_title", "Exenatide ⟦Once Weekly⟧ in Diabetes"),
    ("summary", None, "All take metformin ⟦500 mg twice daily for 24 weeks⟧."),
    ("summary", None, "Treatment continues for ⟦6 courses⟧ in the absence of progression."),
    ("summary", None, "They will receive ⟦8 weeks⟧ of radiation therapy."),
    ("summary", None, "Subjects are treated ⟦orally⟧ with the drug."),
    ("summary", None, "the safety of ⟦oral administration⟧ of the drug"),
    ("description", None, "Cohorts receive escalating doses until the ⟦maximum tolerated dose⟧ (⟦MTD⟧) is found."),
    ("description", None, "Carboplatin ⟦AUC 5⟧ is given with paclitaxel ⟦175 mg/m2⟧."),
    ("description", None, "walking training, ⟦three sessions a week⟧"),
    ("eligibility.exclusion", None, "Prednisone ⟦> 10 mg/day⟧ or equivalent"),
    ("eligibility.exclusion", None, "treatment with steroids for ⟦more than 2 weeks⟧"),
    ("eligibility.exclusion", None, "⟦high-dose inhaled⟧ steroids"),
    ("eligibility.inclusion", None, "Metformin ⟦at least 1500 mg daily for 8 weeks⟧"),
    ("eligibility.inclusion", None, "on hemodialysis ⟦3 times a week⟧"),
    ("outcomes.primary", "outcome.measure", "Response to ⟦50 mg⟧ of the drug"),
    ("arms", "arm.description", "Participants wear the cooling vest for ⟦30 minutes⟧ before each session."),
    (
        "arms",
        "arm.description",
        "Sham tDCS: the current is ramped up and stopped after 30 seconds; ⟦20 minutes, five days a week for 3 weeks⟧.",
    ),
    (
        "arms",
        "arm.description",
        "Cognitive behavioural therapy: ⟦12 weekly sessions of 50 minutes⟧ with a psychologist",
    ),
    ("arms", "arm.description", "Mindfulness: ⟦eight 2-hour group sessions⟧ and ⟦daily⟧ home practice of ⟦20 minutes⟧"),
    ("arms", "arm.description", "Supervised cycling at ⟦60-70% of peak heart rate for 40 min, three times per week⟧"),
    (
        "arms",
        "arm.description",
        "Insulin glargine started at ⟦10 units at bedtime⟧ and increased by ⟦2 units every 3 days⟧",
    ),
    ("arms", "arm.description", "Hemodialysis ⟦4 hours three times a week⟧, dialysate at 35.5 °C"),
    ("arms", "arm.description", "Latanoprost ⟦0.005% eye drops, one drop in the study eye once daily in the evening⟧"),
    ("arms", "arm.description", "mRNA vaccine ⟦30 µg IM on days 1 and 22⟧"),
    (
        "arms",
        "arm.description",
        "Whole-breast irradiation, ⟦40 Gy in 15 fractions over 3 weeks⟧, plus boost of ⟦10 Gy in 5 fractions⟧",
    ),
    ("arms", "arm.description", "Oral nutritional supplement ⟦200 mL twice daily for 90 days⟧ (⟦400 kcal/day⟧)"),
    ("arms", "arm.description", "Salbutamol ⟦100 µg, 2 puffs as needed⟧"),
    ("arms", "arm.description", "Cells are injected ⟦intramyocardially⟧ at 15 sites"),
    ("arms", "arm.description", "⟦Once-weekly subcutaneous⟧ semaglutide ⟦2.4 mg⟧"),
    ("arms", "arm.description", "Patients get a placebo patch ⟦once daily⟧"),
    (
        "arms",
        "arm.description",
        "rTMS at ⟦10 Hz, 120% of resting motor threshold, 3000 pulses per session, 5 days a week for 6 weeks⟧",
    ),
    ("arms", "arm.description", "Hyperbaric oxygen at ⟦2.4 ATA for 90 minutes daily, 30 sessions⟧"),
    ("arms", "arm.description", "Blinded capsules ⟦twice a day with food⟧"),
    ("arms", "arm.description", "Ropivacaine ⟦0.2%, 8 mL/h⟧ through the catheter for ⟦48 hours⟧"),
    ("arms", "arm.description", "PCA: morphine ⟦bolus 1 mg, lockout 8 min⟧"),
    ("arms", "arm.description", "Ketogenic diet (⟦less than 20 g of carbohydrate per day⟧)"),
    ("arms", "arm.description", "⟦Two doses⟧ of HPV vaccine 6 months apart"),
    ("summary", None, "All children receive zinc ⟦20 mg once daily for 10 to 14 days⟧."),
    ("description", None, "Patients have blood drawn, then cells ⟦IV over 15 minutes beginning on day 0⟧."),
    ("summary", None, "The vaccine is given ⟦intramuscularly at 0, 1 and 6 months⟧."),
    ("summary", None, "Treatment lasts ⟦24 weeks⟧ and follow-up 12 months."),
    ("summary", None, "After ⟦12 weeks⟧ of treatment, blood is drawn."),
    ("summary", None, "Patients are randomized to ⟦6⟧ versus ⟦12 months⟧ of adjuvant trastuzumab."),
    ("summary", None, "Participants use the app ⟦daily for 3 months⟧."),
    ("summary", None, "The device delivers ⟦2 mA for 20 minutes⟧."),
    ("description", None, "Patients in arm A receive ⟦4 cycles⟧ of FOLFOX ⟦every 2 weeks⟧."),
    ("description", None, "Doses are escalated in cohorts (⟦1⟧, ⟦3⟧ and ⟦10 mg/kg⟧)."),
    ("description", None, "Radiotherapy begins on day 1 and is delivered ⟦5 days a week for 6 weeks⟧."),
    ("description", None, "Sedation with midazolam ⟦0.05 mg/kg IV⟧ may be repeated."),
    ("description", None, "The study drug is infused ⟦over 60 minutes every 3 weeks⟧ until progression."),
    ("eligibility.exclusion", None, "Prednisone at ⟦more than 10 mg per day⟧ within 4 weeks"),
    ("eligibility.inclusion", None, "On metformin ⟦1,000 mg or more per day for at least 3 months⟧"),
    ("eligibility.inclusion", None, "On hemodialysis ⟦three times a week for at least 3 months⟧"),
    ("eligibility.inclusion", None, "Failure of ⟦at least 6 weeks⟧ of conservative treatment"),
    ("eligibility.inclusion", None, "⟦At least two cycles⟧ of platinum chemotherapy"),
    ("title", "title", "⟦Single-Dose⟧ Azithromycin for Trachoma"),
    ("title", "title", "⟦12 Weeks⟧ of Aerobic Exercise After Stroke"),
    ("title", "title", "⟦Daily⟧ or ⟦Weekly⟧ Iron in Pregnancy"),
    ("title", "title", "⟦Three⟧ Versus ⟦Six Months⟧ of Anticoagulation"),
    ("outcomes.primary", None, "Area under the curve after ⟦50 mg⟧ of drug X"),
    ("interventions", "intervention.strength", "⟦250⟧"),
    ("interventions", "intervention.strength", "⟦80 to 160⟧"),
    ("title", "official_title", "A Trial of ⟦Locally⟧ Injected Stromal Cells"),
    ("summary", None, "A ⟦single intralesional injection⟧ of stromal cells is tested."),
    ("arms", "arm.description", "Chest belt that vibrates, ⟦nightly⟧"),
    ("summary", None, "A nurse visits the school for ⟦three sessions of 20 minutes⟧."),
    ("title", "title", "⟦Higher Dose⟧ Caffeine in Preterm Infants"),
    ("eligibility.exclusion", None, "⟦One course⟧ of oral prednisolone in 3 months"),
    ("description", None, "Stimulation is adjusted at visits to ⟦4-8 mA⟧."),
    (
        "interventions",
        "intervention.description",
        "dose - ⟦500 mg⟧, frequency - ⟦twice daily⟧, route of administration - ⟦oral⟧, total duration - ⟦3 months⟧",
    ),
    ("interventions", "intervention.description", "Maximum duration of treatment: ⟦24 Week(s)⟧"),
    ("interventions", "intervention.description", "Low-flow oxygen ⟦2 L/min through nasal cannula for 15 hours a day⟧"),
    ("interventions", "intervention.description", "Decoction, ⟦200 mL, bid, 14 days⟧"),
    ("interventions", "intervention.description", "⟦half a tablet daily⟧"),
    ("summary", None, "radiotherapy in ⟦5⟧ versus ⟦15 fractions⟧"),
    ("summary", None, "the effect of ⟦50% of the recommended dose⟧"),
    ("summary", None, "a ⟦14-day course⟧ of doxycycline ⟦100 mg twice daily⟧"),
    ("title", "title", "Maintenance Therapy ⟦Every 8 or 12 Weeks⟧"),
    ("title", "title", "⟦Once-Daily⟧ Versus ⟦Twice-Daily⟧ Tacrolimus"),
    ("title", "title", "Short-Course (⟦5 Days⟧) Versus Long-Course (⟦10 Days⟧) Antibiotics"),
    ("summary", None, "Infants get ⟦0.1 mL⟧ of BCG ⟦intradermally⟧."),
    ("summary", None, "One group trains ⟦twice a week⟧, the other ⟦four times a week⟧."),
    ("summary", None, "Counselling by phone, ⟦15 minutes weekly for 6 weeks⟧"),
    ("summary", None, "The antibiotic is given for ⟦3⟧ or ⟦7 days⟧."),
    ("summary", None, "The light box is used at ⟦10,000 lux for 30 minutes every morning⟧."),
    ("description", None, "After escalation (⟦100⟧, ⟦200⟧, ⟦400⟧, ⟦600 mg BID⟧), a cohort is expanded."),
    ("description", None, "Transfusion of ⟦10-15 mL/kg⟧ packed red cells"),
    ("arms", "arm.description", "Relovane transdermal gel ⟦50 mg/day (5 g)⟧"),
    ("arms", "arm.description", "Patients are treated with a ⟦higher dose⟧ of it for another ⟦15 days⟧."),
    ("arms", "arm.description", "The group gets it at ⟦100 mg⟧ for the remaining ⟦8 weeks⟧."),
    ("arms", "arm.description", "Treatment on an outpatient basis, then rest, for ⟦up to 6 courses⟧."),
    ("summary", None, "The drug is given ⟦intravenously on an every-other-week schedule for up to one year⟧."),
    ("description", None, "They receive it ⟦orally on a daily⟧ or ⟦thrice-weekly⟧ basis."),
    ("description", None, "Patients receive zelumab ⟦IV as a single test dose⟧."),
    ("arms", "arm.description", "Take it with ⟦no more than 1 dose in a 24-hour period⟧."),
    (
        "outcomes.primary",
        "outcome.measure",
        "Safety of zelumab, given in a schedule (⟦once daily for 5 days⟧) to adults",
    ),
]
NOT_GIVEN = [
    ("summary", None, "Patients are followed every 3 months for 2 years."),
    ("summary", None, "MRI scans are performed every 8 weeks."),
    ("summary", None, "Visits are weekly for 4 weeks."),
    ("summary", None, "Blood samples are collected monthly."),
    ("summary", None, "A questionnaire on daily living"),
    ("summary", None, "infants with a birth weight of 501 g to 1000 g"),
    ("summary", None, "children of 6 to 11 years"),
    ("summary", None, "The study lasts 3 years."),
    ("summary", None, "survival at 5 years"),
    ("summary", None, "a sample of 10 mL of blood is drawn"),
    ("summary", None, "given after a washout of 4 weeks"),
    ("summary", None, "PCO2 above 52 mm Hg"),
    ("summary", None, "using IV fentanyl before the procedure"),
    ("summary", None, "one cell releases a transmitter"),
    ("title", "official_title", "A 12-Month, Randomized, Double-Blind Study of Exenatide"),
    ("title", "title", "Glaucoma in Both Eyes"),
    ("title", "title", "Daily Life After Stroke"),
    ("arms", "arm.description", "Week 1-4: dose finding"),
    ("arms", "arm.description", "followed by 2 weeks of rest"),
    ("arms", "arm.description", "single agent, until progression"),
    ("eligibility.inclusion", None, "At least 4 weeks since prior chemotherapy (6 weeks for nitrosoureas)"),
    ("eligibility.inclusion", None, "No chemotherapy within 28 days"),
    ("eligibility.inclusion", None, "effective contraception for 3 months after treatment"),
    ("eligibility.inclusion", None, "on a stable dose for at least 4 weeks"),
    ("eligibility.inclusion", None, "urine protein of 500 mg/24 h or more"),
    ("eligibility.inclusion", None, "serum creatinine 1.5 mg/dL or less"),
    ("eligibility.inclusion", None, "Proteinuria above 500 mg per day"),
    ("eligibility.inclusion", None, "creatinine clearance of 60 mL/min"),
    ("eligibility.inclusion", None, "birth weight < 1500 g"),
    ("eligibility.inclusion", None, "weighing at least 40 kg"),
    ("eligibility.inclusion", None, "diabetes for at least 6 months"),
    ("eligibility.inclusion", None, "Age 18 years or older"),
    ("eligibility.inclusion", None, "life expectancy of at least 12 weeks"),
    ("eligibility.exclusion", None, "alcohol above 20 g per day"),
    ("eligibility.exclusion", None, "donation of 500 mL of blood within 8 weeks"),
    ("eligibility.exclusion", None, "NYHA class III or IV heart failure"),
    ("eligibility.exclusion", None, "smoking more than 10 cigarettes a day"),
    ("eligibility.exclusion", None, "surgery less than 3 months before entry"),
    ("outcomes.primary", "outcome", "Overall survival [Time Frame: every 3 months for 2 years]"),
    ("outcomes.primary", "outcome.time_frame", "weekly for 4 weeks"),
    ("outcomes.primary", "outcome.measure", "Pain at 6 months"),
    ("design", "enrollment", "120"),
    ("eligibility", "ages", "18 Years to 65 Years"),
    ("conditions", "conditions", "Stage IV Lung Cancer"),
    ("arms", "arm.description", "Usual care"),
    ("arms", "arm.description", "Control group: waiting list for 8 weeks"),
    ("arms", "arm.description", "Time-restricted eating between 10:00 and 18:00"),
    ("summary", None, "Nurses telephone the family weekly."),
    ("summary", None, "About 10% of patients relapse within 2 years."),
    ("summary", None, "Symptoms are recorded twice a day in a diary."),
    ("description", None, "Blood samples are taken at 0, 2, 4 and 8 hours after dosing."),
    ("eligibility.exclusion", None, "HbA1c above 75 mmol/mol"),
    ("eligibility.exclusion", None, "More than 14 drinks a week"),
    ("eligibility.exclusion", None, "Systemic steroids within 14 days"),
    ("eligibility.exclusion", None, "Urine output below 0.5 mL/kg/h for 6 hours"),
    ("eligibility.inclusion", None, "Fasting glucose 100-125 mg/dL"),
    ("eligibility.inclusion", None, "LVEDV above 90 mL/m2"),
    ("eligibility.inclusion", None, "Pain of 4 or more for 3 months"),
    ("title", "title", "Five-Year Outcomes After Surgery"),
    ("outcomes.primary", None, "Change in pain score at 12 weeks"),
    ("outcomes.secondary", None, "Use of rescue morphine (mg) in 24 hours"),
    ("arms", "arm.description", "then the next higher dose is opened"),
    ("arms", "arm.description", "the bath is kept at 38 °C"),
    ("summary", None, "The program runs in the six weeks before surgery."),
    ("eligibility.exclusion", None, "HbA1c > 69 mmol/mol"),
    ("eligibility.inclusion", None, "LAVI > 34 mL/m2"),
    ("summary", None, "Leukapheresis is followed, if needed, by bridging therapy."),
    ("outcomes.primary", "outcome.measure", "Eliciting dose of 1000 mg or more"),
    ("summary", None, "a rise in titre of at least four times"),
    ("title", "title", "An 8-Hour Eating Window in Obesity"),
    ("interventions", "intervention.strength", "not applicable"),
    ("description", None, "dissolved in 250 mL of saline"),
    ("eligibility.inclusion", None, "Total IgE ≥ 30 kU"),
    ("eligibility.exclusion", None, "Uric acid > 7 mg"),
    ("eligibility.exclusion", None, "HBV DNA > 2000 IU"),
    ("description", None, "Failure is a ferritin > 500 ng or a bilirubin > 2 mg."),
    ("description", None, "Proteinuria is a urinary protein above 1 g per day."),
    ("eligibility.exclusion", None, "Sodium intake above 4 g per day"),
    ("eligibility.inclusion", None, "cardiac output below 4 L/min"),
    ("summary", None, "The study has a 4-week run-in and a 2-week follow-up."),
    ("summary", None, "Tourniquet pressure of 250 mmHg"),
    ("summary", None, "Surgery is done within 24 hours."),
    ("description", None, "Patients are nursed in an incubator at 36 °C."),
    ("description", None, "Visits are at 1, 3, 6 and 12 months, then yearly."),
    ("description", None, "Blood pressure is measured three times, 2 minutes apart."),
    ("description", None, "Cells were seeded at 10^5 cells/mL."),
    ("eligibility.inclusion", None, "Able to walk for 6 minutes"),
    ("eligibility.inclusion", None, "walking pain of 5 or more for 3 months"),
    ("arms", "arm.description", "Children between 2 years and 1 day of age at the first dose"),
    ("arms", "arm.description", "Blood pressure at each 2-week control"),
    ("eligibility.inclusion", None, "Omission of chemotherapy for 3 weeks prior to entry"),
    ("other", None, "Blood sugar is tested three times a day."),
    ("other", None, "There are two visits over two weeks."),
    ("eligibility.exclusion", None, "smoking three times a day before meals"),
    ("title", "title", "The Effect of Two Antiviral Treatments in Hepatitis"),
    ("description", None, "a drug that has been available for 50 years"),
    ("summary", None, "The drug's records are kept as required by the law."),
    ("description", None, "Rinsing with the drug goes on until ulcers stay away for two consecutive days."),
    ("description", None, "The drug is titrated again if off treatment for 1 week."),
    ("eligibility.exclusion", None, "oliguria below 1 mL/kg/hour"),
    ("eligibility.inclusion", None, "using the drug on 18 days in the 30-day period prior to consent"),
    ("eligibility.inclusion", None, "attacks at intervals > 24 hours"),
    ("outcomes.primary", "outcome.measure", "Abnormal signs at least once post-dose"),
    ("arms", "arm.label", "Vaginal Delivery"),
    ("description", None, "Quality of life is assessed prior to each treatment course, every 4 months for 1 year."),
    ("eligibility.inclusion", None, "a regular menstrual cycle for at least three months"),
    ("eligibility.inclusion", None, "At least 8 weeks elapsed since the last dose of radiation"),
    ("eligibility.inclusion", None, "cultures after infusion negative for 48 hours"),
    ("eligibility.inclusion", None, "after sterilization, or postmenopausal for at least 2 years"),
    ("eligibility.exclusion", None, "a last dose within 28 days of the treatment dose"),
    ("summary", None, "Not more than 3 mL/kg taken at any one time"),
    ("description", None, "PET imaging begins directly after the injection for approximately 60 minutes."),
    ("description", None, "After withdrawal of medication for 6 weeks, recovery is evaluated."),
    ("description", None, "Interviews before treatment sessions, 6 months, 12 months and 30 months after baseline"),
    ("description", None, "PSA (3-15 ng/mL versus greater than 15 ng/mL) is a stratum."),
    ("description", None, "There is a 6-week evaluation period after the infusion."),
    ("description", None, "They answer questions four times over the course of 1 year."),
    ("eligibility.inclusion", None, "Two moles that look alike"),
    ("eligibility.inclusion", None, "Documented temperature, oral ≥ 37.8 °C"),
    ("eligibility.inclusion", None, "ANC ≥ 1.0 × 10^9/L for 3 days if ablative therapy was used"),
    ("eligibility.inclusion", None, "Surgical therapy with no evidence of disease for five years"),
    ("eligibility.inclusion", None, "Hysterectomy or at least 12 months of amenorrhea"),
    ("eligibility.exclusion", None, "requiring corticosteroids in the 4 weeks (28 days) prior to entry"),
    ("summary", None, "Inhibitors of the JAK STAT axis are given."),
    ("interventions", "intervention.description", "marrow aspiration (3 to 5 cc of marrow per aspirate)"),
    ("eligibility.exclusion", None, "donated or lost 1 unit of blood within 4 weeks"),
    ("eligibility.exclusion", None, "a change in dose over the 6 weeks immediately prior to entry"),
    ("arms", "arm.description", "Tacrolimus with a trough of 3-8 ng/mL"),
    ("arms", "arm.description", "Fluids to a urine output of 0.5 mL/kg/h"),
    ("eligibility.exclusion", None, "Drinking more than 21 units a week"),
    ("eligibility.exclusion", None, "metformin that cannot be held for 48 h"),
    ("arms", "arm.description", "After the last dose patients are followed for 72 hours."),
    ("eligibility.exclusion", None, "Use of relievers with an increase of >50% over a 2 month period"),
    ("description", None, "approved by the committee (ID #180328)"),
    ("summary", None, "Blood is drawn after every 2 to 4 courses of chemotherapy."),
    ("arms", "arm.description", "Zelumab with a tacrolimus target of 6 ng/mL"),
    ("summary", None, "We are comparing two doses of zelumab."),
    ("arms", "arm.label", "Zelumab oral tablet"),
    ("arms", "arm.description", "The next cohort opens at a higher dose level."),
]  # fmt: skip


@pytest.mark.parametrize(("section", "field", "marked"), GIVEN)
def test_doses_of_a_passage(make_page, section, field, marked):
    page = make_page((section, field, _SPAN.sub(r"\1", marked)))
    assert [page.text[m.start : m.end] for m in dose.find(page)] == _SPAN.findall(marked)


@pytest.mark.parametrize(("section", "field", "text"), NOT_GIVEN)
def test_what_is_no_dose(make_page, section, field, text):
    page = make_page((section, field, text))
    assert [page.text[m.start : m.end] for m in dose.find(page)] == []


@pytest.mark.parametrize("row", table("dose_cues"), ids=lambda row: row["example"])
def test_cue_row(make_page, row):
    page = make_page(("summary", None, f"{row['example']} weekly."))
    assert bool(dose.find(page)) == (row["meaning"] == "given")


def test_a_name_of_the_page_tells_what_is_given(make_page):
    page = make_page(
        ("interventions", "interventions", "Drug: zelovastat"),
        ("summary", None, "We compare zelovastat weekly with zelovastat for 6 months."),
    )
    assert [page.text[m.start : m.end] for m in dose.find(page)] == ["weekly", "6 months"]


def test_a_time_of_something_given_is_its_length(make_page):
    page = make_page(
        ("interventions", "interventions", "Drug: zelovastat"),
        ("summary", None, "Is one month of zelovastat as good? 97 months of zelovastat and 97% of patients were seen."),
    )
    assert [page.text[m.start : m.end] for m in dose.find(page)] == ["one month", "97 months"]


def test_mentions_carry_the_value_and_its_attributes(make_page):
    page = make_page(
        ("arms", "arm.description", "X"), ("arms", "arm.description", "Drug 5 mg/kg IV on day 1 of each 21-day cycle")
    )
    (mention,) = dose.find(page)
    assert (mention.start, mention.end, mention.label, mention.by, mention.score) == (7, 47, "DOSE", "rule:dose", 0.92)
    assert mention.attrs == {
        "amount": 5,
        "unit": "mg",
        "per": "kg",
        "frequency": {"times": 1, "period": 21, "unit": "d"},
        "route": "intravenous",
    }
    assert mention.value.schedule == {"cycle": {"value": 21, "unit": "d"}, "days": [1]}


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("mg milligram(s)", {"amount": 80, "unit": "mg"}),
        ("IU/ml international unit(s)/millilitre", {"amount": 80, "unit": "[iU]", "per": "mL"}),
        ("Other", {"amount": 80}),
    ],
)
def test_a_strength_has_the_unit_of_the_field_before(make_page, unit, expected):
    page = make_page(
        ("other", None, f"D.3.10.1 Concentration unit: {unit}"), ("interventions", "intervention.strength", "80")
    )
    assert [mention.attrs for mention in dose.find(page)] == [expected]
