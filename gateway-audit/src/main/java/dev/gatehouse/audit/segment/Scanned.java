package dev.gatehouse.audit.segment;

/** What stands at a place of a segment. */
public sealed interface Scanned {

    record Found(SpoolRecord record) implements Scanned {}

    /** Nothing more was written. */
    record End() implements Scanned {}

    /** Something stands here that no completed write left. */
    record Torn(String why) implements Scanned {}
}
