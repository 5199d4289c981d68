package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.SpoolRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads a spool's records without a gateway: for tests and offline tools. */
public final class SpoolReader {
    private SpoolReader() {}

    /** All records in order, read as the stream is used; close it. While a gateway runs, its newest may be missing. */
    public static Stream<SpoolRecord> read(Path directory) throws IOException {
        SegmentIndex index = SegmentIndex.of(directory);
        SpoolWalk walk = new SpoolWalk(() -> DurablePoint.EVERYTHING, index::following);
        return StreamSupport.stream(new Records(walk), false).onClose(() -> close(walk));
    }

    private static void close(SpoolWalk walk) {
        try {
            walk.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Records extends AbstractSpliterator<SpoolRecord> {
        private final SpoolWalk walk;

        Records(SpoolWalk walk) {
            super(Long.MAX_VALUE, ORDERED | NONNULL);
            this.walk = walk;
        }

        @Override
        public boolean tryAdvance(Consumer<? super SpoolRecord> action) {
            try {
                Optional<SpoolRecord> next = walk.next();
                next.ifPresent(action);
                return next.isPresent();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
