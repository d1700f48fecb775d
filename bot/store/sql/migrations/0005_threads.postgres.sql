-- In which threads the bot has spoken: there it goes on without being mentioned.
CREATE INDEX outbox_thread ON outbox (lane, (address::jsonb ->> 'thread'))
    WHERE (address::jsonb ->> 'thread') IS NOT NULL;
