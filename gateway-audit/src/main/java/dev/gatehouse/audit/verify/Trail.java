package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.segment.Position;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/**
 * A place that holds records and blocks of gateways. Every way of reading one sees the same state of it, as far as the place
 * knows states. Not thread-safe; close it.
 */
public sealed interface Trail extends AutoCloseable permits SpoolTrail, DatabaseTrail, BoundedTrail, ExportTrail {
    /** How much of what was ever recorded a trail holds. */
    enum Extent {
        /** All records of all gateways, except where a time was over. */
        ALL_GATEWAYS,
        /** All of one gateway. */
        ONE_GATEWAY,
        /** The latest of one gateway: what stands before was given up because it is elsewhere. */
        RECENT,
        /** A stretch of one gateway's stream, as archives hold it: nothing is said of what was before and after. */
        PART;

        /** Whether it may begin with any block. */
        boolean beginsAnywhere() {
            return this == RECENT || this == PART;
        }
    }

    Extent extent();

    List<String> gateways() throws IOException;

    /** Whether records that were kept for so many days and are of this day were dropped because their time was over. */
    boolean isDropped(int keepDays, LocalDate day) throws IOException;

    /** What a gateway recorded from a position on, blocks included, in the order of the positions. */
    Entries records(String gateway, Position from) throws IOException;

    /** The blocks alone, in the same order. */
    Entries blocks(String gateway) throws IOException;

    @Override
    void close() throws IOException;
}
