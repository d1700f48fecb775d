"""Verb groups: one entry in the vocabulary, told apart by grammar."""

from __future__ import annotations

import pytest

from bot.core.reader.model import VerbGroup
from bot.core.reader.tokens import tokens_of
from bot.core.reader.verbs import group_at, lemmas_of
from bot.core.reader.vocabulary import Vocabulary

GROUPS = {
    "they approved it": ("past", False, "", True),
    "they did approve it": ("past", False, "", True),
    "they have approved it": ("past", False, "", True),
    "it has been approved": ("past", False, "", True),
    "it was approved": ("past", False, "", True),
    "it is approved": ("past", False, "", True),
    "they have not approved it": ("past", True, "", True),
    "it was not approved": ("past", True, "", True),
    "they did not approve it": ("past", True, "", True),
    "they will approve it": ("future", False, "plan", False),
    "they are going to approve it": ("future", False, "plan", False),
    "it will be approved": ("future", False, "plan", False),
    "they want to approve it": ("none", False, "hope", False),
    "they might approve it": ("future", False, "may", False),
    "they would approve it": ("future", False, "unreal", False),
    "they have yet to approve it": ("none", True, "yet", False),
    "the steps were approved by them": ("past", False, "", True),
    "the trustees has approve it": ("past", False, "", True),
    "they approve it": ("present", False, "", False),
}


def _group(text: str, vocabulary: Vocabulary) -> VerbGroup:
    tokens = tokens_of(text, vocabulary.speller)
    head = next(i for i, t in enumerate(tokens) if "approve" in lemmas_of(t.text))
    return group_at(tokens, head)


@pytest.mark.parametrize("text", GROUPS)
def test_tense_denial_and_modality_come_from_the_helpers(text: str, vocabulary: Vocabulary) -> None:
    group = _group(text, vocabulary)
    assert (group.tense, group.denied, group.modality, group.told) == GROUPS[text]


def test_being_done_is_not_done(vocabulary: Vocabulary) -> None:
    group = _group("it is being approved", vocabulary)
    assert group.aspect == "progressive"
    assert not group.told


def test_what_was_agreed_to_was_done(vocabulary: Vocabulary) -> None:
    assert _group("they agreed to approve it", vocabulary).told
    assert _group("the board resolved to approve it", vocabulary).told
