package dev.gatehouse.audit.s3;

import java.io.IOException;
import java.util.List;

/** Remembers uploads that were begun, across crashes, so that none stays half done. */
public interface S3Uploads {
    /** @param key as in the bucket */
    record Begun(String key, String id) {}

    List<Begun> all() throws IOException;

    /** Durable when it returns. */
    void remember(Begun begun) throws IOException;

    /** It was finished, or ended. */
    void forget(Begun begun) throws IOException;
}
