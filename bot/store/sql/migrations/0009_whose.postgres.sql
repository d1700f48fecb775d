-- Who said that a workspace is one adopter's alone, and when. No database here is older than Slack's organisations, so
-- nobody's account is to be moved.
ALTER TABLE workspaces ADD COLUMN bound_at TEXT COLLATE "C";
ALTER TABLE workspaces ADD COLUMN bound_by TEXT COLLATE "C" NOT NULL DEFAULT '';

-- Whether people of another adopter are in a conversation, whichever installation they are heard through.
CREATE INDEX met_conversation ON met (channel, conversation);
