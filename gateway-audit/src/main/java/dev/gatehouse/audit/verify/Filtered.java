package dev.gatehouse.audit.verify;

import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Some of what others read. */
record Filtered(Entries all, Predicate<Entry> wanted) implements Entries {
    @Override
    public @Nullable Entry next() throws IOException {
        Entry entry = all.next();
        while (entry != null && !wanted.test(entry)) {
            entry = all.next();
        }
        return entry;
    }

    @Override
    public void close() throws IOException {
        all.close();
    }
}
