"""What a page says about its tokens: the place of each, and the lists in which its word stands."""

import spacy

from trialsift.ner.places import mark_places
from trialsift.tokens import make_tokenizer


def marked(text, places):
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    doc = nlp.make_doc(text)
    mark_places(doc, places)
    return [(token.text, token.tag_, token.lemma_) for token in doc if not token.is_space]


def test_words_of_name_lists_are_marked_all_over_the_page():
    text = "Gout\nColchicine\ncolchicine in acute gout"
    places = [(0, 4, "conditions"), (5, 15, "interventions"), (16, 40, "summary")]
    assert marked(text, places) == [
        ("Gout", "conditions", "C"),
        ("Colchicine", "interventions", "I"),
        ("colchicine", "summary", "I"),
        ("in", "summary", ""),
        ("acute", "summary", ""),
        ("gout", "summary", "C"),
    ]


def test_a_word_of_two_lists_has_both_letters():
    assert marked("insulin\ninsulin", [(0, 7, "keywords"), (8, 15, "interventions")])[0] == (
        "insulin",
        "keywords",
        "IK",
    )


def test_short_words_numbers_and_types_are_no_names():
    found = marked("Drug: B12 12 of", [(0, 15, "interventions")])
    assert [lemma for _, _, lemma in found] == ["", "", "I", "", ""]


def test_words_outside_places_have_no_place():
    assert marked("gout here", [(0, 4, "title")]) == [("gout", "title", ""), ("here", "", "")]
