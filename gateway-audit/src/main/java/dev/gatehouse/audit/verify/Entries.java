package dev.gatehouse.audit.verify;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One reading of a trail, from its begin to its end. For one thread; close it. */
interface Entries extends AutoCloseable {
    /** The next; null after the last. */
    @Nullable
    Entry next() throws IOException;

    @Override
    void close() throws IOException;
}
