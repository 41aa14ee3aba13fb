"""Records laid out as pages: places, names stated by fields, criteria by side."""

import numpy as np
import spacy

from trialsift.labels import LABEL_NAMES
from trialsift.ner.tags import BEGIN, LAST, N_TAGS, OUT, UNIT
from trialsift.train.silver import lay_out, silver_pages

RECORD = {
    "title": "Colchicine in\n  Acute Gout",
    "conditions": ["Gout", "Arthritis, Gouty", "Gout (tophi), chronic"],
    "interventions": [{"type": "Drug", "name": "Colchicine"}, {"type": "Drug", "name": "placebo 1 mg"}],
    "primary_outcomes": [{"measure": "Pain at rest", "time_frame": "2 days"}],
    "eligibility_criteria": (
        "Inclusion Criteria:\n\n  -  gout flare\n\n  -  age > 18\n\nExclusion Criteria:\n\n  -  renal\n     failure"
    ),
}


def test_each_line_has_its_place():
    page = lay_out(RECORD)
    assert [(name, page.text[start:end]) for start, end, name in page.places] == [
        ("title", "Colchicine in Acute Gout"),
        ("conditions", "Gout"),
        ("conditions", "Arthritis, Gouty"),
        ("conditions", "Gout (tophi), chronic"),
        ("interventions", "Drug: Colchicine"),
        ("interventions", "Drug: placebo 1 mg"),
        ("outcome.measure", "Pain at rest"),
        ("eligibility.inclusion", "gout flare"),
        ("eligibility.inclusion", "age > 18"),
        ("eligibility.exclusion", "renal failure"),
    ]


def test_bare_names_of_fields_are_mentions_and_others_are_left_to_the_teacher():
    page = lay_out(RECORD)
    assert {label: [page.text[s:e] for s, e in spans] for label, spans in page.layers.items()} == {
        "CONDITION": ["Gout", "Arthritis, Gouty"],
        "INTERVENTION": ["Colchicine"],
        "DOSE": [],
        "LAB_THRESHOLD": [],
        "OUTCOME": ["Pain at rest"],
    }


def test_an_empty_record_is_an_empty_page():
    assert lay_out({}).text == ""


class Teacher:
    """Tags words by a table, with one probability; all others are out."""

    def __init__(self, tags: dict[str, tuple[str, int]], sure: float) -> None:
        self.tags, self.sure = tags, sure

    def predict(self, docs):
        scores = []
        for doc in docs:
            probabilities = np.full((len(doc), len(LABEL_NAMES), N_TAGS), (1 - self.sure) / (N_TAGS - 1))
            for token in doc:
                label, tag = self.tags.get(token.text, ("", OUT))
                for layer, name in enumerate(LABEL_NAMES):
                    probabilities[token.i, layer, tag if name == label else OUT] = self.sure
            scores.append(np.log(probabilities))
        return scores

    def set_annotations(self, docs, scores):
        for doc in docs:
            for label in LABEL_NAMES:
                found = [(t.i, self.tags[t.text][1]) for t in doc if self.tags.get(t.text, ("", 0))[0] == label]
                starts, ends = ([at for at, tag in found if tag in tags] for tags in ((BEGIN, UNIT), (LAST, UNIT)))
                doc.spans[label] = [doc[start : end + 1] for start, end in zip(starts, ends, strict=True)]


class Pipeline:
    def __init__(self, tagger: Teacher) -> None:
        self.nlp, self.pipeline = spacy.blank("en"), [("tagger", tagger)]

    def make_doc(self, text):
        return self.nlp.make_doc(text)


def silver(sure: float) -> dict[str, tuple[list[str], list[str]]]:
    """Return, for each label, what is labelled and what is left unknown in a record that a teacher has read."""
    record = {"brief_summary": "Gout and pain relief", "eligibility_criteria": "Inclusion Criteria:\n\n  -  gout"}
    tags = {"Gout": ("CONDITION", UNIT), "pain": ("OUTCOME", BEGIN), "relief": ("OUTCOME", LAST)}
    [page] = silver_pages(Pipeline(Teacher(tags, sure)), [record])  # type: ignore[arg-type]
    return {
        label: (
            [page.text[start:end] for start, end in page.layers[label]],
            [word for start, end in page.unknown[label] if (word := page.text[start:end]) != "\n"],
        )
        for label in ("CONDITION", "OUTCOME", "DOSE")
    }


def test_sure_mentions_are_taken_and_prose_without_an_outcome_is_left_unknown():
    assert silver(sure=0.9) == {
        "CONDITION": (["Gout"], []),
        "OUTCOME": (["pain relief"], ["Gout", "and"]),
        "DOSE": ([], []),
    }


def test_what_a_teacher_is_unsure_of_is_left_unknown():
    words = ["Gout", "and", "pain", "relief", "gout"]
    assert silver(sure=0.7) == {
        "CONDITION": (["Gout"], words),
        "OUTCOME": (["pain relief"], words),
        "DOSE": ([], words),
    }
