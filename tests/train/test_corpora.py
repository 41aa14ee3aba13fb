"""Importers of public corpora, each on lines of our own in its format."""

import json
import lzma

import pytest

from trialsift.errors import BadAnnotation
from trialsift.train.corpora import read_corpus
from trialsift.train.corpora.base import outside


def line(text, **spans):
    """Return a corpus line; spans are given as label="words", a list for several; "__" stands for "-"."""
    found = []
    for key, words in spans.items():
        label = key.replace("__", "-")
        for word in [words] if isinstance(words, str) else words:
            start = text.index(word)
            found.append({"start": start, "end": start + len(word), "label": label, "text": word})
    return {"id": "1", "text": text, "spans": found}


def read_pages(tmp_path, corpus, *lines):
    folder = tmp_path / corpus
    folder.mkdir()
    with lzma.open(folder / "train.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in lines)
    return list(read_corpus(folder, "train"))


def read(tmp_path, corpus, *lines):
    return [
        {label: [page.text[s:e] for s, e in spans] for label, spans in page.layers.items()}
        for page in read_pages(tmp_path, corpus, *lines)
    ]


def test_chia_joins_qualifiers_and_leaves_tests_out(tmp_path):
    text = "Severe renal disease, a liver biopsy, or tonsillectomy; aspirin use."
    spans = {
        "Qualifier": "Severe",
        "Condition": "renal disease",
        "Procedure": ["liver biopsy", "tonsillectomy"],
        "Drug": "aspirin",
    }
    assert read(tmp_path, "chia", line(text, **spans)) == [
        {"CONDITION": ["Severe renal disease"], "INTERVENTION": ["tonsillectomy", "aspirin"]}
    ]


def test_what_chia_leaves_open_is_unknown(tmp_path):
    text = "Pregnant women. Kidney biopsy, Fever or pain."
    one = line(text, Pregnancy_considerations="Pregnant women.", Procedure="Kidney biopsy", Observation="Fever")
    pain = text.index("pain")
    one["spans"].append({"start": 16, "end": pain + 4, "label": "Condition", "text": "Kidney pain", "fragments": []})
    one["spans"][-1]["fragments"] = [[16, 22], [pain, pain + 4]]
    [page] = read_pages(tmp_path, "chia", one)
    assert {label: [text[s:e] for s, e in spans] for label, spans in page.unknown.items()} == {
        "CONDITION": ["Pregnant women.", "Kidney biopsy, Fever or pain", "Fever"],
        "INTERVENTION": ["Pregnant women.", "Kidney biopsy"],
    }


def test_lct_sides_of_criteria_are_places(tmp_path):
    text = "Inclusion Criteria:\n - gout\nExclusion Criteria:\n - asthma"
    [page] = read_pages(tmp_path, "lct", line(text))
    assert page.places == [(0, 28, "eligibility.inclusion"), (28, len(text), "eligibility.exclusion")]


def test_a_site_after_of_belongs_to_the_condition(tmp_path):
    text = "cancer of the cervix or of the tongue"
    spans = {"Condition__Name": "cancer", "Modifier": ["cervix", "tongue"]}
    assert read(tmp_path, "lct", line(text, **spans)) == [{"CONDITION": ["cancer of the cervix"], "INTERVENTION": []}]


@pytest.mark.parametrize(
    ("spans", "known", "rest"),
    [
        ([(0, 9)], [], [(0, 9)]),
        ([(0, 9)], [(3, 5)], [(0, 3), (5, 9)]),
        ([(0, 9)], [(0, 2), (8, 12)], [(2, 8)]),
        ([(2, 4)], [(0, 9)], []),
        ([], [(0, 9)], []),
    ],
)
def test_what_known_spans_cover_is_not_unknown(spans, known, rest):
    assert outside(spans, known) == rest


def test_a_qualifier_that_does_not_touch_is_not_joined(tmp_path):
    text = "Severe and long gout"
    assert read(tmp_path, "chia", line(text, Qualifier="Severe", Condition="gout")) == [
        {"CONDITION": ["gout"], "INTERVENTION": []}
    ]


def test_lct_reads_names_and_not_events(tmp_path):
    text = "Chronic asthma treated with salbutamol"
    spans = {"Condition": "asthma", "Condition__Name": "asthma", "Modifier": "Chronic", "Drug__Name": "salbutamol"}
    assert read(tmp_path, "lct", line(text, **spans)) == [
        {"CONDITION": ["Chronic asthma"], "INTERVENTION": ["salbutamol"]}
    ]


def test_neurotrialner_takes_every_kind_of_treatment(tmp_path):
    text = "Yoga or placebo in epilepsy"
    spans = {"PHYSICAL": "Yoga", "CONTROL": "placebo", "CONDITION": "epilepsy"}
    assert read(tmp_path, "neurotrialner", line(text, **spans)) == [
        {"CONDITION": ["epilepsy"], "INTERVENTION": ["Yoga", "placebo"]}
    ]


def test_evidence_outcomes_start_at_the_results(tmp_path):
    text = "METHODS : We measured pain.\nRESULTS : Less nausea was seen."
    assert read(tmp_path, "evidence_outcomes", line(text, Outcome=["pain", "nausea"])) == [{"OUTCOME": ["nausea"]}]


def test_an_abstract_without_results_is_no_example(tmp_path):
    assert read(tmp_path, "evidence_outcomes", line("We measured pain.", Outcome="pain")) == []


def test_clinical_trial_parser_numbers_keep_their_length(tmp_path):
    text = "gout for @NUMBER years on aspirin"
    assert read(tmp_path, "ctp_ner", line(text, chronic_disease="gout", treatment="aspirin")) == [
        {"CONDITION": ["gout"], "INTERVENTION": ["aspirin"]}
    ]


def test_generic_words_alone_are_left_out(tmp_path):
    assert read(tmp_path, "chia", line("other medications", Drug="other medications")) == [
        {"CONDITION": [], "INTERVENTION": []}
    ]


def test_an_unknown_corpus_is_refused_with_the_names_of_the_known(tmp_path):
    (tmp_path / "other").mkdir()
    with pytest.raises(BadAnnotation, match=r"no importer for this corpus; there are chia, lct"):
        list(read_corpus(tmp_path / "other", "train"))
