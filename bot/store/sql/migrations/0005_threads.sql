-- In which threads the bot has spoken: there it goes on without being mentioned.
CREATE INDEX outbox_thread ON outbox (lane, json_extract(address, '$.thread'))
    WHERE json_extract(address, '$.thread') IS NOT NULL;
