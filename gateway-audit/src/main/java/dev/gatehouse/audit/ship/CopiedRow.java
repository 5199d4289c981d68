package dev.gatehouse.audit.ship;

import dev.gatehouse.audit.segment.SpoolRecord;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A record as its row in PostgreSQL has it.
 *
 * @param hasClocks false when the row holds none: it is of a time before there were any, or it was altered
 * @param columns every column of {@code audit.event}, each value after its length; null when the row stands in another table
 */
public record CopiedRow(
        SpoolRecord record, boolean hasClocks, @Nullable ByteBuffer columns) {}
