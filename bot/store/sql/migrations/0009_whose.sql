-- Who is whose. An account in a workspace of an Enterprise Grid organisation becomes the organisation's: there a
-- person has one id in all workspaces. The references that channels wrote say which organisation a workspace is one
-- of; where one person was two by mistake, the account is whose was met last.
WITH named AS (
    SELECT person, channel, workspace, met_at,
        CASE WHEN json_valid(reference) THEN json_extract(reference, '$.user') END AS user,
        CASE WHEN json_valid(reference) THEN json_extract(reference, '$.enterprise') END AS organisation
    FROM met
),
found AS (
    SELECT a.channel, a.workspace, a.user, n.organisation,
        row_number() OVER (PARTITION BY a.channel, n.organisation, a.user ORDER BY max(n.met_at) DESC) AS place
    FROM accounts a JOIN named n ON n.person = a.person AND n.channel = a.channel AND n.workspace = a.workspace
        AND n.user = a.user
    WHERE n.organisation IS NOT NULL AND n.organisation <> a.workspace
    GROUP BY a.channel, a.workspace, a.user, n.organisation
)
UPDATE OR IGNORE accounts SET workspace = found.organisation FROM found
WHERE found.place = 1 AND found.channel = accounts.channel AND found.workspace = accounts.workspace
    AND found.user = accounts.user;

-- Where the app is installed for a whole organisation, its places are the organisation's too.
UPDATE OR REPLACE met SET workspace = json_extract(reference, '$.enterprise')
WHERE CASE WHEN json_valid(reference) THEN EXISTS (
    SELECT 1 FROM machine_values WHERE key = 'slack installation ' || json_extract(met.reference, '$.enterprise')
) END;
UPDATE adopters SET team_address = json_set(team_address, '$.workspace',
    json_extract(json_extract(team_address, '$.reference'), '$.enterprise'))
WHERE CASE WHEN json_valid(json_extract(team_address, '$.reference')) THEN EXISTS (
    SELECT 1 FROM machine_values
    WHERE key = 'slack installation ' || json_extract(json_extract(team_address, '$.reference'), '$.enterprise')
) END;
UPDATE OR IGNORE subscriptions SET
    place = json_set(place, '$.workspace', json_extract(json_extract(place, '$.reference'), '$.enterprise')),
    place_key = json_extract(place, '$.channel') || ':'
        || json_extract(json_extract(place, '$.reference'), '$.enterprise') || ':'
        || json_extract(place, '$.conversation')
WHERE CASE WHEN json_valid(json_extract(place, '$.reference')) THEN EXISTS (
    SELECT 1 FROM machine_values
    WHERE key = 'slack installation ' || json_extract(json_extract(place, '$.reference'), '$.enterprise')
) END;
UPDATE machine_values SET value = json_set(value, '$.workspace',
    json_extract(json_extract(value, '$.reference'), '$.enterprise'))
WHERE key = 'inbox' AND CASE WHEN json_valid(json_extract(value, '$.reference')) THEN EXISTS (
    SELECT 1 FROM machine_values m
    WHERE m.key = 'slack installation ' || json_extract(json_extract(machine_values.value, '$.reference'), '$.enterprise')
) END;

-- Who said that a workspace is one adopter's alone, and when: it lets everybody there in.
ALTER TABLE workspaces ADD COLUMN bound_at TEXT;
ALTER TABLE workspaces ADD COLUMN bound_by TEXT NOT NULL DEFAULT '';

-- Whether people of another adopter are in a conversation, whichever installation they are heard through.
CREATE INDEX met_conversation ON met (channel, conversation);
