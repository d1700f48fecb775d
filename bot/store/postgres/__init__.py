"""The store in a PostgreSQL database, for more than one machine. Its statements are those of `bot/store/sql/`.

store        what the port calls Store: write, read, migrate, backup, check
connection   connections and their settings; what the server's errors mean, and which of them pass
dialect      the transaction in PostgreSQL's words: what is held, and how
schema       the migrations, in PostgreSQL's words, under a lock
telling      LISTEN and NOTIFY: other processes hear of what was kept
copying      a copy of it all, by pg_dump
health       what is wrong, in sentences
"""

from bot.store.postgres.store import PostgresStore

__all__ = ["PostgresStore"]
