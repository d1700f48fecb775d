"""The officer's pages, under `/programme`: made on the server, without a build step, whole without JavaScript.

    sign_in    who comes in, as what, and until when
    site       what all pages share: templates, style, forms that only our own pages can send
    overview   figures, a chart, what changed, who needs help first
    adopters   a list to search, filter, sort and take away; adopter: one of them; adopter_acts: what is done
    inbox      people's questions: a list, the conversation, the answer
    guidance   what was looked for and not found, what briefings are worth
    audit      what officers did
    pages      all of them, joined

Every answer goes through the store and the outbox, as everything does.
"""
