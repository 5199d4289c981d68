package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.proof.Leaf;
import dev.gatehouse.audit.segment.Content;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SpoolRecord;

/** Makes leaves of records that are read. */
final class Leaves {
    private Leaves() {}

    static Leaf of(SpoolRecord record) {
        Lifetime lifetime = record.kind() == RecordKind.EVENT ? EventKeep.of(record.head()) : Lifetime.FOR_EVER;
        Content content = Content.of(record.kind(), lifetime, record.head(), record.kept());
        return Leaf.of(record.position(), record.wallNanos(), record.monoNanos(), content);
    }
}
