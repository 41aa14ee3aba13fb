"""The model's mentions after what is known for sure."""

import pytest

from trialsift.mention import Mention
from trialsift.ner.corrections import corrected


def mentions_of(page, *found):
    """Return mentions of (words, label, score); the first place of the words counts."""
    return [
        Mention(page.text.index(words), page.text.index(words) + len(words), label, "model:m", score)
        for words, label, score in found
    ]


def texts(page, mentions):
    return sorted((page.text[m.start : m.end], m.start, m.negated) for m in corrected(mentions, page))


def test_fields_of_facts_hold_no_mention(make_page):
    page = make_page(("other", "sponsor", "Institute of Arthritis"), ("title", "title", "Arthritis at rest"))
    at_sponsor, at_title = page.text.index("Arthritis"), page.text.rindex("Arthritis")
    mentions = [Mention(at, at + 9, "CONDITION", "model:m", 0.9) for at in (at_sponsor, at_title)]
    assert texts(page, mentions) == [("Arthritis", at_title, False)]


def test_modifiers_that_share_the_head_are_taken_in(make_page):
    page = make_page(("summary", None, "Hepatic or renal failure"))
    assert texts(page, mentions_of(page, ("renal failure", "CONDITION", 0.8))) == [
        ("Hepatic or renal failure", 0, False)
    ]


def test_what_is_denied_is_marked(make_page):
    page = make_page(("summary", None, "No gout. Aspirin."))
    found = mentions_of(page, ("gout", "CONDITION", 0.8), ("Aspirin", "INTERVENTION", 0.8))
    assert texts(page, found) == [("Aspirin", 9, False), ("gout", 3, True)]


def test_a_registry_type_is_no_intervention(make_page):
    page = make_page(("interventions", "interventions", "Radiation: Iodine"))
    found = mentions_of(page, ("Radiation", "INTERVENTION", 0.8), ("Iodine", "INTERVENTION", 0.8))
    assert texts(page, found) == [("Iodine", 11, False)]


@pytest.mark.parametrize(
    "text", ["A placebo-controlled trial", "A placebo - Controlled trial", "placebo Comparator: tea"]
)
def test_a_word_of_the_design_is_no_intervention(make_page, text):
    page = make_page(("title", "title", text), ("summary", None, "Some get placebo controls"))
    found = mentions_of(page, ("placebo", "INTERVENTION", 0.95))
    last = page.text.rindex("placebo")
    also = Mention(last, last + 7, "INTERVENTION", "model:m", 0.95)
    assert texts(page, [*found, also]) == [("placebo", last, False)]


@pytest.mark.parametrize(
    ("score", "twice", "count"), [(0.95, True, 3), (0.95, False, 1), (0.7, True, 2)]
)  # fmt: skip
def test_a_name_found_twice_and_surely_is_found_everywhere(make_page, score, twice, count):
    page = make_page(("summary", None, "Aspirin, aspirin, ASPIRIN; aspirin-free"))
    places = [(0, 7), (9, 16)] if twice else [(0, 7)]
    mentions = [Mention(s, e, "INTERVENTION", "model:m", score) for s, e in places]
    assert len(corrected(mentions, page)) == count


def test_a_repeat_does_not_cut_a_longer_find(make_page):
    page = make_page(("summary", None, "Aspirin, aspirin, low aspirin plus"))
    places = [(0, 7), (9, 16), (18, 34)]
    mentions = [Mention(s, e, "INTERVENTION", "model:m", 0.95) for s, e in places]
    assert [(m.start, m.end) for m in corrected(mentions, page)] == places


def test_a_conjunct_that_is_a_mention_itself_is_not_taken_in(make_page):
    page = make_page(("summary", None, "Hepatic or renal failure"))
    mentions = [Mention(0, 7, "CONDITION", "model:m", 0.8), Mention(11, 24, "CONDITION", "model:m", 0.8)]
    assert [(m.start, m.end) for m in corrected(mentions, page)] == [(0, 7), (11, 24)]


def test_thresholds_have_their_values(make_page):
    page = make_page(("eligibility.inclusion", None, "ALT > 40 U/L and good sense"))
    found = mentions_of(page, ("ALT > 40 U/L", "LAB_THRESHOLD", 0.8), ("good sense", "LAB_THRESHOLD", 0.8))
    assert [m.attrs for m in corrected(found, page)] == [
        {"analyte": ["alt"], "comparator": ">", "value": 40, "unit": "U/L"},
        {},
    ]


@pytest.mark.parametrize(
    ("found", "label", "name"),
    [
        ("known gout", "CONDITION", "gout"),
        ("a history of previously untreated gout", "CONDITION", "gout"),
        ("significant gout", "CONDITION", "significant gout"),
        ("prior aspirin", "INTERVENTION", "aspirin"),
        ("the", "CONDITION", "the"),
        ("HIV positivity", "CONDITION", "HIV"),
        ("HCV+", "CONDITION", "HCV"),
        ("non-pregnant", "CONDITION", "pregnant"),
        ("non-melanoma skin cancer", "CONDITION", "non-melanoma skin cancer"),
        ("lesion", "CONDITION", "lesion(s)"),
    ],
)
def test_a_name_begins_and_ends_by_the_guidelines(make_page, found, label, name):
    page = make_page(("summary", None, f"One {found}(s)" if found == "lesion" else f"One {found} more"))
    mentions = corrected(mentions_of(page, (found, label, 0.8)), page)
    assert [page.text[m.start : m.end] for m in mentions] == [name]


@pytest.mark.parametrize(
    ("line", "found", "expected"),
    [
        ("✗ Gout", "✗ Gout", ["Gout"]),
        ("❤️ tea", "❤️ tea", ["tea"]),
        ("★★★★", "★★★★", []),
        ("fever \ue000", "\ue000", []),
        ("177Lu-tea", "177Lu-tea", ["177Lu-tea"]),
        ("¹⁷⁷Lu-tea", "¹⁷⁷Lu-tea", ["¹⁷⁷Lu-tea"]),
        ("α-tea", "α-tea", ["α-tea"]),
    ],
)
def test_a_name_begins_with_no_sign_and_is_never_signs_alone(make_page, line, found, expected):
    page = make_page(("summary", None, line))
    assert [text for text, _, _ in texts(page, mentions_of(page, (found, "INTERVENTION", 0.8)))] == expected


@pytest.mark.parametrize(
    ("line", "found", "label", "name"),
    [
        ("We study re-feeding therapy here", "-feeding therapy", "INTERVENTION", "re-feeding therapy"),
        ("by point-of-care tea", "care tea", "INTERVENTION", "point-of-care tea"),
        ("Ginger-Nettle tea", "Nettle tea", "INTERVENTION", "Nettle tea"),
        ("a do-cetaxel drip", "cetaxel", "INTERVENTION", "do-cetaxel"),
        ("with Urtica dioica L. and tea", "Urtica dioica L", "INTERVENTION", "Urtica dioica L."),
        ("vitamin B.C.", "vitamin B", "INTERVENTION", "vitamin B"),
        ("the TeaBag+ device", "TeaBag", "INTERVENTION", "TeaBag+"),
        ("TeaBag+Ginger", "TeaBag", "INTERVENTION", "TeaBag"),
        ("TeaBag +/- ginger", "TeaBag", "INTERVENTION", "TeaBag"),
        ("a PET/CT scan is made", "PET", "INTERVENTION", "PET/CT scan"),
        ("a PET or a CT", "PET", "INTERVENTION", "PET"),
        ("tea-based therapy", "tea-based", "INTERVENTION", "tea-based therapy"),
        ("tea-containing cups", "tea-containing", "INTERVENTION", "tea-containing"),
        ("her second tea ceremony", "second tea ceremony", "INTERVENTION", "tea ceremony"),
        ("a second-line tea", "second-line tea", "INTERVENTION", "second-line tea"),
        ("stable gout", "stable gout", "CONDITION", "stable gout"),
        ("in a gout epidemic", "gout epidemic", "CONDITION", "gout"),
        ("take 160 mg ginger", "160 mg ginger", "INTERVENTION", "ginger"),
        ("Vitamin B12", "Vitamin B12", "INTERVENTION", "Vitamin B12"),
        ("tea service as usual", "tea service", "INTERVENTION", "tea service as usual"),
        ("resection of the left kidney within a week", "resection", "INTERVENTION", "resection of the left kidney"),
        ("radiotherapy to the head and neck", "radiotherapy", "INTERVENTION", "radiotherapy to the head and neck"),
        ("radiotherapy to the liver field", "radiotherapy", "INTERVENTION", "radiotherapy"),
        ("tea to the liver", "tea", "INTERVENTION", "tea"),
        ("surgery of choice", "surgery", "INTERVENTION", "surgery"),
        ("lessening gout", "lessening gout", "CONDITION", "gout"),
        ("hepatitis B or C", "hepatitis B", "CONDITION", "hepatitis B or C"),
        ("hepatitis B or HIV", "hepatitis B", "CONDITION", "hepatitis B"),
        ("ataxia type 1, 2,3 or 6", "ataxia type 1", "CONDITION", "ataxia type 1, 2,3 or 6"),
        ("gout grade 3 or 40 years", "gout grade 3", "CONDITION", "gout grade 3"),
        ("tea abuse or dependence", "tea abuse", "CONDITION", "tea abuse or dependence"),
        ("tea abuse or gout", "tea abuse", "CONDITION", "tea abuse"),
        ("liver disease or dysfunction", "liver disease", "CONDITION", "liver disease or dysfunction"),
        ("cardiac, renal, hepatic disease", "hepatic disease", "CONDITION", "cardiac, renal, hepatic disease"),
        ("fever, renal, hepatic disease", "hepatic disease", "CONDITION", "hepatic disease"),
    ],
)
def test_a_name_is_not_cut(make_page, line, found, label, name):
    page = make_page(("summary", None, line))
    assert [text for text, _, _ in texts(page, mentions_of(page, (found, label, 0.8)))] == [name]


@pytest.mark.parametrize(
    ("line", "found", "score", "names"),
    [
        ("lasting (chronic) sea sickness", ("chronic) sea sickness",), 0.5, ["lasting (chronic) sea sickness"]),
        ("sea water (SW) fever", ("sea water", "SW", "fever"), 0.5, ["sea water (SW) fever"]),
        ("sea water (SW) fever", ("sea water", "SW", "fever"), 0.7, ["sea water", "SW", "fever"]),
        ("sea water (tea) fever", ("sea water", "tea", "fever"), 0.5, ["sea water", "tea", "fever"]),
        ("sea water (SW) Fever", ("sea water", "SW", "Fever"), 0.5, ["sea water", "SW", "Fever"]),
        ("sea water (SW) infection", ("sea water", "SW"), 0.9, ["sea water (SW) infection"]),
        ("sea water (SW) is salt", ("sea water", "SW"), 0.9, ["sea water", "SW"]),
    ],
)
def test_a_name_goes_on_behind_brackets(make_page, line, found, score, names):
    page = make_page(("summary", None, line))
    mentions = corrected(mentions_of(page, *((words, "CONDITION", score) for words in found)), page)
    assert [page.text[m.start : m.end] for m in sorted(mentions, key=lambda m: m.start)] == names


@pytest.mark.parametrize(
    ("line", "found", "label", "stays"),
    [
        ("any serious illness", "serious illness", "CONDITION", False),
        ("gout (stage IIIB or IV)", "stage IIIB or IV", "CONDITION", False),
        ("a stage IV disease", "stage IV disease", "CONDITION", True),
        ("given 3x10^12 ginger units", "3x10^12 ginger units", "INTERVENTION", False),
        ("bathed in 3% salt water", "3% salt water", "INTERVENTION", True),
        ("clinically significant medical conditions", "clinically significant medical conditions", "CONDITION", False),
        ("progressive disease", "progressive disease", "CONDITION", True),
        ("an acute illness", "acute illness", "CONDITION", True),
        ("Head and neck", "Head and neck", "CONDITION", False),
        ("Head and neck cancer", "Head and neck cancer", "CONDITION", True),
        ("diabetic patients", "diabetic", "CONDITION", True),
        ("to kill tumor cells", "tumor", "CONDITION", False),
        ("to remove the tumor", "tumor", "CONDITION", True),
        ("Dementia Rating Scale", "Dementia", "CONDITION", False),
        ("dementia on a scale", "dementia", "CONDITION", True),
        ("vitamin D deficiency", "vitamin D", "INTERVENTION", False),
        ("vitamin D drops", "vitamin D", "INTERVENTION", True),
        ("made by Ginger Works, Inc.", "Ginger Works", "INTERVENTION", False),
        ("for which no curative therapy exists", "curative therapy", "INTERVENTION", False),
        ("systemic therapy", "systemic therapy", "INTERVENTION", True),
        ("Department of Internal Medicine and Arthritis", "Arthritis", "CONDITION", False),
        ("the department of arthritis", "arthritis", "CONDITION", True),
        ("Arthritis and Gout Research Network", "Gout", "CONDITION", False),
        ("as shown [Ginger-Jones, 2010; Tee, 2011]", "Ginger-Jones", "INTERVENTION", False),
        ("by the Ginger-Jones criteria", "Ginger-Jones", "INTERVENTION", False),
        ("Ginger in 2010", "Ginger", "INTERVENTION", True),
    ],
)
def test_what_names_nothing_is_no_mention(make_page, line, found, label, stays):
    page = make_page(("summary", None, line))
    assert [text for text, _, _ in texts(page, mentions_of(page, (found, label, 0.8)))] == [found] * stays


@pytest.mark.parametrize("title", ["Ginger for sea sickness (CALMSEA)", "CALMSEA: ginger for sea sickness"])
def test_a_trials_own_acronym_is_no_mention(make_page, title):
    page = make_page(("title", "title", title), ("summary", None, "CALMSEA tests GINGER"))
    at = page.text.rindex("CALMSEA")
    mentions = [Mention(at, at + 7, "INTERVENTION", "model:m", 0.9)]
    assert texts(page, [*mentions, *mentions_of(page, ("CALMSEA", "CONDITION", 0.9))]) == []
    [*_, kept] = texts(page, mentions_of(page, ("GINGER", "INTERVENTION", 0.9)))
    assert kept[0] == "GINGER"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("gout Unstable angina Severe asthma", ["gout", "Unstable angina", "Severe asthma"]),
        ("Gout Asthma", ["Gout Asthma"]),
        ("pregnancy severe asthma", ["pregnancy", "severe asthma"]),
        ("lupus nephritis", ["lupus nephritis"]),
        ("chronic hepatitis B infection", ["chronic hepatitis B infection"]),
    ],
)
def test_a_list_without_separators_is_parted(make_page, line, names):
    page = make_page(("summary", None, line))
    assert [
        text for text, _, _ in sorted(texts(page, mentions_of(page, (line, "CONDITION", 0.8))), key=_place)
    ] == names


def _place(found):
    return found[1]


def test_brackets_say_the_kind_of_a_vaccine(make_page):
    page = make_page(("summary", None, "Flu (Inactivated) Vaccine"))
    found = mentions_of(page, ("Flu", "INTERVENTION", 0.9), ("Vaccine", "INTERVENTION", 0.9))
    assert [text for text, _, _ in texts(page, found)] == ["Flu (Inactivated) Vaccine"]


@pytest.mark.parametrize(
    ("line", "found", "names"),
    [
        ("cytotoxic or astringent agents", ("cytotoxic", "astringent agents"), ["cytotoxic or astringent agents"]),
        ("laxative/tonic treatment", ("laxative", "tonic treatment"), ["laxative/tonic treatment"]),
        ("ginger and radiation therapy", ("ginger", "radiation therapy"), ["ginger", "radiation therapy"]),
        ("laxatives or tonic drugs", ("laxatives", "tonic drugs"), ["laxatives", "tonic drugs"]),
        ("tonic or ginger tea", ("tonic", "ginger tea"), ["tonic", "ginger tea"]),
        ("a tonic, herbal drugs", ("tonic", "herbal drugs"), ["tonic", "herbal drugs"]),
    ],
)
def test_adjectives_share_a_head(make_page, line, found, names):
    page = make_page(("summary", None, line))
    mentions = mentions_of(page, *((words, "INTERVENTION", 0.8) for words in found))
    assert [text for text, _, _ in sorted(texts(page, mentions), key=_place)] == names
