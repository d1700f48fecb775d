-- A database as the version before entries kept it, in words: two adopters, a decision, two consultations, all with
-- corrections, planned dates, and the reminders that were sent of them. Made by that version; not to be edited.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO _sqlite_migrations VALUES(1,'charter_bot','0001_ledger','2026-11-30 04:24:52.986666+00:00');
INSERT INTO _sqlite_migrations VALUES(2,'charter_bot','0002_desk','2026-11-30 04:24:52.987342+00:00');
INSERT INTO _sqlite_migrations VALUES(3,'charter_bot','0003_windows','2026-11-30 04:24:52.987747+00:00');
INSERT INTO _sqlite_migrations VALUES(4,'charter_bot','0004_facts_guard','2026-11-30 04:24:52.987921+00:00');
INSERT INTO _sqlite_migrations VALUES(5,'charter_bot','0005_threads','2026-11-30 04:24:52.988075+00:00');
INSERT INTO _sqlite_migrations VALUES(6,'charter_bot','0006_about_cases','2026-11-30 04:24:52.991888+00:00');
CREATE TABLE adopters (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    joined_on TEXT,
    quarters TEXT,
    merged_into TEXT NOT NULL DEFAULT '',
    team_address TEXT,
    escalate INTEGER NOT NULL DEFAULT 0,
    code_hash TEXT UNIQUE,
    added_at TEXT NOT NULL,
    wake_at TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO adopters VALUES('meadow-housing','Meadow Housing','meadow housing',NULL,NULL,'',NULL,0,'4e230677860a329166c5d1d22b685080491d13dabfc2f101','2026-11-30T04:24:59.278587+00:00','2027-01-13T12:40:00.000000+00:00');
INSERT INTO adopters VALUES('riverside-homes','Riverside Homes','riverside homes',NULL,NULL,'',NULL,0,'f3a858fee6b2e6b9cbe481697ee78957e4a4f95bb4b5fb9a','2026-11-30T04:24:53.029467+00:00','2027-01-13T12:40:00.000000+00:00');
CREATE TABLE people (
    id TEXT PRIMARY KEY,
    adopter TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT '',
    timezone TEXT NOT NULL DEFAULT '',
    left_on TEXT,
    officer INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO people VALUES('p-33d3dc296d744e9c','riverside-homes','Priya','','',NULL,0);
INSERT INTO people VALUES('p-4448b86912c54e01','riverside-homes','Asha','','',NULL,0);
INSERT INTO people VALUES('p-ba97119c4fb04daf','meadow-housing','Ben','','',NULL,0);
CREATE TABLE accounts (
    channel TEXT NOT NULL,
    workspace TEXT NOT NULL,
    user TEXT NOT NULL,
    person TEXT NOT NULL,
    linked_at TEXT NOT NULL,
    PRIMARY KEY (channel, workspace, user)
) STRICT, WITHOUT ROWID;
INSERT INTO accounts VALUES('console','console','asha','p-4448b86912c54e01','');
INSERT INTO accounts VALUES('console','console','ben','p-ba97119c4fb04daf','');
INSERT INTO accounts VALUES('console','console','priya','p-33d3dc296d744e9c','');
CREATE TABLE workspaces (
    channel TEXT NOT NULL,
    workspace TEXT NOT NULL,
    adopter TEXT NOT NULL,
    PRIMARY KEY (channel, workspace)
) STRICT, WITHOUT ROWID;
CREATE TABLE wrong_codes (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    workspace TEXT NOT NULL,
    user TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE met (
    person TEXT NOT NULL,
    channel TEXT NOT NULL,
    workspace TEXT NOT NULL,
    conversation TEXT NOT NULL,
    thread TEXT NOT NULL,
    private INTEGER NOT NULL,
    reference TEXT NOT NULL,
    met_at TEXT NOT NULL,
    PRIMARY KEY (person, channel, workspace, conversation)
) STRICT, WITHOUT ROWID;
INSERT INTO met VALUES('p-33d3dc296d744e9c','console','console','priya','',1,'','2027-01-13T12:40:00.000000+00:00');
INSERT INTO met VALUES('p-4448b86912c54e01','console','console','asha','',1,'','2026-11-10T10:00:00.000000+00:00');
INSERT INTO met VALUES('p-ba97119c4fb04daf','console','console','ben','',1,'','2027-01-13T12:40:00.000000+00:00');
CREATE TABLE gone (
    channel TEXT NOT NULL,
    workspace TEXT NOT NULL,
    conversation TEXT NOT NULL,
    at TEXT NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (channel, workspace, conversation)
) STRICT, WITHOUT ROWID;
CREATE TABLE events (
    event TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    adopter TEXT,
    person TEXT,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO events VALUES('clock:meadow-housing:2026-12-18T09:00:00+00:00','clock','clock','meadow-housing',NULL,'2026-12-18T09:00:00.000000+00:00');
INSERT INTO events VALUES('clock:meadow-housing:p-ba97119c4fb04daf:2026-12-18T12:30:00+00:00','clock','clock','meadow-housing','p-ba97119c4fb04daf','2026-12-18T12:30:00.000000+00:00');
INSERT INTO events VALUES('clock:meadow-housing:p-ba97119c4fb04daf:2027-01-13T12:30:00+00:00','clock','clock','meadow-housing','p-ba97119c4fb04daf','2027-01-13T12:30:00.000000+00:00');
INSERT INTO events VALUES('clock:riverside-homes:p-4448b86912c54e01:2027-01-13T12:30:00+00:00','clock','clock','riverside-homes','p-4448b86912c54e01','2027-01-13T12:30:00.000000+00:00');
INSERT INTO events VALUES('console:01e826237f3f4274993124117ac39aa7','console','text','riverside-homes','p-33d3dc296d744e9c','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:111277260a5f42fdbf04af106c4b1b18','console','text','riverside-homes','p-33d3dc296d744e9c','2027-01-13T12:40:00.000000+00:00');
INSERT INTO events VALUES('console:2d79e1492ac64600a7bd057d2938c139','console','open','riverside-homes','p-33d3dc296d744e9c','2026-12-18T12:40:00.000000+00:00');
INSERT INTO events VALUES('console:34aa086ad7df4bc3b9e51f9758c50326','console','text','meadow-housing','p-ba97119c4fb04daf','2026-12-18T12:40:00.000000+00:00');
INSERT INTO events VALUES('console:3e261c63133849119c72e5f24cef67c7','console','text','riverside-homes','p-33d3dc296d744e9c','2026-11-10T12:00:00.000000+00:00');
INSERT INTO events VALUES('console:53c70201b6c148288e7bbe79fcbb99cc','console','text','riverside-homes','p-4448b86912c54e01','2026-11-10T10:00:00.000000+00:00');
INSERT INTO events VALUES('console:572d821dcab44484b127672b6b60b33e','console','text','riverside-homes','p-33d3dc296d744e9c','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:726a587cc3524aae939caa2e2d437f00','console','open','meadow-housing','p-ba97119c4fb04daf','2027-01-13T12:40:00.000000+00:00');
INSERT INTO events VALUES('console:77142b2f0a1e40bcba8c1fa31c00ffab','console','text','riverside-homes','p-4448b86912c54e01','2026-11-10T10:00:00.000000+00:00');
INSERT INTO events VALUES('console:7887de2dc0a44861ac7d2df80f4b9ac2','console','text','riverside-homes','p-33d3dc296d744e9c','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:849019d17f8c43ec8440308aba1ad157','console','text','riverside-homes','p-33d3dc296d744e9c','2026-12-18T12:40:00.000000+00:00');
INSERT INTO events VALUES('console:88e5e0471434475da9fbb018139fc4e6','console','open','meadow-housing','p-ba97119c4fb04daf','2026-12-18T12:40:00.000000+00:00');
INSERT INTO events VALUES('console:9302f83510674683a7bfcf4bcf1ae23c','console','text','riverside-homes','p-4448b86912c54e01','2026-11-10T10:00:00.000000+00:00');
INSERT INTO events VALUES('console:95beec5a2de24fbaa1a4a4cbca84f841','console','text','meadow-housing','p-ba97119c4fb04daf','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:98738b8caa9049f1abc877c48b076d7c','console','text','meadow-housing','p-ba97119c4fb04daf','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:9e66637d84674c9e878be881c16fb1b3','console','text','riverside-homes','p-33d3dc296d744e9c','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:9ebfb1e900cf4a24b264b748d0f8d814','console','open','meadow-housing','p-ba97119c4fb04daf','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:a0276a949ee445329770d56de0dba347','console','text','riverside-homes','p-33d3dc296d744e9c','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:a0457952aa3a43809726cabbc7284b3e','console','text','riverside-homes','p-33d3dc296d744e9c','2026-11-10T12:00:00.000000+00:00');
INSERT INTO events VALUES('console:a2f407904771476e9718e6d6115964df','console','text','riverside-homes','p-4448b86912c54e01','2026-11-10T10:00:00.000000+00:00');
INSERT INTO events VALUES('console:b7a1a0fcbc1145b59e716dbe54a94d9e','console','text','riverside-homes','p-33d3dc296d744e9c','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:bbee5712582a474a88a0b0a4d0071fb2','console','open','riverside-homes','p-33d3dc296d744e9c','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:bdaeb362457e432ab0657aa344867910','console','open','riverside-homes','p-33d3dc296d744e9c','2026-11-10T12:00:00.000000+00:00');
INSERT INTO events VALUES('console:c93dc42a59fe491cb586e8e2bcb7086a','console','text','meadow-housing','p-ba97119c4fb04daf','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:cf3239ebd6bc4f0387411b551dfbed3b','console','open','riverside-homes','p-4448b86912c54e01','2026-11-10T10:00:00.000000+00:00');
INSERT INTO events VALUES('console:d5f5a627fd694a3cacc88f34c302d44f','console','text','meadow-housing','p-ba97119c4fb04daf','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:dfa505a06cc443cfbc33c44acdba1639','console','text','riverside-homes','p-4448b86912c54e01','2026-11-10T10:00:00.000000+00:00');
INSERT INTO events VALUES('console:e33bea3062744223bd8041046c01913d','console','text','meadow-housing','p-ba97119c4fb04daf','2026-11-10T11:00:00.000000+00:00');
INSERT INTO events VALUES('console:e746791064494c9791a43b85a9657243','console','text','meadow-housing','p-ba97119c4fb04daf','2027-01-13T12:40:00.000000+00:00');
INSERT INTO events VALUES('console:f54ec8434c4b4d57919139e343e2ee29','console','text','riverside-homes','p-4448b86912c54e01','2026-11-10T10:00:00.000000+00:00');
INSERT INTO events VALUES('console:f75c3a5d54cc440d8dfa3130a2d161fa','console','open','riverside-homes','p-33d3dc296d744e9c','2027-01-13T12:40:00.000000+00:00');
INSERT INTO events VALUES('console:fbd8a1e77fd1434a8776ae72d07a14f2','console','text','riverside-homes','p-4448b86912c54e01','2026-11-10T10:00:00.000000+00:00');
CREATE TABLE facts (
    id INTEGER PRIMARY KEY,
    adopter TEXT NOT NULL REFERENCES adopters (key),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    words TEXT NOT NULL,
    person TEXT NOT NULL,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    at TEXT NOT NULL,
    sure INTEGER NOT NULL,
    confirmed_by TEXT NOT NULL,
    replaces INTEGER REFERENCES facts (id),
    withdrawn INTEGER NOT NULL,
    step TEXT NOT NULL,
    step_version INTEGER NOT NULL,
    source_link TEXT NOT NULL,
    event TEXT NOT NULL
) STRICT;
INSERT INTO facts VALUES(1,'riverside-homes','board.outcome','"noted"','the board noted it on 3 November','p-4448b86912c54e01','console','asha','2026-11-10T10:00:00.000000+00:00',1,'p-4448b86912c54e01',NULL,0,'board',1,'','console:f54ec8434c4b4d57919139e343e2ee29');
INSERT INTO facts VALUES(2,'riverside-homes','board.date','"2026-11-03/2026-11-03"','the board noted it on 3 November','p-4448b86912c54e01','console','asha','2026-11-10T10:00:00.000000+00:00',1,'p-4448b86912c54e01',NULL,0,'board',1,'','console:f54ec8434c4b4d57919139e343e2ee29');
INSERT INTO facts VALUES(3,'riverside-homes','board.date','"2026-11-04/2026-11-04"','no, it was 4 November','p-4448b86912c54e01','console','asha','2026-11-10T10:00:00.000000+00:00',1,'p-4448b86912c54e01',2,0,'board',1,'','console:9302f83510674683a7bfcf4bcf1ae23c');
INSERT INTO facts VALUES(4,'riverside-homes','residents.state','"done"','we surveyed residents in May, 212 took part','p-4448b86912c54e01','console','asha','2026-11-10T10:00:00.000000+00:00',1,'p-4448b86912c54e01',NULL,0,'residents',1,'','console:a2f407904771476e9718e6d6115964df');
INSERT INTO facts VALUES(5,'riverside-homes','residents.method','["survey"]','we surveyed residents in May, 212 took part','p-4448b86912c54e01','console','asha','2026-11-10T10:00:00.000000+00:00',1,'p-4448b86912c54e01',NULL,0,'residents',1,'','console:a2f407904771476e9718e6d6115964df');
INSERT INTO facts VALUES(6,'riverside-homes','residents.date','"2026-05-01/2026-05-31"','we surveyed residents in May, 212 took part','p-4448b86912c54e01','console','asha','2026-11-10T10:00:00.000000+00:00',1,'p-4448b86912c54e01',NULL,0,'residents',1,'','console:a2f407904771476e9718e6d6115964df');
INSERT INTO facts VALUES(7,'riverside-homes','residents.took_part','212','we surveyed residents in May, 212 took part','p-4448b86912c54e01','console','asha','2026-11-10T10:00:00.000000+00:00',1,'p-4448b86912c54e01',NULL,0,'residents',1,'','console:a2f407904771476e9718e6d6115964df');
INSERT INTO facts VALUES(8,'riverside-homes','residents.took_part','215','the residents survey was 215, not 212','p-33d3dc296d744e9c','console','priya','2026-11-10T11:00:00.000000+00:00',1,'p-33d3dc296d744e9c',7,0,'residents',1,'','console:01e826237f3f4274993124117ac39aa7');
INSERT INTO facts VALUES(9,'riverside-homes','colleagues.state','"planned"','we are planning a colleagues workshop on 13 January','p-33d3dc296d744e9c','console','priya','2026-11-10T11:00:00.000000+00:00',1,'p-33d3dc296d744e9c',NULL,0,'colleagues',1,'','console:7887de2dc0a44861ac7d2df80f4b9ac2');
INSERT INTO facts VALUES(10,'riverside-homes','colleagues.method','["workshop"]','we are planning a colleagues workshop on 13 January','p-33d3dc296d744e9c','console','priya','2026-11-10T11:00:00.000000+00:00',1,'p-33d3dc296d744e9c',NULL,0,'colleagues',1,'','console:7887de2dc0a44861ac7d2df80f4b9ac2');
INSERT INTO facts VALUES(11,'riverside-homes','colleagues.date','"2027-01-13/2027-01-13"','we are planning a colleagues workshop on 13 January','p-33d3dc296d744e9c','console','priya','2026-11-10T11:00:00.000000+00:00',1,'p-33d3dc296d744e9c',NULL,0,'colleagues',1,'','console:7887de2dc0a44861ac7d2df80f4b9ac2');
INSERT INTO facts VALUES(12,'riverside-homes','colleagues.date','"2027-01-20/2027-01-20"','no, the colleagues workshop is on 20 January','p-33d3dc296d744e9c','console','priya','2026-11-10T12:00:00.000000+00:00',1,'p-33d3dc296d744e9c',11,0,'colleagues',1,'','console:3e261c63133849119c72e5f24cef67c7');
INSERT INTO facts VALUES(13,'meadow-housing','board.outcome','"scheduled"','the board meets on 12 January','p-ba97119c4fb04daf','console','ben','2026-11-10T11:00:00.000000+00:00',1,'p-ba97119c4fb04daf',NULL,0,'board',1,'','console:d5f5a627fd694a3cacc88f34c302d44f');
INSERT INTO facts VALUES(14,'meadow-housing','board.date','"2027-01-12/2027-01-12"','the board meets on 12 January','p-ba97119c4fb04daf','console','ben','2026-11-10T11:00:00.000000+00:00',1,'p-ba97119c4fb04daf',NULL,0,'board',1,'','console:d5f5a627fd694a3cacc88f34c302d44f');
CREATE TABLE current_facts (
    adopter TEXT NOT NULL,
    name TEXT NOT NULL,
    fact INTEGER NOT NULL,
    PRIMARY KEY (adopter, name)
) STRICT, WITHOUT ROWID;
INSERT INTO current_facts VALUES('meadow-housing','board.date',14);
INSERT INTO current_facts VALUES('meadow-housing','board.outcome',13);
INSERT INTO current_facts VALUES('riverside-homes','board.date',3);
INSERT INTO current_facts VALUES('riverside-homes','board.outcome',1);
INSERT INTO current_facts VALUES('riverside-homes','colleagues.date',12);
INSERT INTO current_facts VALUES('riverside-homes','colleagues.method',10);
INSERT INTO current_facts VALUES('riverside-homes','colleagues.state',9);
INSERT INTO current_facts VALUES('riverside-homes','residents.date',6);
INSERT INTO current_facts VALUES('riverside-homes','residents.method',5);
INSERT INTO current_facts VALUES('riverside-homes','residents.state',4);
INSERT INTO current_facts VALUES('riverside-homes','residents.took_part',8);
CREATE TABLE talks (
    talker TEXT PRIMARY KEY,
    talk TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO talks VALUES('p-33d3dc296d744e9c','{"stamp":6,"skipped":["colleagues.state"],"last":[12]}');
INSERT INTO talks VALUES('p-4448b86912c54e01','{"stamp":7,"last":[4,5,6,7],"confirming":"ready:colleagues"}');
INSERT INTO talks VALUES('p-ba97119c4fb04daf','{"stamp":10,"asked":"board.outcome","skipped":["board.outcome","residents.state"],"last":[13,14],"offered":["colleagues"]}');
CREATE TABLE step_cares (
    adopter TEXT NOT NULL,
    step TEXT NOT NULL,
    care TEXT NOT NULL,
    PRIMARY KEY (adopter, step)
) STRICT, WITHOUT ROWID;
INSERT INTO step_cares VALUES('meadow-housing','board','{"step":"board","unanswered":2,"last_nudge":"2027-01-13T12:30:00.000000+00:00","said":["board:before:board.date=2027-01-12/2027-01-12","board:after:board.date=2027-01-12/2027-01-12"],"before":"2026-12-18T12:30:00.000000+00:00"}');
INSERT INTO step_cares VALUES('meadow-housing','colleagues','{"step":"colleagues","unanswered":1,"last_nudge":"2027-01-13T12:30:00.000000+00:00","since":"2026-12-18T09:00:00.000000+00:00"}');
INSERT INTO step_cares VALUES('meadow-housing','residents','{"step":"residents","unanswered":1,"last_nudge":"2027-01-13T12:30:00.000000+00:00","since":"2026-12-18T09:00:00.000000+00:00"}');
INSERT INTO step_cares VALUES('riverside-homes','colleagues','{"step":"colleagues","unanswered":1,"last_nudge":"2027-01-13T12:30:00.000000+00:00","said":["colleagues:before:colleagues.date=2027-01-20/2027-01-20"]}');
CREATE TABLE person_cares (
    person TEXT PRIMARY KEY,
    care TEXT NOT NULL,
    last_seen TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO person_cares VALUES('p-33d3dc296d744e9c','{"person":"p-33d3dc296d744e9c"}','2027-01-13T12:40:00.000000+00:00');
INSERT INTO person_cares VALUES('p-4448b86912c54e01','{"person":"p-4448b86912c54e01","last_nudge":"2027-01-13T12:30:00.000000+00:00"}','2026-11-10T10:00:00.000000+00:00');
INSERT INTO person_cares VALUES('p-ba97119c4fb04daf','{"person":"p-ba97119c4fb04daf","last_nudge":"2027-01-13T12:30:00.000000+00:00"}','2027-01-13T12:40:00.000000+00:00');
CREATE TABLE nudges (
    key TEXT PRIMARY KEY,
    adopter TEXT NOT NULL,
    person TEXT NOT NULL,
    steps TEXT NOT NULL,
    why TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO nudges VALUES('meadow-housing:board:after:board.date=2027-01-12/2027-01-12:p-ba97119c4fb04daf','meadow-housing','p-ba97119c4fb04daf','["board"]','after','2027-01-13T12:30:00.000000+00:00');
INSERT INTO nudges VALUES('meadow-housing:board:before:board.date=2027-01-12/2027-01-12:p-ba97119c4fb04daf','meadow-housing','p-ba97119c4fb04daf','["board"]','before','2026-12-18T12:30:00.000000+00:00');
INSERT INTO nudges VALUES('meadow-housing:colleagues:rhythm:2026-12-25:0:p-ba97119c4fb04daf','meadow-housing','p-ba97119c4fb04daf','["colleagues"]','rhythm','2027-01-13T12:30:00.000000+00:00');
INSERT INTO nudges VALUES('meadow-housing:p-ba97119c4fb04daf:day:2026-12-18','meadow-housing','p-ba97119c4fb04daf','["board"]','nudge_before','2026-12-18T12:30:00.000000+00:00');
INSERT INTO nudges VALUES('meadow-housing:p-ba97119c4fb04daf:day:2027-01-13','meadow-housing','p-ba97119c4fb04daf','["board","residents","colleagues"]','nudge_digest nudge','2027-01-13T12:30:00.000000+00:00');
INSERT INTO nudges VALUES('meadow-housing:residents:rhythm:2026-12-25:0:p-ba97119c4fb04daf','meadow-housing','p-ba97119c4fb04daf','["residents"]','rhythm','2027-01-13T12:30:00.000000+00:00');
INSERT INTO nudges VALUES('riverside-homes:colleagues:before:colleagues.date=2027-01-20/2027-01-20:p-4448b86912c54e01','riverside-homes','p-4448b86912c54e01','["colleagues"]','before','2027-01-13T12:30:00.000000+00:00');
INSERT INTO nudges VALUES('riverside-homes:p-4448b86912c54e01:day:2027-01-13','riverside-homes','p-4448b86912c54e01','["colleagues"]','nudge_before','2027-01-13T12:30:00.000000+00:00');
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')),
    lane TEXT NOT NULL,
    channel TEXT NOT NULL,
    adopter TEXT NOT NULL,
    person TEXT NOT NULL,
    address TEXT,
    message TEXT,
    nudge TEXT NOT NULL,
    unless_step TEXT NOT NULL,
    after_fact INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT,
    leased INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    doubts INTEGER NOT NULL DEFAULT 0,
    ended_at TEXT,
    handle TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    diverted TEXT NOT NULL DEFAULT ''
, windows TEXT NOT NULL DEFAULT '', about_case TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO outbox VALUES(1,'sent','console:console:asha','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"asha"}',NULL,'','',0,'2026-11-10T10:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T10:00:00.000000+00:00','1','','','','');
INSERT INTO outbox VALUES(2,'sent','console:console:asha','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"asha"}',NULL,'','',0,'2026-11-10T10:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T10:00:00.000000+00:00','2','','','','');
INSERT INTO outbox VALUES(3,'sent','console:console:asha','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"asha"}',NULL,'','',0,'2026-11-10T10:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T10:00:00.000000+00:00','3','','','','');
INSERT INTO outbox VALUES(4,'sent','console:console:asha','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"asha"}',NULL,'','',0,'2026-11-10T10:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T10:00:00.000000+00:00','4','','','','');
INSERT INTO outbox VALUES(5,'sent','console:console:asha','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"asha"}',NULL,'','',0,'2026-11-10T10:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T10:00:00.000000+00:00','5','','','','');
INSERT INTO outbox VALUES(6,'sent','console:console:asha','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"asha"}',NULL,'','',0,'2026-11-10T10:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T10:00:00.000000+00:00','6','','','','');
INSERT INTO outbox VALUES(7,'sent','console:console:asha','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"asha"}',NULL,'','',0,'2026-11-10T10:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T10:00:00.000000+00:00','7','','','','');
INSERT INTO outbox VALUES(8,'sent','console:console:asha','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"asha"}',NULL,'','',0,'2026-11-10T10:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T10:00:00.000000+00:00','8','','','','');
INSERT INTO outbox VALUES(9,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','9','','','','');
INSERT INTO outbox VALUES(10,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','10','','','','');
INSERT INTO outbox VALUES(11,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','11','','','','');
INSERT INTO outbox VALUES(12,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','12','','','','');
INSERT INTO outbox VALUES(13,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','13','','','','');
INSERT INTO outbox VALUES(14,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','14','','','','');
INSERT INTO outbox VALUES(15,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','15','','','','');
INSERT INTO outbox VALUES(16,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2026-11-10T12:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T12:00:00.000000+00:00','16','','','','');
INSERT INTO outbox VALUES(17,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2026-11-10T12:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T12:00:00.000000+00:00','17','','','','');
INSERT INTO outbox VALUES(18,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2026-11-10T12:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T12:00:00.000000+00:00','18','','','','');
INSERT INTO outbox VALUES(19,'sent','console:console:ben','console','meadow-housing','','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','19','','','','');
INSERT INTO outbox VALUES(20,'sent','console:console:ben','console','meadow-housing','','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','20','','','','');
INSERT INTO outbox VALUES(21,'sent','console:console:ben','console','meadow-housing','','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','21','','','','');
INSERT INTO outbox VALUES(22,'sent','console:console:ben','console','meadow-housing','','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','22','','','','');
INSERT INTO outbox VALUES(23,'sent','console:console:ben','console','meadow-housing','','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','23','','','','');
INSERT INTO outbox VALUES(24,'sent','console:console:ben','console','meadow-housing','','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'','',0,'2026-11-10T11:00:00.000000+00:00',NULL,0,1,0,'2026-11-10T11:00:00.000000+00:00','24','','','','');
INSERT INTO outbox VALUES(25,'sent','person:p-ba97119c4fb04daf','console','meadow-housing','p-ba97119c4fb04daf','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'meadow-housing:p-ba97119c4fb04daf:day:2026-12-18','board',14,'2026-12-18T12:30:00.000000+00:00',NULL,0,1,0,'2026-12-18T12:40:00.000000+00:00','25','','','','');
INSERT INTO outbox VALUES(26,'sent','console:console:ben','console','meadow-housing','','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'','',0,'2026-12-18T12:40:00.000000+00:00',NULL,0,1,0,'2026-12-18T12:40:00.000000+00:00','26','','','','');
INSERT INTO outbox VALUES(27,'sent','console:console:ben','console','meadow-housing','','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'','',0,'2026-12-18T12:40:00.000000+00:00',NULL,0,1,0,'2026-12-18T12:40:00.000000+00:00','27','','','','');
INSERT INTO outbox VALUES(28,'sent','console:console:ben','console','meadow-housing','','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'','',0,'2026-12-18T12:40:00.000000+00:00',NULL,0,1,0,'2026-12-18T12:40:00.000000+00:00','28','','','','');
INSERT INTO outbox VALUES(29,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2026-12-18T12:40:00.000000+00:00',NULL,0,1,0,'2026-12-18T12:40:00.000000+00:00','29','','','','');
INSERT INTO outbox VALUES(30,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2026-12-18T12:40:00.000000+00:00',NULL,0,1,0,'2026-12-18T12:40:00.000000+00:00','30','','','','');
INSERT INTO outbox VALUES(31,'sent','person:p-ba97119c4fb04daf','console','meadow-housing','p-ba97119c4fb04daf','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'meadow-housing:p-ba97119c4fb04daf:day:2027-01-13','board residents colleagues',14,'2027-01-13T12:30:00.000000+00:00',NULL,0,1,0,'2027-01-13T12:40:00.000000+00:00','31','','','','');
INSERT INTO outbox VALUES(32,'sent','person:p-4448b86912c54e01','console','riverside-homes','p-4448b86912c54e01','{"channel":"console","workspace":"console","conversation":"asha"}',NULL,'riverside-homes:p-4448b86912c54e01:day:2027-01-13','colleagues',14,'2027-01-13T12:30:00.000000+00:00',NULL,0,1,0,'2027-01-13T12:40:00.000000+00:00','32','','','','');
INSERT INTO outbox VALUES(33,'sent','console:console:ben','console','meadow-housing','','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'','',0,'2027-01-13T12:40:00.000000+00:00',NULL,0,1,0,'2027-01-13T12:40:00.000000+00:00','33','','','','');
INSERT INTO outbox VALUES(34,'sent','console:console:ben','console','meadow-housing','','{"channel":"console","workspace":"console","conversation":"ben"}',NULL,'','',0,'2027-01-13T12:40:00.000000+00:00',NULL,0,1,0,'2027-01-13T12:40:00.000000+00:00','34','','','','');
INSERT INTO outbox VALUES(35,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2027-01-13T12:40:00.000000+00:00',NULL,0,1,0,'2027-01-13T12:40:00.000000+00:00','35','','','','');
INSERT INTO outbox VALUES(36,'sent','console:console:priya','console','riverside-homes','','{"channel":"console","workspace":"console","conversation":"priya"}',NULL,'','',0,'2027-01-13T12:40:00.000000+00:00',NULL,0,1,0,'2027-01-13T12:40:00.000000+00:00','36','','','','');
CREATE TABLE said (
    seq INTEGER PRIMARY KEY,
    talker TEXT NOT NULL,
    who TEXT NOT NULL,
    text TEXT NOT NULL,
    message TEXT,
    at TEXT NOT NULL,
    event TEXT NOT NULL
) STRICT;
CREATE TABLE machine_values (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO machine_values VALUES('codes.salt','60fd71e74f7db91249f94f9d20073f546687cf39d4827c2998fd682994a0cb91');
INSERT INTO machine_values VALUES('reminders stamp','cc29552d09495445');
CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    adopter TEXT NOT NULL,
    person TEXT NOT NULL,
    address TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    quiet INTEGER NOT NULL DEFAULT 1,
    closed_at TEXT,
    closed_by TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE TABLE case_lines (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id TEXT NOT NULL REFERENCES cases (id),
    who TEXT NOT NULL CHECK (who IN ('person', 'officer')),
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE wishes (
    words TEXT PRIMARY KEY,
    times INTEGER NOT NULL,
    last_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE briefing_counts (
    briefing TEXT NOT NULL,
    what TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (briefing, what)
) STRICT, WITHOUT ROWID;
INSERT INTO briefing_counts VALUES('consulting-colleagues','shown',1);
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL,
    adopter TEXT NOT NULL,
    place_key TEXT NOT NULL DEFAULT '',
    place TEXT,
    topic TEXT NOT NULL,
    rhythm TEXT NOT NULL CHECK (rhythm IN ('at_once', 'weekly')),
    since TEXT NOT NULL
) STRICT;
CREATE TABLE publications (
    briefing TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('going', 'stopped', 'done')),
    begun_at TEXT NOT NULL,
    cursor INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE deliveries (
    briefing TEXT NOT NULL,
    reader TEXT NOT NULL,
    at TEXT NOT NULL,
    subscription INTEGER NOT NULL,
    waits INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (briefing, reader)
) STRICT, WITHOUT ROWID;
DELETE FROM sqlite_sequence;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX adopters_wake ON adopters (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX people_adopter ON people (adopter);
CREATE INDEX accounts_person ON accounts (person);
CREATE INDEX wrong_codes_place ON wrong_codes (channel, workspace, at, user);
CREATE INDEX met_place ON met (channel, workspace, conversation);
CREATE INDEX facts_name ON facts (adopter, name, id);
CREATE INDEX facts_step ON facts (adopter, step, id);
CREATE INDEX facts_replaces ON facts (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX facts_time ON facts (at, id);
CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
BEGIN
    SELECT RAISE(ABORT, 'facts are never changed: add one that replaces it');
END;
CREATE TRIGGER facts_are_never_deleted BEFORE DELETE ON facts
BEGIN
    SELECT RAISE(ABORT, 'facts are never deleted: add one that withdraws it');
END;
CREATE INDEX nudges_adopter ON nudges (adopter, at);
CREATE INDEX outbox_due ON outbox (channel, due_at) WHERE state = 'waiting' AND due_at IS NOT NULL;
CREATE INDEX outbox_lane ON outbox (lane, id) WHERE state = 'waiting';
CREATE INDEX outbox_failed ON outbox (ended_at) WHERE state = 'failed';
CREATE INDEX outbox_diverted ON outbox (ended_at) WHERE diverted <> '' AND state = 'sent';
CREATE INDEX said_talker ON said (talker, seq);
CREATE INDEX cases_open ON cases (person) WHERE closed_at IS NULL;
CREATE INDEX cases_time ON cases (opened_at);
CREATE INDEX case_lines_case ON case_lines (case_id, seq);
CREATE UNIQUE INDEX subscriptions_once ON subscriptions (place_key, person, topic);
CREATE INDEX subscriptions_topic ON subscriptions (topic, id);
CREATE INDEX deliveries_waiting ON deliveries (subscription) WHERE waits = 1;
CREATE TRIGGER facts_are_never_replaced BEFORE INSERT ON facts
WHEN EXISTS (SELECT 1 FROM facts WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'facts are never changed: add one that replaces it');
END;
CREATE INDEX outbox_thread ON outbox (lane, json_extract(address, '$.thread'))
    WHERE json_extract(address, '$.thread') IS NOT NULL;
CREATE INDEX outbox_about_case ON outbox (channel, handle) WHERE about_case <> '';
COMMIT;
