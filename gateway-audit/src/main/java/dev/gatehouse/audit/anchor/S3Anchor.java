package dev.gatehouse.audit.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.audit.s3.S3Answer;
import dev.gatehouse.audit.s3.S3Client;
import dev.gatehouse.audit.s3.S3Object;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bucket that gets an object for each checkpoint, replaces none, and needs to be allowed nothing but that. */
public final class S3Anchor implements Anchor {
    private static final int ORIGIN_LINE = 0;
    private static final int SIZE_LINE = 1;
    private static final int TIME_LINE = 3;
    private static final String ORIGIN = "gatehouse-audit/";
    private static final String TIME = "time ";

    private final S3Client s3;
    /** May be there, although nobody said so. */
    private @Nullable String unsure;

    public S3Anchor(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public String name() {
        return s3.bucket().uri(s3.bucket().prefix());
    }

    @Override
    public void keep(String note) throws IOException {
        String key = s3.bucket().key(name(note));
        // An empty line behind it: so all of them, one after the other, are a file of anchors.
        S3Object object = new S3Object(
                key,
                (note + "\n").getBytes(UTF_8),
                "text/plain; charset=utf-8",
                Optional.empty(),
                S3Object.Existing.KEEP);
        switch (s3.put(object)) {
            case S3Answer.Stored() -> unsure = null;
            case S3Answer.Exists() -> {
                if (!note.equals(unsure)) {
                    throw new IOException("there is an object " + key + " that this gateway did not put there");
                }
                unsure = null;
            }
            case S3Answer.Failed(String reason, Optional<?> _) -> {
                unsure = note;
                throw new IOException(reason);
            }
        }
    }

    /** Gateway, chain, size and time: nothing else is ever of that name. */
    private static String name(String note) {
        String[] lines = note.split("\n", -1);
        String time = lines[TIME_LINE].substring(TIME.length()).replace(":", "");
        return lines[ORIGIN_LINE].substring(ORIGIN.length()) + "/" + "%012d".formatted(Long.parseLong(lines[SIZE_LINE]))
                + "-" + time + ".txt";
    }
}
