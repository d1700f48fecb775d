"""What a store must do. A store is any engine that can give these guarantees; the contract suite asks for no more.

values         what it hands out, and what it raises
transactions   the parts of a transaction, by who needs them
store          the store: write, read, migrate, back up

A **work** is a function that is given a transaction. It runs on the store's own thread, so its methods are plain
functions and nothing blocks the event loop; the transaction is valid inside it only.

1. Whole or not at all. Nothing is kept unless the work returns: an exception rolls back this work, and only this, and
   is raised to the caller. When `write` returns, what the work did is durable.
2. A work may be run again (another transaction was in the way, the connection was lost): so it changes nothing but
   the transaction, and what is to be logged or sent follows from what it returns.
3. Turns of one adopter are taken one after another: what a work of that adopter has read there stays so until it is
   kept. Works of different adopters may run side by side, in any order.
4. Ids grow, but need not be in the order of commits: whoever reads on from an id may miss an older one that commits
   later. Of one adopter, and within one lane, the later has the greater id.
5. An event's id is kept once, and so is a reminder's key.
6. A delivery is leased to one worker at a time, and of a lane one is on its way. A lease ends with its time, or when
   it is freed; what comes again after that is doubtful.
7. A read sees one moment: what was kept before it began, and nothing of works that are not kept.
"""

from bot.store.port.store import Store
from bot.store.port.transactions import (
    AccessTx,
    CaseworkTx,
    EvidenceTx,
    GatheringsTx,
    InboxTx,
    OperationsTx,
    OutboxTx,
    PeersTx,
    PeopleTx,
    PublishingTx,
    RetentionTx,
    RightsTx,
    SweepTx,
    TracksTx,
    TurnsTx,
    Tx,
    UnreadTx,
    ValuesTx,
)
from bot.store.port.values import (
    EVERYTHING,
    INBOX_MOST,
    OUTBOX,
    UNREAD,
    AlreadyKeptError,
    BoundWorkspace,
    Delivery,
    Erasure,
    GoneAddress,
    HeldRows,
    InboxRow,
    InboxShow,
    OfficerAct,
    OutboxFigures,
    Publication,
    Reached,
    Readers,
    Said,
    StoreError,
    Undelivered,
    Worker,
    WrongCodes,
    said_by,
    talker_of,
)

__all__ = [
    "EVERYTHING",
    "INBOX_MOST",
    "OUTBOX",
    "UNREAD",
    "AccessTx",
    "AlreadyKeptError",
    "BoundWorkspace",
    "CaseworkTx",
    "Delivery",
    "Erasure",
    "EvidenceTx",
    "GatheringsTx",
    "GoneAddress",
    "HeldRows",
    "InboxRow",
    "InboxShow",
    "InboxTx",
    "OfficerAct",
    "OperationsTx",
    "OutboxFigures",
    "OutboxTx",
    "PeersTx",
    "PeopleTx",
    "Publication",
    "PublishingTx",
    "Reached",
    "Readers",
    "RetentionTx",
    "RightsTx",
    "Said",
    "Store",
    "StoreError",
    "SweepTx",
    "TracksTx",
    "TurnsTx",
    "Tx",
    "Undelivered",
    "UnreadTx",
    "ValuesTx",
    "Worker",
    "WrongCodes",
    "said_by",
    "talker_of",
]
