package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.table.CopiedRow;

/** What stands at a place of a trail. */
sealed interface Entry {
    /** Of something unreadable: the last position that was read before it. */
    Position position();

    /** A record, beside the columns that a table has of it. */
    record Found(CopiedRow row) implements Entry {
        @Override
        public Position position() {
            return row.record().position();
        }
    }

    /** Only the hash of a record, in hand because the record itself was left out. */
    record Leaf(Position position, Lifetime lifetime, byte[] hash) implements Entry {}

    /** Something that is told to be of this trail, and is not. */
    record Foreign(Position position, String reason) implements Entry {}

    /** Something that should be here and cannot be read; nothing is said of what it was. */
    record Unreadable(Position position, String reason) implements Entry {}
}
