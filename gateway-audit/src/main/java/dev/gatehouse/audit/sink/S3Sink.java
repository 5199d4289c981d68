package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.s3.S3Answer;
import dev.gatehouse.audit.s3.S3Client;
import dev.gatehouse.audit.s3.S3Object;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Puts records into a bucket: an object for each batch, or one for each day and epoch in it. What an object holds is in its key,
 * so a batch that is sent again takes the place of itself.
 */
public final class S3Sink implements Sink {
    private static final int RECORDS_MAX = 20_000;
    private static final long BYTES_MAX = 8 << 20;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu/MM/dd");

    private final S3Client s3;
    private final Batch batch;

    /** @param fill how long an object waits for more records, unless it is full: 20,000, or 8 MiB of them */
    public S3Sink(S3Client s3, Duration fill) {
        this(s3, new Batch(RECORDS_MAX, BYTES_MAX, fill));
    }

    S3Sink(S3Client s3, Batch batch) {
        this.s3 = s3;
        this.batch = batch;
    }

    @Override
    public Optional<Batch> batch() {
        return Optional.of(batch);
    }

    /** No answer of a bucket speaks of a record, so none is ever refused. */
    @Override
    public Answer take(List<SinkRecord> records) {
        List<SinkRecord> rest = records;
        while (!rest.isEmpty()) {
            List<SinkRecord> together = together(rest);
            switch (s3.put(object(together))) {
                case S3Answer.Stored() -> rest = rest.subList(together.size(), rest.size());
                case S3Answer.Exists() -> {
                    return Answer.Later.because("it keeps an object that was to be replaced");
                }
                case S3Answer.Failed(String reason, Optional<Duration> after) -> {
                    return new Answer.Later(reason, after);
                }
            }
        }
        return new Answer.Taken();
    }

    /** The first of them that are of one day and one epoch. */
    private static List<SinkRecord> together(List<SinkRecord> records) {
        SinkRecord first = records.getFirst();
        int end = 1;
        while (end < records.size()
                && records.get(end).position().epoch() == first.position().epoch()
                && day(records.get(end)).equals(day(first))) {
            end++;
        }
        return records.subList(0, end);
    }

    private static LocalDate day(SinkRecord record) {
        return record.at().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private S3Object object(List<SinkRecord> records) {
        SinkRecord first = records.getFirst();
        String name = DAY.format(day(first)) + "/" + first.gateway() + "/"
                + first.position().epoch() + "-" + first.position().seq() + ".."
                + records.getLast().position().seq() + ".jsonl.gz";
        return new S3Object(
                s3.bucket().key(name),
                compressed(records),
                "application/x-ndjson",
                Optional.of("gzip"),
                S3Object.Existing.REPLACE);
    }

    private static byte[] compressed(List<SinkRecord> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            for (SinkRecord record : records) {
                zip.write(record.line());
                zip.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }
}
