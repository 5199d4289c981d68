package dev.gatehouse.audit.s3;

import java.util.ArrayList;
import java.util.List;

/** What a crash would leave. */
final class UploadsInMemory implements S3Uploads {
    private final List<Begun> all = new ArrayList<>();

    @Override
    public List<Begun> all() {
        return List.copyOf(all);
    }

    @Override
    public void remember(Begun begun) {
        all.add(begun);
    }

    @Override
    public void forget(Begun begun) {
        all.remove(begun);
    }
}
