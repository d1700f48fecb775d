"""First contact: two messages, few words, few choices, for every role; and the page that says so is true."""

from __future__ import annotations

from datetime import UTC

import pytest

from bot.content.live import load_programme
from bot.core.turn.reply import Programme
from tests.content.first_contact import MOST_CHOICES, MOST_WORDS, PAGE, contacts, page
from tests.content.pledge import CONVERSATIONS


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme(CONVERSATIONS, UTC)


def test_it_is_two_messages_of_few_words_and_choices_for_every_role(programme: Programme) -> None:
    for contact in contacts(programme):
        assert len(contact.messages) == 2, contact.label
        assert contact.words <= MOST_WORDS, contact.label
        assert contact.in_all <= MOST_CHOICES, contact.label
        assert contact.messages[-1].choices, contact.label


def test_the_page_is_as_it_is(programme: Programme) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text, programme), "python -m tests.content.first_contact"
